import KubeAPI
import Results
import Scheduler
import Units

/// Goes through a case of the recorded truth, pod by pod, and says of each what the scheduler here
/// decides, in the form of the truth.
///
/// Where the case comes with what the real scheduler did, each decision is held against it, and the
/// next one starts from the cluster that the real scheduler had. Without, the replay follows its
/// own decisions: a pod goes to the best node of the smallest name, or to the node where room is
/// made for it, whose victims go at once.
public struct OracleReplay {
  /// One pod's decision, beside the real one where there is one.
  public struct Step: Sendable {
    /// The case's name.
    public let caseName: String
    /// The pod.
    public let pod: ObjectKey
    /// What was decided here.
    public let decision: SchedulingDecision
    /// The same in the form of the recorded truth.
    public let result: JSONValue
    /// Where it differs from the real scheduler's; nil when that is not known.
    public let differences: [OracleDifference]?
  }

  private let one: OracleCase
  private let engine: PlacementEngine
  /// The pods on nodes, by `namespace/name`.
  private var placed: [String: Pod]

  /// What the recorded scheduler was told: the defaults, all nodes scored, and all of them tried
  /// when room is to be made.
  public static var recordedConfiguration: SchedulerConfiguration {
    var profile = Profile.standard
    var all = DefaultPreemptionArguments()
    all.minCandidateNodesPercentage = 100
    for index in profile.plugins.indices where profile.plugins[index].name == "DefaultPreemption" {
      profile.plugins[index].arguments = all
    }
    return SchedulerConfiguration(profile, nodeSampling: .all)
  }

  /// A replay of one case by a scheduler that is told `configuration`.
  ///
  /// - Throws: a profile that cannot be set up (`PluginError`).
  public init(
    _ one: OracleCase,
    configuration: SchedulerConfiguration = OracleReplay.recordedConfiguration
  ) throws {
    self.one = one
    let bound = Array(one.cluster.bound)
    placed = Dictionary(
      bound.map { ("\($0.key)", $0) }, uniquingKeysWith: { first, _ in first })
    // The real one's points were recorded for a sole node too.
    engine = try PlacementEngine(
      nodes: one.cluster.nodes, bound: bound, directory: one.cluster.directory,
      volumes: one.cluster.volumes, configuration: configuration, scoresSoleNode: true)
  }

  /// All pods of the case, in order.
  ///
  /// - Complexity: O(pods × nodes).
  public mutating func run() -> [Step] {
    one.incoming.enumerated().map { index, pod in
      let truth = one.steps.indices.contains(index) ? one.steps[index] : nil
      return step(pod, truth, index: index)
    }
  }

  private mutating func step(_ pod: Pod, _ truth: OracleStep?, index: Int) -> Step {
    let decision = engine.explain(pod, placing: false)
    let ours = decision.preemption.map { $0.nominated.isEmpty ? [] : $0.victims } ?? []
    let victims = truth?.victims ?? ours.map(\.description)
    let fitsAfter = roomIsMade(for: pod, decision, followed: victims)
    let node = truth?.chosen ?? decision.destination
    if !node.isEmpty {
      var bound = pod
      bound.status.startTime = Self.firstBinding + .seconds(Int64(index))
      engine.settle(bound, on: node)
      placed["\(pod.key)"] = bound
    }
    let result = DecisionDocument(decision, fitsAfter: fitsAfter).json
    return Step(
      caseName: one.name, pod: pod.key, decision: decision, result: result,
      differences: truth?.differences(from: result))
  }

  /// Takes the victims off for good; whether the pod fits where it was nominated once those of its
  /// own decision are gone.
  private mutating func roomIsMade(
    for pod: Pod, _ decision: SchedulingDecision, followed victims: [String]
  ) -> Bool {
    var fits = false
    if let found = decision.preemption, !found.nominated.isEmpty {
      let own = found.victims.compactMap { placed["\($0)"] }
      for victim in own { engine.remove(victim) }
      fits = engine.fits(pod, on: found.nominated)
      // Those who stay in the recording stay here.
      for victim in own where !victims.contains("\(victim.key)") {
        engine.settle(victim, on: victim.spec.nodeName)
      }
    }
    for name in victims {
      if let victim = placed.removeValue(forKey: name) { engine.remove(victim) }
    }
    return fits
  }

  /// When the first of a case's pods counts as started.
  private static let firstBinding = Instant(timestamp: "2025-01-01T00:00:00Z") ?? .start
}
