import ClusterSim
import Testing
import Units

/// Nodes cordoned, tainted and drained in whole runs.
struct DrainTests {
  private static let web = """
    apiVersion: v1
    kind: ReplicationController
    metadata: {name: web}
    spec:
      replicas: 3
      selector: {name: web}
      template:
        metadata: {labels: {name: web}}
        spec:
          terminationGracePeriodSeconds: 5
          containers:
            - name: web
              image: test/web:1
              ports: [{containerPort: 80}]
              resources: {requests: {cpu: 600m}}
              readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 1}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {selector: {name: web}, ports: [{port: 80}]}

    """

  private static let budget = """
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web}
    spec: {minAvailable: 3, selector: {matchLabels: {name: web}}}

    """

  private static let bare = """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: bare}
    spec:
      volumes: [{name: scratch, emptyDir: {}}]
      containers: [{name: c, image: test/web:1}]

    """

  private static let world = """
    cluster:
      pools: [{name: pool, machine: {cpu: "2", memory: 8Gi}, count: 3}]
    manifests: [web.yaml]
    images:
      - {image: test/*, size: 10Mi, plain: {service: exponential 100ms, servers: 8}}

    """

  private static func run(_ timeline: String, with more: String = "") throws -> Record {
    try Stage.withFolder { folder in
      try Stage.write(web + more, "web.yaml", in: folder)
      return try Record(
        try Stage.design(world + "timeline:\n" + timeline + "end: {after: 30s}\n", folder: folder))
    }
  }

  /// The name of the node that a transcript line is about, replaced so that texts can be compared.
  private static func neutral(_ text: String, _ run: Record) -> String {
    var text = text
    for (index, node) in run.results.nodes.map(\.name).sorted().enumerated() {
      text = text.replacing(node, with: "N\(index)")
    }
    for pod in run.results.pods.map(\.name).sorted() { text = text.replacing(pod, with: "POD") }
    return text
  }

  @Test func `a drained node is empty, takes nothing, and takes pods again later`() throws {
    let run = try Self.run(
      """
        - {wait: {pods: name=web, ready: 3}, run: kubectl drain 0}
        - {run: kubectl get nodes}
        - {run: kubectl drain 0}
        - {wait: {pods: name=web, ready: all}, run: kubectl get pods -o wide}
        - {run: kubectl uncordon 0}
        - {run: kubectl uncordon 0}

      """)
    #expect(run.brokenPromises == [])
    #expect(
      Self.neutral(run.output("kubectl drain"), run) == """
        node/N0 cordoned
        evicting pod default/POD
        pod/POD evicted
        node/N0 drained

        """)
    #expect(run.output("get nodes").contains("Ready,SchedulingDisabled"))
    #expect(
      Self.neutral(run.output("kubectl drain", 1), run) == """
        node/N0 already cordoned
        node/N0 drained

        """)
    #expect(!Self.neutral(run.output("get pods -o wide"), run).contains("N0"))
    #expect(Self.neutral(run.output("uncordon"), run) == "node/N0 uncordoned\n")
    #expect(Self.neutral(run.output("uncordon", 1), run) == "node/N0 already uncordoned\n")
  }

  @Test func `a budget that allows nothing holds a drain up until its time is over`() throws {
    let run = try Self.run(
      """
        - {wait: {pods: name=web, ready: 3}, after: 5s, run: kubectl drain 0 --timeout=12s}
        - {run: kubectl get pdb}
        - {run: kubectl describe pdb web}
        - {run: kubectl drain 0 --disable-eviction}

      """, with: Self.budget)
    let refused = "error when evicting pods/\"POD\" -n \"default\" (will retry after 5s): Cannot "
      + "evict pod as it would violate the pod's disruption budget.\n"
    let late = "error when evicting pods/\"POD\" -n \"default\": global timeout reached: 12s"
    #expect(
      Self.neutral(run.output("kubectl drain"), run)
        == "node/N0 cordoned\n"
        + String(repeating: "evicting pod default/POD\n" + refused, count: 3)
        + "evicting pod default/POD\n"
        + "There are pending pods in node \"N0\" when an error occurred: \(late)\npod/POD\n"
        + "error: unable to drain node \"N0\" due to error: \(late), continuing command...\n"
        + "There are pending nodes to be drained:\n N0\n\(late)\n")
    #expect(run.output("get pdb").contains("web    3               N/A               0"))
    #expect(run.output("describe pdb").contains("Allowed disruptions:  0"))
    #expect(
      Self.neutral(run.output("disable-eviction"), run)
        == "node/N0 already cordoned\npod/POD deleted\nnode/N0 drained\n")
  }

  @Test func `a pod that nobody makes anew, or whose data dies with it, stops a drain`() throws {
    let run = try Self.run(
      """
        - {wait: {pods: name=web, ready: 3}, after: 5s, run: kubectl drain 0 1 2}
        - {run: kubectl drain 0 1 2 --delete-emptydir-data}
        - {run: kubectl drain 0 1 2 --delete-emptydir-data --force}

      """, with: Self.bare)
    let local = "cannot delete Pods with local storage (use --delete-emptydir-data to override): "
      + "default/POD\n"
    #expect(Self.neutral(run.output("drain"), run).hasSuffix(local))
    let first = Self.neutral(run.output("drain"), run)
    #expect(first.contains("error: unable to drain node \"N"))
    #expect(
      Self.neutral(run.output("drain", 1), run).hasSuffix(
        "cannot delete Pods that declare no controller (use --force to override): default/POD\n"))
    let last = Self.neutral(run.output("drain", 2), run)
    #expect(
      last.contains("Warning: deleting Pods that declare no controller: default/POD\n"))
    #expect(last.contains("pod/POD evicted\n"))
    #expect(!last.contains("error"))
  }

  @Test func `taints are told of as kubectl tells, and drive pods away`() throws {
    let run = try Self.run(
      """
        - wait: {pods: name=web, ready: 3}
          after: 5s
          run: kubectl taint nodes <name=web> a=b:NoSchedule
        - {run: kubectl taint nodes --all a=c:NoSchedule}
        - {run: kubectl taint nodes --all a=c:NoSchedule --overwrite}
        - {run: kubectl taint nodes --all a-}
        - {run: kubectl taint nodes 0 a-}
        - {run: "kubectl taint nodes 0 gone:NoExecute"}
        - {wait: {pods: name=web, ready: all}, run: kubectl get pods -o wide}

      """)
    #expect(Self.neutral(run.output("<name=web>"), run).hasSuffix(" tainted\n"))
    let doubled = run.output("--all a=c:NoSchedule")
    #expect(doubled.contains("already has a taint(s) with same effect(s) and --overwrite is false"))
    #expect(Self.neutral(run.output("--overwrite"), run).contains("node/N0 modified\n"))
    #expect(
      Self.neutral(run.output("--all a-"), run)
        == "node/N0 untainted\nnode/N1 untainted\nnode/N2 untainted\n")
    #expect(run.output("nodes 0 a-") == "error: taint \"a\" not found\n")
    #expect(!Self.neutral(run.output("get pods -o wide"), run).contains("N0"))
  }

  @Test func `a pod waits for its secret, and starts when somebody makes it`() throws {
    let needy = """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: needy, labels: {name: needy}}
      spec:
        containers:
          - name: c
            image: test/web:1
            envFrom: [{secretRef: {name: db}}]
            env: [{name: MODE, valueFrom: {configMapKeyRef: {name: settings, key: mode}}}]

      """
    let run = try Self.run(
      """
        - {at: 20s, run: kubectl get pods}
        - {run: kubectl create secret generic db --from-literal=password=x}
        - {run: kubectl create configmap settings --from-literal=mode=fast}
        - {run: kubectl create configmap settings --from-literal=mode=fast}
        - {wait: {pods: name=needy, ready: 1}, run: "kubectl get secrets,configmaps"}

      """, with: needy)
    #expect(run.output("get pods").contains("CreateContainerConfigError"))
    #expect(run.output("generic db") == "secret/db created\n")
    #expect(
      run.output("--from-literal=mode=fast", 1)
        == "error: failed to create configmap: configmaps \"settings\" already exists\n")
    #expect(run.output("secrets,configmaps").contains("secret/db   Opaque"))
    #expect(run.results.warnings.filter { $0.contains("waited") } == [])
  }
}
