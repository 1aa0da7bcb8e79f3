import KubeAPI
import Randomness
import Scheduler
import SchedulerLab
import Testing
import Units

/// How many more pods fit, and how many machines to add, against figures that a hand can check.
struct CapacityTests {
  static let rules = PlacementRules(SchedulerConfiguration(.standard, nodeSampling: .all))

  /// A node of `cpu` cores and as many GiB times four.
  static func node(_ name: String, cpu: Int64, pods: Int64 = 110, zone: String? = nil) -> Node {
    var node = Node(metadata: ObjectMeta(name: name))
    node.status.allocatable = resources(cpu: cpu * 1_000, memory: cpu << 32, pods: pods)
    if let zone { node.metadata.labels["topology.kubernetes.io/zone"] = zone }
    node.metadata.labels["kubernetes.io/hostname"] = name
    return node
  }

  static func resources(cpu: Int64, memory: Int64, pods: Int64 = 110) -> ResourceList {
    var list = ResourceList(cpu: MilliCPU(cpu), memory: Bytes(memory))
    list["pods"] = pods
    return list
  }

  static func pod(
    _ name: String, cpu: Int64, memory: Int64 = 1 << 20, on node: String = ""
  ) -> Pod {
    var container = Container(name: "c", image: "i")
    container.resources.requests = ResourceList(cpu: MilliCPU(cpu), memory: Bytes(memory))
    var pod = Pod(
      metadata: ObjectMeta(name: name, namespace: "default"),
      spec: PodSpec(containers: [container]))
    pod.spec.nodeName = node
    return pod
  }

  static func offer(_ name: String, cpu: Int64, price: Double, pods: Int64 = 110) -> MachineOffer {
    let all = resources(cpu: cpu * 1_000, memory: cpu << 32, pods: pods)
    return MachineOffer(
      name: name, pricePerHour: Dollars(price), capacity: all, allocatable: all)
  }

  static func cluster(_ objects: [any KubeObject]) -> ClusterInput { ClusterInput(objects) }

  // MARK: How many more

  @Test func `a pod of one kind fits as often as CPU allows, and the nodes say how often`() throws {
    // 4 cores take 4 pods of 900m; 2 cores with one of 500m take 1 more.
    let cluster = Self.cluster(
      [Self.node("a", cpu: 4), Self.node("b", cpu: 2), Self.pod("x", cpu: 500, on: "b")])
    let count = try CapacityCount([Self.pod("web", cpu: 900)], in: cluster, rules: Self.rules)
    #expect(count.total == 5)
    #expect(count.nodes.map(\.pods) == [[4], [1]])
    #expect(count.kinds[0].reasons.map(\.reason) == ["Insufficient cpu"])
    #expect(count.kinds[0].reasons.map(\.nodes) == [2])
    #expect(count.stopReason == "Unschedulable: 0/2 nodes are available: 2 Insufficient cpu.")
    #expect(count.nodes.map(\.requested.milliCPU) == [3_600, 1_400])
    let report = CapacityReport(count: count, plan: nil)
    #expect(report.sentences.first == "5 more pods fit (default/web).")
    #expect(report.csv == "node,default/web\r\na,4\r\nb,1\r\n")
  }

  @Test func `two kinds take turns until one finds no node; the other goes on`() throws {
    // Turns of 1,000m and 2,000m: two rounds are 6 cores; then 1 core is left for the small one.
    let cluster = Self.cluster([Self.node("a", cpu: 7)])
    let kinds = [Self.pod("web", cpu: 1_000), Self.pod("db", cpu: 2_000)]
    let count = try CapacityCount(kinds, in: cluster, rules: Self.rules)
    #expect(count.kinds.map(\.fitted) == [3, 2])
    #expect(count.kinds.map(\.after) == [0, 0])
    let turned = try CapacityCount(Array(kinds.reversed()), in: cluster, rules: Self.rules)
    #expect(turned.kinds.map(\.fitted) == [2, 2])
    #expect(turned.kinds.map(\.after) == [0, 1])
    #expect(turned.stopReason.hasPrefix("Unschedulable: 0/1 nodes are available: 1 Insufficient"))
  }

  @Test func `the number of pods and host ports stop pods as they do in a cluster`() throws {
    let cluster = Self.cluster([Self.node("a", cpu: 8, pods: 3), Self.node("b", cpu: 8)])
    var port = Self.pod("port", cpu: 100)
    var taken = ContainerPort(80)
    taken.hostPort = 80
    port.spec.containers[0].ports = [taken]
    let count = try CapacityCount([port], in: cluster, rules: Self.rules)
    #expect(count.nodes.map(\.pods) == [[1], [1]])
    let small = try CapacityCount(
      [Self.pod("small", cpu: 1)], in: Self.cluster([Self.node("a", cpu: 8, pods: 3)]),
      rules: Self.rules)
    #expect(small.total == 3)
    #expect(small.kinds[0].reasons.map(\.reason) == ["Too many pods"])
  }

  @Test func `pods that wait come first, and a limit ends the count`() throws {
    let cluster = Self.cluster(
      [Self.node("a", cpu: 4), Self.pod("first", cpu: 3_000), Self.pod("huge", cpu: 9_000)])
    let count = try CapacityCount([Self.pod("web", cpu: 100)], in: cluster, rules: Self.rules)
    #expect((count.pendingPlaced, count.pendingLeft) == (1, 1))
    #expect(count.total == 10)
    let few = try CapacityCount(
      [Self.pod("web", cpu: 100)], in: cluster, rules: Self.rules, limit: 4)
    #expect(few.total == 4)
    #expect(few.stopReason == "LimitReached: Maximum number of pods simulated: 4")
  }

  // MARK: What to add

  /// Pods of 3 cores on machines of 4, 8 and 16 cores: 1, 2 and 5 fit on one.
  @Test func `the cheapest machines that do are named first, by what all of them cost`() throws {
    let cluster = Self.cluster(
      [Self.node("a", cpu: 2)] + (0..<10).map { Self.pod("w\($0)", cpu: 3_000) })
    let offers = [
      Self.offer("four", cpu: 4, price: 0.1), Self.offer("eight", cpu: 8, price: 0.19),
      Self.offer("sixteen", cpu: 16, price: 0.4), Self.offer("two", cpu: 2, price: 0.01),
    ]
    let plan = try CapacityPlan(
      for: Array(cluster.pending), in: cluster, offers: offers, rules: Self.rules)
    #expect((plan.pods, plan.unplaced) == (10, 10))
    #expect(plan.choices.map(\.offer.name) == ["sixteen", "eight", "four"])
    #expect(plan.choices.map(\.count) == [2, 5, 10])
    #expect(plan.choices.map { CapacityReport.dollars($0.pricePerMonth) }
      == ["$584.00", "$693.50", "$730.00"])
    #expect(plan.choices[0].cpuUse == 30.0 / 34)
    #expect(plan.failures.map(\.offer.name) == ["two"])
    #expect(plan.failures.first?.example.contains("Insufficient cpu") == true)
    #expect(
      CapacityReport(count: nil, plan: plan).sentences == [
        "10 of 10 pods that wait find no node; cheapest is to add 2 × sixteen ($584.00 a month)."
      ])
  }

  @Test func `new machines stand in the emptiest zones and look like the others`() {
    var nodes = [
      Self.node("a", cpu: 2, zone: "z1"), Self.node("b", cpu: 2, zone: "z1"),
      Self.node("c", cpu: 2, zone: "z2"),
    ]
    for place in nodes.indices {
      nodes[place].metadata.labels["pool"] = "main"
      nodes[place].metadata.labels["own"] = "\(place)"
      nodes[place].spec.taints = [Taint(key: "dedicated", value: "x", effect: .noSchedule)]
    }
    let model = NodeModel(nodes)
    #expect(model.zoneCount == 2)
    let more = model.nodes(Self.offer("m", cpu: 4, price: 1), count: 3)
    let zones = more.map { $0.metadata.labels["topology.kubernetes.io/zone"] }
    #expect(zones == ["z2", "z2", "z1"] || zones == ["z2", "z1", "z2"])
    for node in more {
      #expect(node.metadata.labels["pool"] == "main")
      #expect(node.metadata.labels["own"] == nil)
      #expect(node.metadata.labels["kubernetes.io/hostname"] == node.metadata.name)
      #expect(node.spec.taints.map(\.key) == ["dedicated"])
    }
    #expect(Set(more.map(\.metadata.name)).count == 3)
  }

  @Test func `pods that all fit need nothing added`() throws {
    let cluster = Self.cluster([Self.node("a", cpu: 2), Self.pod("w", cpu: 500)])
    let plan = try CapacityPlan(
      for: Array(cluster.pending), in: cluster, offers: [Self.offer("m", cpu: 4, price: 1)],
      rules: Self.rules)
    #expect(plan.unplaced == 0)
    #expect(plan.choices.isEmpty)
  }

  /// Against trying every number from 0 up, with constraints under which more is not always better.
  @Test(arguments: UInt64(1)...30)
  func `the number found is the smallest that does`(seed: UInt64) throws {
    var random = Streams(seed: seed).stream("capacity/brute-force")
    func draw(_ below: UInt32) -> Int64 { Int64(random.uniform(below: below)) }
    var objects: [any KubeObject] = (0..<Int(1 + draw(4))).map { place in
      Self.node("n\(place)", cpu: 1 + draw(6), pods: 2 + draw(6), zone: "z\(draw(3))")
    }
    for place in 0..<Int(4 + draw(12)) {
      var pod = Self.pod("p\(place)", cpu: 200 + 100 * draw(28))
      pod.metadata.labels["app"] = "a\(draw(3))"
      pod.spec.priority = Int32(draw(2))
      let selector = LabelSelector(matchLabels: ["app": pod.metadata.labels["app"] ?? ""])
      if draw(3) == 0 {
        pod.spec.topologySpreadConstraints = [
          TopologySpreadConstraint(
            maxSkew: 1, topologyKey: "topology.kubernetes.io/zone",
            whenUnsatisfiable: .doNotSchedule, labelSelector: selector)
        ]
      }
      objects.append(pod)
    }
    let cluster = Self.cluster(objects)
    let pods = Array(cluster.pending)
    let offer = Self.offer("m", cpu: 3, price: 1, pods: 5)
    let plan = try CapacityPlan(for: pods, in: cluster, offers: [offer], rules: Self.rules)
    let found = plan.unplaced == 0 ? 0 : plan.choices.first?.count
    let model = NodeModel(cluster.nodes)
    let smallest = try (0...40).first { number in
      let engine = try PlacementEngine(
        nodes: cluster.nodes + model.nodes(offer, count: number),
        directory: cluster.directory, volumes: cluster.volumes)
      let order = pods.enumerated().sorted { a, b in
        (-a.element.spec.priority, Int32(a.offset)) < (-b.element.spec.priority, Int32(b.offset))
      }
      return engine.place(order.map(\.element)).allSatisfy { $0.node != nil }
    }
    #expect(found == smallest, "seed \(seed)")
  }
}
