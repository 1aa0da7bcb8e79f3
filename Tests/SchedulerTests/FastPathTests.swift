import KubeAPI
import Randomness
import Scheduler
import Testing

/// What is remembered of nodes comes to the same as asking every plugin about every node.
struct FastPathTests {
  /// Two engines that are told the same: one remembers, one looks at each pod the plain way.
  private struct Pair {
    let fast: PlacementEngine
    let plain: PlacementEngine
    let directory: ChangingDirectory

    init(
      _ nodes: [Node], _ profiles: [Profile], _ sampling: NodeSampling, _ ties: TieBreaker
    ) throws {
      var configuration = SchedulerConfiguration()
      configuration.profiles = profiles
      configuration.nodeSampling = sampling
      let directory = ChangingDirectory()
      func engine() throws -> PlacementEngine {
        try PlacementEngine(
          nodes: nodes, directory: directory, configuration: configuration,
          registry: FastPathTests.registry, ties: ties)
      }
      self.directory = directory
      (fast, plain) = (try engine(), try engine())
      plain.isPlain = true
    }

    func both(_ act: (PlacementEngine) -> Void) {
      act(fast)
      act(plain)
    }
  }

  /// Says more of nodes with few pods, with points of its own scale.
  private final class Few: FilterPlugin, ScorePlugin, LocalPlugin {
    static let name = "Few"
    func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
      node.pods.count == 7 ? Status(.unschedulable, reasons: ["seven"]) : .success
    }
    func score(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Int64 {
      -Int64(node.pods.count)
    }
    func normalize(_ scores: inout [Int64], for pod: PodInfo, _ state: CycleState) {
      let least = scores.min() ?? 0
      for index in scores.indices { scores[index] = min(100, scores[index] - least) }
    }
  }

  private static var registry: PluginRegistry {
    var registry = PluginRegistry.builtIn
    registry.entries.append(
      PluginRegistry.Entry("Few", "Likes nodes with few pods.") { _, _ in Few() })
    return registry
  }

  private func profile(_ name: String, _ world: inout RandomCluster) -> Profile {
    var profile = Profile.standard
    profile.schedulerName = name
    for index in profile.plugins.indices where world.happens(0.3) {
      profile.plugins[index].weight = Int64(1 + world.below(9))
    }
    if world.happens(0.3) {
      var fit = NodeResourcesFitArguments()
      fit.strategy = world.any([
        .mostAllocated,
        .requestedToCapacityRatio([
          .init(utilization: 0, score: 0), .init(utilization: 70, score: 10),
          .init(utilization: 100, score: 3),
        ]),
      ])
      fit.resources.append(WeightedResource("example.com/gpu", weight: 3))
      set("NodeResourcesFit", fit, &profile)
    }
    if world.happens(0.3) {
      var spread = PodTopologySpreadArguments()
      spread.defaultConstraints = [world.constraint()]
      spread.defaultConstraints?[0].labelSelector = nil
      set("PodTopologySpread", spread, &profile)
    }
    if world.happens(0.3) {
      var affinity = InterPodAffinityArguments()
      affinity.hardPodAffinityWeight = Int64(world.below(100))
      affinity.ignorePreferredTermsOfExistingPods = world.happens(0.5)
      set("InterPodAffinity", affinity, &profile)
    }
    if world.happens(0.2) {
      var added = NodeAffinityArguments()
      added.addedPreferredTerms = [PreferredNodeTerm(weight: 7, term: world.nodeTerm())]
      set("NodeAffinity", added, &profile)
    }
    if world.happens(0.2) { profile.plugins.insert(.init("Few"), at: world.below(12)) }
    return profile
  }

  private func set(_ name: String, _ arguments: any PluginArguments, _ profile: inout Profile) {
    for index in profile.plugins.indices where profile.plugins[index].name == name {
      profile.plugins[index].arguments = arguments
    }
  }

  /// Each block stands for 100 clusters.
  @Test(arguments: 0..<20)
  func `a remembered search finds what a plain one finds`(block: Int) throws {
    var remembered = 0
    var searches = 0
    for seed in (block * 100 + 1)...(block * 100 + 100) {
      let failure = try run(UInt64(seed), &searches, &remembered)
      if let failure {
        Issue.record("seed \(seed): \(failure) (--filter FastPathTests, block \(block))")
        return
      }
    }
    #expect(remembered * 10 > searches * 6, "\(remembered) of \(searches) by remembering")
  }

  /// What differs first in the cluster of one seed; nil for nothing.
  private func run(_ seed: UInt64, _ searches: inout Int, _ remembered: inout Int) throws -> String?
  {
    let streams = Streams(seed: seed)
    var world = RandomCluster(streams.stream("fast"))
    let isLarge = world.happens(0.04)
    var nodes: [Node] = []
    for index in 0..<(isLarge ? 110 + world.below(60) : 1 + world.below(14)) {
      nodes.append(world.node("n\(index)"))
    }
    let profiles = [profile("default-scheduler", &world), profile("second", &world)]
    let sampling: NodeSampling =
      isLarge ? world.any([.all, .adaptive, .percentage(30)]) : .all
    let ties =
      world.happens(0.5) ? TieBreaker.first : TieBreaker.random(streams.stream("ties"))
    let pair = try Pair(nodes, profiles, sampling, ties)
    var placed: [Pod] = []
    for step in 0..<(isLarge ? 40 : 60) {
      if world.happens(0.25) { change(pair, &world, &nodes, &placed) }
      let pod = world.pod()
      let (a, b) = (pair.fast.placeInDetail(pod), pair.plain.placeInDetail(pod))
      searches += 1
      if a.isRemembered { remembered += 1 }
      if let difference = difference(a, b) { return "step \(step), \(difference)" }
      if let node = a.placement.node {
        var bound = pod
        bound.spec.nodeName = node
        placed.append(bound)
      }
    }
    return nil
  }

  private func difference(
    _ a: PlacementEngine.Details, _ b: PlacementEngine.Details
  ) -> String? {
    if a.feasible != b.feasible { return "nodes \(a.feasible) for \(b.feasible)" }
    if a.totals != b.totals { return "points \(a.totals) for \(b.totals) on \(a.feasible)" }
    let (mine, plain) = (a.placement, b.placement)
    if mine.node != plain.node || mine.total != plain.total {
      return "\(mine) for \(plain)"
    }
    if mine.bestCount != plain.bestCount || mine.feasibleCount != plain.feasibleCount {
      return "\(mine) for \(plain)"
    }
    return mine.message == plain.message ? nil : "\(mine.message) for \(plain.message)"
  }

  private func change(
    _ pair: Pair, _ world: inout RandomCluster, _ nodes: inout [Node], _ placed: inout [Pod]
  ) {
    switch world.below(9) {
    case 0:
      let node = world.node("m\(world.below(1_000))")
      if nodes.contains(where: { $0.metadata.name == node.metadata.name }) { return }
      nodes.append(node)
      pair.both { $0.set(node) }
    case 1 where nodes.count > 1:
      let node = nodes.remove(at: world.below(nodes.count))
      pair.both { $0.remove(node) }
    case 2, 3:
      let index = world.below(nodes.count)
      nodes[index] = world.node(nodes[index].metadata.name)
      let node = nodes[index]
      pair.both { $0.set(node) }
    case 4, 5:
      for _ in 0..<3 where !placed.isEmpty {
        let pod = placed.remove(at: world.below(placed.count))
        pair.both { $0.remove(pod) }
      }
    case 6 where !placed.isEmpty:
      let index = world.below(placed.count)
      placed[index].metadata.labels = world.labels()
      if world.happens(0.5) { placed[index].metadata.deletionTimestamp = .start }
      let pod = placed[index]
      pair.both { $0.set(pod) }
    case 7:
      pair.directory.services = [["app": world.any(["a", "b"])]]
      pair.directory.owner = world.selector()
    default:
      pair.directory.namespaces["n\(1 + world.below(3))"] = ["team": world.any(["red", "blue"])]
    }
  }

  @Test func `no more is remembered than there is room for`() throws {
    let nodes = (0..<200).map { Samples.node("n\($0)", cpu: 64_000, pods: 500) }
    let engine = try PlacementEngine(nodes: nodes)
    _ = engine.place(Samples.pod("first"))
    engine.limitMemory(100_000)
    for index in 0..<300 {
      let pod = Samples.pod("p\(index)", cpu: Int64(1 + index % 100))
      #expect(engine.placeInDetail(pod).isRemembered)
      #expect(engine.remembered("default-scheduler").bytes <= 100_000)
    }
    let kinds = engine.remembered("default-scheduler").kinds
    #expect(kinds > 10 && kinds < 100, "\(kinds)")
  }
}
