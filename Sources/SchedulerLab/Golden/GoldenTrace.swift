import Documents
import Results
import Scheduler

/// The decisions of a scheduler, written down to hold a later version of it against.
///
/// A file of one JSON object a line: a header with what was decided about and by whom, then the
/// decisions. A change of anything that a plugin says of any node shows as a difference, and the
/// first one is named with the pod, the node, the plugin, what was recorded and what is found. In a
/// test of plugins of one's own:
///
/// ```swift
/// var registry = PluginRegistry.builtIn
/// registry.entries.append(MyPlugin.entry)
/// let agreement = try GoldenTrace.verify("golden.jsonl", configuration: mine, registry: registry)
/// #expect(agreement.divergence == nil, "\(agreement)")
/// ```
public struct GoldenTrace: Sendable {
  /// The version of the format that is written and read.
  public static let version = 1

  /// What was decided about, and by whom.
  public struct Header: Hashable, Sendable {
    /// The files that were read.
    public var inputs: [TraceInput]
    /// The seed of random choices among equals; nil: ties went to the first name.
    public var seed: UInt64?
    /// The percentage of nodes that was asked for; nil: none was.
    public var percentage: Int?
    /// The profiles, with the plugins that each asks; none for a scenario's own scheduler.
    public var profiles: [ProfileSummary]
    /// Whether time passed, as in a scenario.
    public var isTimed: Bool

    /// A header.
    public init(
      inputs: [TraceInput] = [], seed: UInt64? = nil, percentage: Int? = nil,
      profiles: [ProfileSummary] = [], isTimed: Bool = false
    ) {
      self.inputs = inputs
      self.seed = seed
      self.percentage = percentage
      self.profiles = profiles
      self.isTimed = isTimed
    }

    /// The paths of the files that were read as `role`.
    public func paths(_ role: TraceInput.Role) -> [String] {
      inputs.filter { $0.role == role }.map(\.path)
    }
  }

  /// What was decided about, and by whom.
  public var header: Header
  /// The decisions, in order.
  public var decisions: [GoldenDecision]

  /// These decisions.
  public init(_ header: Header, _ decisions: [GoldenDecision]) {
    self.header = header
    self.decisions = decisions
  }

  /// The decisions of a scheduler with this configuration about the waiting pods of `cluster`, in
  /// their order; room is made for those that may push others aside, which gives such a pod a
  /// second decision.
  ///
  /// - Throws: a profile that cannot be set up (`PluginError`).
  public static func record(
    _ cluster: ClusterInput, configuration: SchedulerConfiguration, header: Header = Header(),
    registry: PluginRegistry = .builtIn
  ) throws -> GoldenTrace {
    var walk = try DecisionWalk(
      cluster, configuration: configuration, registry: registry, seed: header.seed)
    var header = header
    header.profiles = walk.profiles
    var decisions: [GoldenDecision] = []
    while let decision = walk.next() {
      decisions.append(GoldenDecision(decision, isTimed: false))
    }
    return GoldenTrace(header, decisions)
  }

  /// The decisions of a scheduler under (simulated) time.
  public static func record(
    timed decisions: [SchedulingDecision], header: Header
  ) -> GoldenTrace {
    var header = header
    header.isTimed = true
    return GoldenTrace(header, decisions.map { GoldenDecision($0, isTimed: true) })
  }
}
