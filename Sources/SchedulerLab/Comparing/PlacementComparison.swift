import KubeAPI
import Randomness
import Results
import Scheduler

/// Places the same pods in two ways and sets the outcomes side by side.
///
/// The pods that wait are placed in the order of the files, on top of those that run. When one way
/// is what runs now, or on demand, the running pods are placed anew as well, before the others, on
/// empty nodes. Both ways draw the same lots: with random ties, a pod's lots depend on its name
/// alone.
public struct PlacementComparison {
  /// The nodes, the pods that run and those that wait.
  public var cluster: ClusterInput
  /// The first way.
  public var a: ComparedSide
  /// The second way.
  public var b: ComparedSide
  /// One for each time that the pods are placed with random ties; empty: ties go to the first name.
  public var seeds: [UInt64] = []
  /// Whether the running pods are placed anew, too.
  public var placesAnew: Bool
  /// The plugins that configurations may name.
  public var registry: PluginRegistry
  /// Told now and then which share is done.
  public var progress: ((Double) -> Void)?

  /// A comparison of two ways to place the pods of `cluster`.
  public init(
    _ cluster: ClusterInput, _ a: ComparedSide, _ b: ComparedSide,
    registry: PluginRegistry = .builtIn
  ) {
    self.cluster = cluster
    self.a = a
    self.b = b
    self.registry = registry
    placesAnew = a.isCurrent || b.isCurrent
  }

  /// The pods that are placed, in their order, without a node.
  var subjects: [Pod] {
    let anew = (placesAnew ? Array(cluster.bound) : []).map { pod in
      var pod = pod
      pod.spec.nodeName = ""
      return pod
    }
    return anew + Array(cluster.pending)
  }

  /// The running pods that stay where they are.
  var standing: [Pod] { placesAnew ? [] : Array(cluster.bound) }

  /// Places all pods in both ways.
  ///
  /// - Throws: a profile that cannot be set up (`PluginError`), or recorded placements of other
  ///   pods or nodes (`Problems`).
  /// - Complexity: O(times × pods × nodes).
  public func run() throws -> PlacementDiff {
    let subjects = subjects
    let times = a.decides || b.decides ? max(1, seeds.count) : 1
    var builder = PlacementDiffBuilder(self, subjects)
    for time in 0..<times {
      let streams = seeds.isEmpty ? nil : Streams(seed: seeds[time])
      func half(_ number: Int) -> ((Int) -> Void)? {
        progress.map { progress in
          let whole = Double(max(1, subjects.count) * times * 2)
          return { progress(Double((time * 2 + number) * subjects.count + $0) / whole) }
        }
      }
      let first = try placements(a, subjects, streams, progress: half(0))
      let second = try placements(b, subjects, streams, progress: half(1))
      builder.add(first, second, isFirst: time == 0)
      if time == 0 { builder.parting = try parting(first, second, subjects, streams) }
    }
    return builder.diff(seeds: seeds.isEmpty ? [0] : Array(seeds.prefix(times)))
  }

  /// What one way does, up to the first `count` pods (nil: all).
  func placements(
    _ side: ComparedSide, _ subjects: [Pod], _ streams: Streams?, count: Int? = nil,
    progress: ((Int) -> Void)? = nil
  ) throws -> SidePlacements {
    switch side.source {
    case .current:
      let nodes = cluster.bound.map { Optional($0.spec.nodeName) }
      return SidePlacements(
        nodes: nodes + cluster.pending.map { _ in nil }, reason: "waits for a node")
    case .recorded(let recorded):
      let nodes = try recorded.nodes(of: subjects.map(\.key), among: cluster.nodes)
      return SidePlacements(nodes: nodes, reason: "recorded without a node")
    case .configuration(let configuration):
      let engine = try cluster.engine(
        bound: standing, configuration: configuration, registry: registry)
      return SidePlacements(
        engine, subjects, bound: standing, ties: streams, count: count ?? subjects.count,
        progress: progress)
    }
  }
}

extension ClusterInput {
  /// An engine over the nodes, with these pods on them.
  ///
  /// - Throws: a profile that cannot be set up (`PluginError`).
  func engine(
    bound: [Pod], configuration: SchedulerConfiguration, registry: PluginRegistry,
    scoresSoleNode: Bool = false
  ) throws -> PlacementEngine {
    try PlacementEngine(
      nodes: nodes, bound: bound, directory: directory, volumes: volumes,
      configuration: configuration, registry: registry, scoresSoleNode: scoresSoleNode)
  }
}
