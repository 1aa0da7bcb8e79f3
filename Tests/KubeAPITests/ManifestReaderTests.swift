import Documents
import KubeAPI
import Testing
import Units

struct ManifestReaderTests {
  private func read(_ text: String, name: String = "f.yaml") throws -> Manifest {
    try ManifestReader.read(SourceFile(name: name, text: text))
  }

  private func first<Object: KubeObject>(_ type: Object.Type, _ text: String) throws -> Object {
    try #require(try read(text).objects.first?.object as? Object)
  }

  @Test func `a pod gets the server's defaults`() throws {
    let pod = try first(
      Pod.self,
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: a}
      spec:
        hostNetwork: true
        containers:
        - name: c
          image: nginx
          ports: [{containerPort: 80}]
          resources:
            limits: {cpu: 1, memory: 1Gi}
            requests: {cpu: 250m}
          livenessProbe: {httpGet: {port: http}}
        - name: d
          image: nginx:1.2
          readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 0, timeoutSeconds: 5}
      """)
    #expect(pod.metadata.namespace == "default")
    #expect(pod.spec.restartPolicy == .always)
    #expect(pod.spec.terminationGracePeriodSeconds == 30)
    #expect(pod.spec.schedulerName == "default-scheduler")
    let container = pod.spec.containers[0]
    #expect(container.imagePullPolicy == .always)
    #expect(container.ports[0].hostPort == 80)
    #expect(container.ports[0].networkProtocol == "TCP")
    #expect(container.resources.requests == ResourceList(cpu: MilliCPU(250), memory: .gibibytes(1)))
    #expect(container.resources.limits == ResourceList(cpu: MilliCPU(1_000), memory: .gibibytes(1)))
    #expect(
      container.livenessProbe?.action
        == .httpGet(path: "/", port: .name("http"), scheme: "HTTP"))
    #expect(container.livenessProbe?.failureThreshold == 3)
    #expect(pod.spec.containers[1].imagePullPolicy == .ifNotPresent)
    #expect(pod.spec.containers[1].readinessProbe?.periodSeconds == 10)
    #expect(pod.spec.containers[1].readinessProbe?.timeoutSeconds == 5)
  }

  @Test func `a controller's template waits for its pods to get requests from limits`() throws {
    let controller = try first(
      ReplicationController.self,
      """
      apiVersion: v1
      kind: ReplicationController
      metadata: {name: a}
      spec:
        template:
          metadata: {labels: {app: web}}
          spec:
            containers: [{name: c, image: x, resources: {limits: {cpu: 1}}}]
      """)
    #expect(controller.spec.replicas == 1)
    #expect(controller.spec.selector == ["app": "web"])
    #expect(controller.metadata.labels == ["app": "web"])
    #expect(controller.spec.template.spec.containers[0].resources.requests.isEmpty)
    var pod = Pod(metadata: ObjectMeta(name: "p"), spec: controller.spec.template.spec)
    pod.setDefaults()
    #expect(pod.spec.containers[0].resources.requests.cpu == MilliCPU(1_000))
  }

  @Test func `a pod's own resources get the server's defaults`() throws {
    let pod = try first(
      Pod.self,
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: a}
      spec:
        resources: {limits: {cpu: 4, memory: 2Gi}}
        volumes: [{name: v, image: {reference: r}}]
        initContainers:
        - {name: side, image: x, restartPolicy: Always, resources: {requests: {cpu: 100m}}}
        - {name: init, image: x, resources: {requests: {cpu: 2}}}
        containers:
        - {name: c, image: x, resources: {requests: {cpu: 500m}}}
        - {name: d, image: x, resources: {requests: {cpu: 500m}}}
      """)
    let requests = try #require(pod.spec.resources).requests
    #expect(requests.cpu == MilliCPU(2_100))
    #expect(requests.memory == .gibibytes(2))
    #expect(pod.spec.volumes.first?.source == .image("r"))
  }

  @Test func `services, nodes and volumes get the server's defaults`() throws {
    let service = try first(
      Service.self,
      """
      apiVersion: v1
      kind: Service
      metadata: {name: app}
      spec: {selector: {name: app}, ports: [{port: 80}]}
      """)
    #expect(service.spec.ports == [ServicePort(port: 80, targetPort: .number(80))])
    #expect(service.spec.type == .clusterIP)
    let node = try first(
      Node.self,
      """
      apiVersion: v1
      kind: Node
      metadata: {name: n}
      spec: {taints: [{key: a/b, effect: NoSchedule}]}
      status: {capacity: {cpu: 1500m, memory: 1.5Gi, pods: '110', example.com/gpu: 2}}
      """)
    #expect(node.status.allocatable.cpu == MilliCPU(1_500))
    #expect(node.status.allocatable["pods"] == 110)
    #expect(node.status.allocatable["example.com/gpu"] == 2)
    #expect(node.metadata.namespace == "")
    #expect(node.spec.taints == [Taint(key: "a/b", effect: .noSchedule)])
    let secret = try first(
      Secret.self,
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: s}
      data: {a: aGVsbG8=, b: }
      stringData: {c: x}
      """)
    #expect(secret.data == ["a": "hello", "b": "", "c": "x"])
  }

  @Test func `the fields of a pod arrive where they belong`() throws {
    let pod = try first(Pod.self, Self.fullPod)
    #expect(pod.spec.priorityClassName == "system-cluster-critical")
    #expect(pod.spec.statedPriority == nil)
    #expect(pod.spec.nodeSelector == ["disk": "ssd"])
    #expect(pod.spec.tolerations == [
      Toleration(key: "a", comparison: .exists, effect: .noExecute, tolerationSeconds: 5)
    ])
    let terms = try #require(pod.spec.affinity?.requiredNodeTerms)
    #expect(terms[0].matchExpressions == [
      SelectorRequirement(key: "zone", comparison: .isIn, values: ["a", "b"])
    ])
    #expect(pod.spec.affinity?.preferredNodeTerms.first?.weight == 10)
    #expect(pod.spec.initContainers[0].isSidecar)
    #expect(pod.spec.volumes.map(\.source) == [
      .emptyDir, .persistentVolumeClaim("claim"), .other("nfs"),
    ])
    let container = pod.spec.containers[0]
    #expect(container.preStop == .sleep(seconds: 5))
    #expect(container.volumeMounts == ["tmp": "/tmp", "data": "/data"])
    #expect(container.env.map(\.source) == [
      .value("x"), .fieldRef("status.podIP"), .value(""),
      .secretKeyRef(name: "s", key: "k", isOptional: true),
    ])
    #expect(container.resources.limits["nvidia.com/gpu"] == 2)
  }

  static let fullPod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: a, namespace: b, labels: {app: web}}
    spec:
      priorityClassName: system-cluster-critical
      nodeSelector: {disk: ssd}
      tolerations:
      - {key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 5}
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions: [{key: zone, operator: In, values: [a, b]}]
          preferredDuringSchedulingIgnoredDuringExecution:
          - weight: 10
            preference: {matchFields: [{key: metadata.name, operator: In, values: [n]}]}
      volumes:
      - name: tmp
      - {name: data, persistentVolumeClaim: {claimName: claim}}
      - {name: far, nfs: {server: x, path: /}}
      initContainers:
      - {name: proxy, image: p, restartPolicy: Always, startupProbe: {exec: {command: [x]}}}
      containers:
      - name: c
        image: x
        lifecycle: {preStop: {sleep: {seconds: 5}}}
        volumeMounts: [{name: tmp, mountPath: /tmp}, {name: data, mountPath: /data}]
        env:
        - {name: A, value: x}
        - {name: B, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
        - {name: C}
        - {name: D, valueFrom: {secretKeyRef: {name: s, key: k, optional: true}}}
        resources: {limits: {nvidia.com/gpu: 2}, requests: {nvidia.com/gpu: 2}}
    """

  @Test func `a list gives its objects, in YAML and in JSON`() throws {
    let yaml = """
      apiVersion: v1
      kind: List
      items:
      - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
      - {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: a}, data: {k: "v"}}
      ---
      apiVersion: v1
      kind: NamespaceList
      items: []
      """
    let manifest = try read(yaml)
    #expect(manifest.objects.map { "\($0.object.kind.rawValue) \($0.object.key)" } == [
      "Namespace a", "ConfigMap a/b",
    ])
    #expect(manifest.objects[1].mark == Mark(line: 5, column: 3))
    #expect(manifest.objects[0].object.metadata.labels == ["kubernetes.io/metadata.name": "a"])
    let json = """
      {"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}]}
      {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "b"}}
      """
    #expect(try read(json, name: "f.json").objects.map(\.object.metadata.name) == ["a", "b"])
  }

  @Test func `fields without effect are warned of once`() throws {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: a, creationTimestamp: null}
      spec:
        dnsPolicy: Default
        containers: [{name: c, image: x, tty: true, env: [{name: A, value: 5}]}]
      status: {phase: Running}

      """
    let manifest = try read(pod + "---\n" + pod)
    #expect(manifest.warnings.map(\.description) == [
      "f.yaml:5:3: warning: Pod spec.dnsPolicy is not simulated; it has no effect here",
      "f.yaml:6:36: warning: Pod spec.containers[].tty is not simulated; it has no effect here",
      "f.yaml:6:70: warning: spec.containers[0].env[0].value is the bare word 5, which kubectl "
        + "reads as a number and refuses; write \"5\" in quotes",
      "f.yaml:14:70: warning: spec.containers[0].env[0].value is the bare word 5, which kubectl "
        + "reads as a number and refuses; write \"5\" in quotes",
    ])
  }

  @Test func `values without effect are warned of`() throws {
    let manifest = try read(
      """
      apiVersion: v1
      kind: Service
      metadata: {name: a}
      spec:
        type: LoadBalancer
        sessionAffinity: ClientIP
        externalTrafficPolicy: Local
        ports: [{port: 80}]
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: a}
      spec:
        volumes: [{name: v, persistentVolumeClaim: {claimName: d}}]
        containers:
        - {name: c, image: x, resources: {limits: {memory: 1Gi}}}
        - {name: d, image: x, resources: {limits: {memory: 1Gi}}}
      """)
    #expect(manifest.warnings.map(\.description) == [
      "f.yaml:6:20: warning: Service spec.sessionAffinity: ClientIP is not simulated; "
        + "each connection chooses anew here",
      "f.yaml:7:26: warning: Service spec.externalTrafficPolicy: Local is not simulated; "
        + "every node passes traffic on here",
    ])
  }

  @Test(arguments: ["", "---\n---\n", "# x\n"])
  func `a file without objects is warned of`(text: String) throws {
    let manifest = try read(text)
    #expect(manifest.objects.isEmpty)
    #expect(manifest.warnings.count == 1)
  }
}
