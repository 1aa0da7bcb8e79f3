import ControllerRuntime
import KubeAPI
import KubeStore
import Testing
import Units

struct AdmissionTests {
  let at = StoreFixture()

  @Test func `a pod puts up with a silent node for 300 s unless it says otherwise`() throws {
    let plain = try at.create(StoreFixture.pod("plain"))
    #expect(
      plain.spec.tolerations.map { "\($0.key) \($0.tolerationSeconds ?? -1)" }
        == ["node.kubernetes.io/not-ready 300", "node.kubernetes.io/unreachable 300"])
    var quick = StoreFixture.pod("quick")
    quick.spec.tolerations = [
      Toleration(
        key: "node.kubernetes.io/unreachable", comparison: .exists, effect: .noExecute,
        tolerationSeconds: 5)
    ]
    #expect(try at.create(quick).spec.tolerations.map(\.tolerationSeconds) == [5, 300])
    var all = StoreFixture.pod("all")
    all.spec.tolerations = [Toleration(comparison: .exists)]
    #expect(try at.create(all).spec.tolerations.count == 1)
  }

  @Test func `a pod gets the priority of its class, which must be there`() throws {
    var named = StoreFixture.pod("named")
    named.spec.priorityClassName = "high"
    let refusal = #expect(throws: APIError.self) { try at.create(named) }
    #expect(
      refusal?.message
        == "pods \"named\" is forbidden: no PriorityClass with name high was found")
    var high = PriorityClass(metadata: ObjectMeta(name: "high"), value: 1_000)
    high.mayPreempt = false
    try at.create(high)
    let admitted = try at.create(named)
    #expect(admitted.spec.priority == 1_000)
    #expect(!admitted.spec.mayPreempt)
    // A manifest that is applied again says nothing of the priority.
    var again = admitted
    again.spec.statedPriority = nil
    again.spec.statedPreemption = nil
    again.metadata.labels = ["new": "label"]
    guard case .object(let kept) = try at.store.perform(.update(again)).get() else { return }
    #expect((kept as? Pod)?.spec.priority == 1_000)
    var critical = StoreFixture.pod("critical")
    critical.spec.priorityClassName = "system-node-critical"
    #expect(try at.create(critical).spec.priority == 2_000_001_000)
  }

  @Test func `a new node is tainted as not ready and keeps its status`() throws {
    var node = Node(metadata: ObjectMeta(name: "n", namespace: "ignored"))
    node.status.conditions.set(Condition("Ready", .isTrue, since: .start))
    let made = try at.create(node)
    #expect(made.spec.taints == [Taint(key: "node.kubernetes.io/not-ready", effect: .noSchedule)])
    #expect(made.isReady)
    #expect(made.metadata.namespace.isEmpty)
  }

  @Test func `binding happens once, sets the condition and copies the zone`() throws {
    try at.create(
      Node(
        metadata: ObjectMeta(name: "n", labels: ["topology.kubernetes.io/zone": "z1"])))
    let pod = try at.create(StoreFixture.pod("p"))
    let bind = APIRequest.bind(pod: pod.key, uid: pod.metadata.uid, node: "n")
    #expect(throws: APIError.self) {
      try at.store.perform(.bind(pod: pod.key, uid: "other", node: "n")).get()
    }
    _ = try at.store.perform(bind).get()
    let bound = try #require(at.pod("p"))
    #expect(bound.spec.nodeName == "n")
    #expect(bound.status.conditions.holds("PodScheduled"))
    #expect(bound.metadata.labels["topology.kubernetes.io/zone"] == "z1")
    #expect(bound.metadata.generation == 1)
    #expect(
      throws: APIError(
        .conflict,
        "Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to node "
          + "\"n\"")
    ) { try at.store.perform(bind).get() }
  }

  func service(_ name: String, _ type: ServiceSpec.ServiceType, ports: Int = 1) -> Service {
    var spec = ServiceSpec(
      selector: ["app": "x"],
      ports: (0..<ports).map { ServicePort(port: Int32(80 + $0), targetPort: .number(8_000)) })
    spec.type = type
    return Service(metadata: ObjectMeta(name: name, namespace: "default"), spec: spec)
  }

  @Test func `services get addresses of the range and ports of the range, each once`() throws {
    var addresses: Set<String> = []
    var ports: Set<Int32> = []
    for n in 0..<200 {
      let made = try at.create(service("s\(n)", n % 2 == 0 ? .loadBalancer : .clusterIP, ports: 3))
      #expect(made.spec.clusterIP.hasPrefix("10.96."))
      #expect(addresses.insert(made.spec.clusterIP).inserted)
      for port in made.spec.ports where n % 2 == 0 {
        #expect((30_000...32_767).contains(port.nodePort))
        #expect(ports.insert(port.nodePort).inserted)
      }
      #expect(made.spec.ports.allSatisfy { n % 2 == 0 || $0.nodePort == 0 })
    }
    let own = try at.create(service("none", .externalName))
    #expect(own.spec.clusterIP.isEmpty)
  }

  @Test func `a taken port or address is refused, and a freed one is free`() throws {
    var first = service("first", .nodePort)
    first.spec.ports[0].nodePort = 30_080
    first.spec.clusterIP = "10.96.0.80"
    try at.create(first)
    var second = service("second", .nodePort)
    second.spec.ports[0].nodePort = 30_080
    #expect(
      throws: APIError(
        .invalid,
        "Service \"second\" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided "
          + "port is already allocated")
    ) { try at.create(second) }
    second.spec.ports[0].nodePort = 0
    second.spec.clusterIP = "10.96.0.80"
    #expect(throws: APIError.self) { try at.create(second) }
    second.spec.clusterIP = "192.168.0.1"
    #expect(throws: APIError.self) { try at.create(second) }
    try at.delete(.service, "first")
    second.spec.clusterIP = "10.96.0.80"
    second.spec.ports[0].nodePort = 30_080
    try at.create(second)
  }

  @Test func `a service keeps its address when updated, and gives ports back with its type`()
    throws
  {
    var made = try at.create(service("s", .nodePort))
    let address = made.spec.clusterIP
    let port = made.spec.ports[0].nodePort
    made.spec.clusterIP = ""
    made.spec.type = .clusterIP
    made.spec.ports[0].nodePort = 0
    made = try at.update(made)
    #expect(made.spec.clusterIP == address)
    var next = service("t", .nodePort)
    next.spec.ports[0].nodePort = port
    try at.create(next)
  }

  @Test func `the service kubernetes has the first address`() throws {
    let key = ObjectKey(namespace: "default", name: "kubernetes")
    #expect(at.store.get(Service.self, key)?.spec.clusterIP == "10.96.0.1")
  }
}

struct WatchTests {
  @Test func `a watch sees what came after its version, then each change, in order`() throws {
    let at = StoreFixture()
    try at.create(StoreFixture.pod("a"))
    let version = at.store.resourceVersion
    try at.create(StoreFixture.pod("b"))
    try at.create(StoreFixture.controller("rc"))
    var seen: [String] = []
    let token = try at.store.watch(.pod, after: version) {
      seen.append("\($0.change.rawValue) \($0.object.metadata.name)")
    }
    #expect(seen == ["ADDED b"])
    try at.delete(.pod, "a")
    #expect(seen == ["ADDED b", "MODIFIED a", "DELETED a"])
    at.store.stopWatching(token)
    try at.delete(.pod, "b")
    #expect(seen.count == 3)
  }

  @Test func `history that is gone is said to be expired`() throws {
    var parameters = KubeStoreParameters()
    parameters.historyLength = 4
    let at = StoreFixture(parameters: parameters)
    let version = at.store.resourceVersion
    for n in 0..<4 { try at.create(StoreFixture.pod("p\(n)")) }
    _ = try at.store.watch(.pod, after: version) { _ in }
    try at.create(StoreFixture.pod("one-more"))
    #expect(throws: APIError(.expired, "too old resource version: \(version) (\(version + 1))")) {
      _ = try at.store.watch(.pod, after: version) { _ in }
    }
  }

  @Test func `a watcher that writes is heard by all in the same order`() throws {
    let at = StoreFixture()
    let store = at.store
    _ = try store.watch(.pod, after: store.resourceVersion) { event in
      guard event.change == .added, event.object.metadata.name == "first" else { return }
      _ = store.perform(.create(StoreFixture.pod("second")))
    }
    let log = try at.log(.pod)
    try at.create(StoreFixture.pod("first"))
    #expect(log.lines == ["ADDED first", "ADDED second"])
    #expect(log.versions == log.versions.sorted())
  }
}
