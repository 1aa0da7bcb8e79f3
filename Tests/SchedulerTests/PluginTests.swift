import KubeAPI
import Scheduler
import Testing

/// Rules of single plugins that the oracle's default profile does not reach.
struct PluginTests {
  private static func profile(_ fit: NodeResourcesFitArguments) -> Profile {
    var profile = Profile.standard
    profile.plugins = profile.plugins.filter {
      !["NodeResourcesFit", "NodeResourcesBalancedAllocation", "ImageLocality", "TaintToleration"]
        .contains($0.name)
    }
    profile.plugins.append(Profile.Use("NodeResourcesFit", arguments: fit))
    return profile
  }

  private static func score(_ profile: Profile, _ pod: Pod, _ node: Node) throws -> Int64? {
    try PlacementEngine(nodes: [node], profile: profile, scoresSoleNode: true).place(pod).total
  }

  /// Half of the CPU and a quarter of the memory in use.
  private static let node = Samples.node("n", cpu: 4_000, memory: 4_000)
  private static let pod = Samples.pod("p", cpu: 2_000, memory: 1_000)

  /// Worked by hand from the strategies' definitions.
  @Test func `emptier or fuller nodes are better, as configured`() throws {
    var arguments = NodeResourcesFitArguments()
    #expect(try Self.score(Self.profile(arguments), Self.pod, Self.node) == (50 + 75) / 2)
    arguments.strategy = .mostAllocated
    #expect(try Self.score(Self.profile(arguments), Self.pod, Self.node) == (50 + 25) / 2)
    arguments.resources = [WeightedResource("cpu", weight: 3), WeightedResource("memory")]
    #expect(try Self.score(Self.profile(arguments), Self.pod, Self.node) == (150 + 25) / 4)
  }

  @Test func `a resource that the node lacks or the pod does not want has no weight`() throws {
    var arguments = NodeResourcesFitArguments()
    arguments.resources = [WeightedResource("cpu"), WeightedResource("example.com/gpu", weight: 9)]
    #expect(try Self.score(Self.profile(arguments), Self.pod, Self.node) == 50)
    var node = Self.node
    node.status.allocatable["example.com/gpu"] = 4
    #expect(try Self.score(Self.profile(arguments), Self.pod, node) == 50)
    var pod = Self.pod
    pod.spec.containers[0].resources.requests["example.com/gpu"] = 1
    #expect(try Self.score(Self.profile(arguments), pod, node) == (50 + 9 * 75) / 10)
  }

  struct Shape: Sendable {
    let points: [ScoringStrategy.ShapePoint]
    let score: Int64
  }

  /// CPU is half in use and memory a quarter.
  static let shapes: [Shape] = [
    // Fuller is better: 50 and 25 points, the mean rounded up from 37.5.
    Shape(points: [.init(utilization: 0, score: 0), .init(utilization: 100, score: 10)], score: 38),
    Shape(points: [.init(utilization: 0, score: 10), .init(utilization: 100, score: 0)], score: 63),
    // CPU is beyond the curve's last point; memory stands halfway up.
    Shape(points: [.init(utilization: 10, score: 0), .init(utilization: 40, score: 8)], score: 60),
    // Memory earns nothing and does not count.
    Shape(points: [.init(utilization: 25, score: 0), .init(utilization: 75, score: 10)], score: 50),
  ]

  @Test(arguments: shapes)
  func `a curve over the share in use decides`(shape: Shape) throws {
    var arguments = NodeResourcesFitArguments()
    arguments.strategy = .requestedToCapacityRatio(shape.points)
    #expect(try Self.score(Self.profile(arguments), Self.pod, Self.node) == shape.score)
  }

  @Test func `ignored resources do not keep a pod away`() throws {
    var pod = Self.pod
    pod.spec.containers[0].resources.requests["example.com/gpu"] = 1
    var arguments = NodeResourcesFitArguments()
    func node(_ arguments: NodeResourcesFitArguments) throws -> String? {
      try PlacementEngine(nodes: [Self.node], profile: Self.profile(arguments)).place(pod).node
    }
    #expect(try node(arguments) == nil)
    arguments.ignoredResources = ["example.com/gpu"]
    #expect(try node(arguments) == "n")
    arguments.ignoredResources = []
    arguments.ignoredResourceGroups = ["example.com"]
    #expect(try node(arguments) == "n")
    arguments.ignoredResourceGroups = ["example.org"]
    #expect(try node(arguments) == nil)
  }

  @Test func `three resources are balanced by their standard deviation`() throws {
    var arguments = BalancedAllocationArguments()
    arguments.resources.append(WeightedResource("ephemeral-storage"))
    var profile = Self.profile(NodeResourcesFitArguments())
    profile.plugins.removeLast()
    profile.plugins.append(
      Profile.Use("NodeResourcesBalancedAllocation", arguments: arguments))
    var node = Self.node
    node.status.allocatable["ephemeral-storage"] = 100
    // Shares 0.5, 0.25 and 0: mean 0.25, deviation 0.2041…
    #expect(try Self.score(profile, Self.pod, node) == 79)
  }

  @Test func `a profile may add affinity to all its pods`() throws {
    var term = NodeSelectorTerm()
    term.matchExpressions = [
      SelectorRequirement(key: "pool", comparison: .isIn, values: ["batch"])
    ]
    var arguments = NodeAffinityArguments()
    arguments.addedRequiredTerms = [term]
    var profile = Profile.standard
    let place = try #require(profile.plugins.firstIndex { $0.name == "NodeAffinity" })
    profile.plugins[place].arguments = arguments
    let nodes = [Samples.node("a"), Samples.node("b", labels: ["pool": "batch"])]
    let engine = try PlacementEngine(nodes: nodes, profile: profile)
    let decision = engine.explain(Samples.pod("p"))
    #expect(decision.chosen == "b")
    guard case .rejected(let status, _) = decision.nodes[0].verdict else {
      Issue.record("node a was not rejected")
      return
    }
    #expect(status.reasons == ["node(s) didn't match scheduler-enforced node affinity"])
  }

  struct Broken: Sendable {
    let error: String
    let change: @Sendable (inout Profile) -> Void
  }

  static let broken: [Broken] = [
    Broken(error: "NoSuchPlugin: there is no such plugin") {
      $0.plugins.append(.init("NoSuchPlugin"))
    },
    Broken(error: "NodePorts: the plugin is enabled twice") {
      $0.plugins.append(.init("NodePorts"))
    },
    Broken(error: "default-scheduler: 0 plugins sort the queue") {
      $0.plugins.removeAll { $0.name == "PrioritySort" }
    },
    Broken(error: "default-scheduler: no plugin binds pods") {
      $0.plugins.removeAll { $0.name == "DefaultBinder" }
    },
    Broken(error: "ImageLocality: the weight is 0") {
      $0.plugins.removeAll { $0.name == "ImageLocality" }
      $0.plugins.append(.init("ImageLocality", weight: 0))
    },
    Broken(error: "NodeResourcesFit: the arguments must be NodeResourcesFitArguments") {
      $0.plugins.removeAll { $0.name == "NodeResourcesFit" }
      $0.plugins.append(.init("NodeResourcesFit", arguments: NodeAffinityArguments()))
    },
    Broken(error: "NodeResourcesFit: the utilization of the shape's points must rise") {
      var arguments = NodeResourcesFitArguments()
      arguments.strategy = .requestedToCapacityRatio([
        .init(utilization: 50, score: 1), .init(utilization: 50, score: 2),
      ])
      $0.plugins.removeAll { $0.name == "NodeResourcesFit" }
      $0.plugins.append(.init("NodeResourcesFit", arguments: arguments))
    },
  ]

  @Test(arguments: broken)
  func `a profile that cannot work is refused in words`(one: Broken) throws {
    var profile = Profile.standard
    one.change(&profile)
    do {
      _ = try Samples.framework(profile)
      Issue.record("the profile was taken: \(one.error)")
    } catch {
      #expect("\(error)".hasPrefix(one.error), "\(error)")
    }
  }
}
