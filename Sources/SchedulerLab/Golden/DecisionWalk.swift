import KubeAPI
import Randomness
import Scheduler

/// The decisions about the waiting pods of a cluster, one after the other.
///
/// Victims are gone at once, and the pod for which they went is decided about again.
struct DecisionWalk {
  private let engine: PlacementEngine
  private let pods: [Pod]
  private let streams: Streams?
  private var taken = 0
  /// The pod that room was made for, which is next.
  private var retry: Pod?
  private var onNodes: [ObjectKey: Pod]

  /// A walk that has decided nothing yet.
  ///
  /// - Parameter seed: The seed of random choices among equals; nil: the first name wins.
  /// - Throws: a profile that cannot be set up (`PluginError`).
  init(
    _ cluster: ClusterInput, configuration: SchedulerConfiguration, registry: PluginRegistry,
    seed: UInt64?
  ) throws {
    let bound = Array(cluster.bound)
    engine = try cluster.engine(
      bound: bound, configuration: configuration, registry: registry, scoresSoleNode: true)
    pods = Array(cluster.pending)
    streams = seed.map { Streams(seed: $0) }
    onNodes = Dictionary(
      bound.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The scheduler's profiles.
  var profiles: [ProfileSummary] { engine.profiles }

  /// The next decision; nil when every pod has had its own.
  mutating func next() -> SchedulingDecision? {
    if let pod = retry {
      retry = nil
      return decide(pod, attempt: 2)
    }
    guard taken < pods.count else { return nil }
    taken += 1
    return decide(pods[taken - 1], attempt: 1)
  }

  private mutating func decide(_ pod: Pod, attempt: Int) -> SchedulingDecision {
    engine.ties = SidePlacements.ties(streams, pod)
    let decision = engine.explain(pod, attempt: attempt)
    if decision.chosen != nil { onNodes[pod.key] = pod }
    guard attempt == 1, let preemption = decision.preemption, !preemption.nominated.isEmpty else {
      return decision
    }
    for victim in preemption.victims {
      if let gone = onNodes.removeValue(forKey: victim) { engine.remove(gone) }
    }
    retry = pod
    retry?.status.nominatedNodeName = preemption.nominated
    return decision
  }
}
