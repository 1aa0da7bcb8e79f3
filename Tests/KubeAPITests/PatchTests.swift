import Documents
import KubeAPI
import Testing

/// Patches of each sort, and the writing of objects that they rest on.
struct PatchTests {
  static let manifest = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: app, labels: {name: app}, annotations: {note: "1"}}
    spec:
      replicas: 3
      minReadySeconds: 5
      paused: true
      selector: {matchLabels: {name: app}, matchExpressions: [{key: tier, operator: Exists}]}
      strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 30%}}
      template:
        metadata: {labels: {name: app, tier: web}, annotations: {a: b}}
        spec:
          terminationGracePeriodSeconds: 45
          nodeSelector: {disk: ssd}
          priority: 7
          preemptionPolicy: Never
          topologySpreadConstraints:
            - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, minDomains: 2,
               labelSelector: {matchLabels: {name: app}}, nodeTaintsPolicy: Honor,
               matchLabelKeys: [pod-template-hash]}
          tolerations:
            - {key: k, operator: Exists, effect: NoExecute, tolerationSeconds: 5}
            - {key: v, value: x, effect: NoSchedule}
          affinity:
            podAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
                - {weight: 5, podAffinityTerm: {topologyKey: zone, namespaces: [shop]}}
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - topologyKey: kubernetes.io/hostname
                  labelSelector: {matchLabels: {name: app}}
                  namespaceSelector: {}
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                  - matchExpressions: [{key: zone, operator: In, values: [a, b]}]
              preferredDuringSchedulingIgnoredDuringExecution:
                - weight: 3
                  preference: {matchFields: [{key: metadata.name, operator: In, values: [n]}]}
          volumes:
            - {name: data, persistentVolumeClaim: {claimName: data}}
            - {name: tmp}
            - {name: conf, configMap: {name: conf}}
            - {name: key, secret: {secretName: key}}
            - {name: host, hostPath: {path: /var}}
          initContainers:
            - {name: wait, image: "busybox:1", command: [sleep, "1"]}
            - {name: proxy, image: "proxy:1", restartPolicy: Always}
          containers:
            - name: app
              image: shop:1
              imagePullPolicy: Always
              args: ["--x"]
              env:
                - {name: MODE, value: "1"}
                - {name: EMPTY}
                - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                - {name: PASS, valueFrom: {secretKeyRef: {name: key, key: pass, optional: true}}}
                - {name: CONF, valueFrom: {configMapKeyRef: {name: conf, key: c}}}
                - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
              ports:
                - {name: http, containerPort: 8000}
                - {containerPort: 9000, protocol: UDP, hostPort: 9000}
              resources: {requests: {cpu: 250m, memory: 128Mi}, limits: {cpu: "1"}}
              volumeMounts: [{name: data, mountPath: /data}, {name: tmp, mountPath: /tmp}]
              readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 2}
              livenessProbe: {tcpSocket: {port: 8000}, failureThreshold: 5}
              startupProbe: {exec: {command: [check]}}
              lifecycle: {preStop: {sleep: {seconds: 5}}}
    """

  private func read(_ text: String) throws -> any KubeObject {
    let file = SourceFile(name: "m.yaml", text: text)
    return try #require(try ManifestReader.read(file).objects.first?.object)
  }

  private func deployment() throws -> Deployment {
    try #require(try read(Self.manifest) as? Deployment)
  }

  static let others = [
    "apiVersion: v1\nkind: Pod\nmetadata: {name: p, finalizers: [a/b]}\nspec: {hostNetwork: true, "
      + "containers: [{name: c, image: i, ports: [{containerPort: 80}], livenessProbe: "
      + "{grpc: {port: 80}}, lifecycle: {preStop: {httpGet: {port: 80}}}}]}",
    "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {type: LoadBalancer, selector: "
      + "{a: b}, ports: [{name: a, port: 80, targetPort: http}, {name: b, port: 81, nodePort: "
      + "30001}]}",
    "apiVersion: v1\nkind: Node\nmetadata: {name: n}\nspec: {unschedulable: true, taints: [{key: "
      + "k, effect: NoSchedule}]}",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: \"1\", b: \"\"}",
    "apiVersion: v1\nkind: ReplicationController\nmetadata: {name: r}\nspec: {selector: {a: b}, "
      + "template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}",
    "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: r}\nspec: {selector: {matchLabels: "
      + "{a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: "
      + "i}]}}}",
    manifest,
  ]

  @Test(arguments: others)
  func `an object is written and read again as it was`(text: String) throws {
    let object = try read(text)
    let node = try #require(ManifestWriter.document(of: object))
    let log = ProblemLog(file: "w")
    let again = try #require(ManifestReader.object(from: ValueReader(node, log: log)))
    try log.throwIfErrors()
    #expect("\(again)" == "\(object)")
  }

  @Test func `containers, their ports and variables are merged by name`() throws {
    let patch = try ObjectPatch(
      .strategic,
      text: """
        {"spec": {"template": {"spec": {"containers": [{"name": "app", "image": "shop:2",
          "env": [{"name": "MODE", "value": "2"}, {"name": "NEW", "value": "n"},
                  {"name": "CPU", "$patch": "delete"}],
          "ports": [{"containerPort": 8000, "name": "web"}],
          "readinessProbe": {"httpGet": {"port": "web"}}, "livenessProbe": null}]}}}}
        """)
    let old = try deployment()
    let new = try #require(try patch.applied(to: old) as? Deployment)
    let container = new.spec.template.spec.containers[0]
    #expect(container.image == "shop:2")
    #expect(
      container.env.map(\.name) == ["MODE", "EMPTY", "IP", "PASS", "CONF", "NEW"])
    #expect(container.env[0].source == .value("2"))
    #expect(container.ports.map(\.name) == ["web", ""])
    #expect(container.livenessProbe == nil)
    #expect(container.resources == old.spec.template.spec.containers[0].resources)
    #expect(new.spec.template.spec.volumes == old.spec.template.spec.volumes)
    #expect(patch.images == ["shop:2"])
  }

  @Test func `a merge patch replaces lists`() throws {
    let patch = try ObjectPatch(
      .merge,
      text: "{spec: {paused: null, template: {spec: {initContainers: null, volumes: [{name: data},"
        + " {name: tmp}], containers: [{name: app, image: x}]}}}}")
    let new = try #require(try patch.applied(to: try deployment()) as? Deployment)
    #expect(!new.spec.isPaused)
    #expect(new.spec.template.spec.containers.count == 1)
    #expect(new.spec.template.spec.containers[0].env.isEmpty)
    #expect(new.spec.template.spec.initContainers.isEmpty)
  }

  @Test func `operations go by paths`() throws {
    let patch = try ObjectPatch(
      .json,
      text: """
        [{"op": "replace", "path": "/spec/replicas", "value": 5},
         {"op": "add", "path": "/spec/template/spec/containers/0/env/-",
          "value": {"name": "LAST", "value": "1"}},
         {"op": "remove", "path": "/metadata/annotations/note"},
         {"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "shop:9"}]
        """)
    let new = try #require(try patch.applied(to: try deployment()) as? Deployment)
    #expect(new.spec.replicas == 5)
    #expect(new.spec.template.spec.containers[0].env.last?.name == "LAST")
    #expect(new.metadata.annotations.isEmpty)
    #expect(patch.images == ["shop:9"])
  }

  @Test func `directives replace lists and keep keys`() throws {
    let patch = try ObjectPatch(
      .strategic,
      text: "{spec: {strategy: {$retainKeys: [type], type: Recreate}, template: {spec: "
        + "{initContainers: [{$patch: replace}, {name: only, image: x}]}}}}")
    let new = try #require(try patch.applied(to: try deployment()) as? Deployment)
    #expect(new.spec.strategy == .recreate)
    #expect(new.spec.template.spec.initContainers.map(\.name) == ["only"])
  }

  @Test(arguments: [
    (ObjectPatch.Sort.strategic, "{spec: {replica: 2}}",
      "the patch:1:9: error: unknown field \"replica\" in spec; did you mean \"replicas\"?"),
    (.strategic, "{spec: {replicas: two}}",
      "the patch:1:19: error: spec.replicas is \"two\"; write a whole number such as 3"),
    (.json, "[{op: remove, path: /spec/nothing}]",
      "the patch:1:21: error: the path \"/spec/nothing\" does not exist; check it with kubectl "
        + "describe"),
    (.strategic, "{metadata: {name: other}}",
      "the patch:0:0: error: the patch changes the kind or the name; leave kind, metadata.name and "
        + "metadata.namespace alone"),
  ])
  func `what does not fit is told at its place`(
    sort: ObjectPatch.Sort, text: String, expected: String
  ) throws {
    let patch = try ObjectPatch(sort, text: text)
    let object = try deployment()
    let problems = #expect(throws: Problems.self) { try patch.applied(to: object) }
    #expect(problems?.errors.first?.description == expected)
  }

  @Test(arguments: ["{\"spec\": ", "[1]", "", "just text"])
  func `text that is no patch is refused`(text: String) {
    #expect(throws: Problems.self) { try ObjectPatch(.merge, text: text) }
  }
}
