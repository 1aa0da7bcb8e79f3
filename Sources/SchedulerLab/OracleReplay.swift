import KubeAPI
import Scheduler
import Units

/// Goes through a case of the recorded truth, pod by pod, and holds each decision against the real
/// scheduler's.
///
/// Every step starts from the cluster that the real scheduler had.
public struct OracleReplay {
  /// One pod's decision beside the real one.
  public struct Step: Sendable {
    /// The case's name.
    public let caseName: String
    /// The pod.
    public let pod: ObjectKey
    /// Whether only plugins that are built had a say in it.
    public let isCovered: Bool
    /// Where the two differ; empty when they agree in everything.
    public let differences: [OracleDifference]
  }

  /// The plugins that are built.
  public static let built: Set<String> = [
    "SchedulingGates", "NodeUnschedulable", "NodeName", "TaintToleration", "NodeAffinity",
    "NodePorts", "NodeResourcesFit", "NodeResourcesBalancedAllocation", "ImageLocality",
    "VolumeBinding", "VolumeZone",
    "PodTopologySpread", "InterPodAffinity", "DefaultPreemption",
  ]

  private let one: OracleCase
  private let profile: Profile
  private var placed: [Pod]
  private let volumes: VolumeCache
  private let directory: ObjectDirectory
  private var engine: PlacementEngine

  /// A replay of one case.
  ///
  /// - Throws: a profile that cannot be set up (`PluginError`).
  public init(_ one: OracleCase, profile: Profile = .standard) throws {
    self.one = one
    self.profile = profile
    placed = one.cluster.bound
    volumes = one.cluster.volumes
    directory = one.cluster.directory
    engine = try Self.engine(one.cluster, placed, directory, volumes, profile)
  }

  /// The steps of the case, all of them.
  ///
  /// - Complexity: O(pods × nodes).
  public mutating func run() throws -> [Step] {
    var steps: [Step] = []
    for (index, (pod, truth)) in zip(one.incoming, one.steps).enumerated() {
      let decision = engine.explain(pod)
      steps.append(
        Step(
          caseName: one.name, pod: pod.key, isCovered: truth.isSpoken(byOnly: Self.built),
          differences: truth.differences(from: decision)))
      try follow(truth, pod, index: index)
    }
    return steps
  }

  private mutating func follow(_ truth: OracleStep, _ pod: Pod, index: Int) throws {
    let victims = truth.victims
    placed.removeAll { victims.contains("\($0.key)") }
    if !truth.chosen.isEmpty {
      var bound = pod
      bound.spec.nodeName = truth.chosen
      bound.status.startTime = Self.firstBinding + .seconds(Int64(index))
      placed.append(bound)
    }
    engine = try Self.engine(one.cluster, placed, directory, volumes, profile)
  }

  /// When the first of a case's pods counts as started.
  private static let firstBinding = Instant(timestamp: "2025-01-01T00:00:00Z") ?? .start

  private static func engine(
    _ cluster: ClusterInput, _ bound: [Pod], _ directory: ObjectDirectory,
    _ volumes: VolumeCache, _ profile: Profile
  ) throws -> PlacementEngine {
    // The real one's points were recorded for a sole node too.
    try PlacementEngine(
      nodes: cluster.nodes, bound: bound, directory: directory, volumes: volumes,
      profile: profile, scoresSoleNode: true)
  }
}
