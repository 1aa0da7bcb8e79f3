import KubeAPI
import Units

/// Everything that a run is made of: what a scenario file compiles to and a simulation is built
/// from.
///
/// Plain data, checked when it was read: names that refer to something refer to something that is
/// here, and every number lies in its range.
public struct ClusterDesign: Sendable {
  /// The scenario's name, as reports show it.
  public var name: String
  /// What the scenario is about, in a sentence or two; may be empty.
  public var description = ""
  /// The seed of a run that names none.
  public var seed: UInt64 = 1
  /// Where the machines stand and what they are.
  public var cluster = ClusterShape()
  /// How long the control plane and the node agents take for what they do.
  public var controlPlane = ControlPlaneDesign()
  /// How the scheduler chooses among nodes.
  public var scheduler = SchedulerDesign()
  /// How long messages are under way.
  public var network = NetworkDesign()
  /// How long the cloud takes for what it makes.
  public var cloud = CloudDesign()
  /// What runs inside which image; the first pattern that matches an image counts.
  public var images: [ImageBinding] = []
  /// Who sends requests, in the order of the file; names are unique.
  public var clients: [ClientDesign] = []
  /// What is promised to users.
  public var objective = ObjectiveDesign()
  /// What counts in the figures of the whole run; nil: everything.
  public var window: WindowDesign?
  /// Figures that must hold at the end.
  public var expectations: [Expectation] = []
  /// Objects that are in the store from the start, in the order of their files.
  public var manifests: [any KubeObject] = []
  /// What a person does and what goes wrong, in order.
  public var timeline: [TimelineStep] = []
  /// The phases that the timeline's steps are grouped in, in order; never empty when there are
  /// steps.
  public var phases: [PhaseDesign] = []
  /// What the run is to answer; nil: what the worst phase cost.
  public var question: QuestionDesign?
  /// When the run ends.
  public var end: RunEnd = .afterTimeline(settle: .seconds(60))
  /// What a reader of the scenario should know, such as fields without effect; one line each.
  public var warnings: [String] = []

  /// A scenario of the given name with nothing in it.
  public init(name: String) { self.name = name }
}

/// When a run ends.
public enum RunEnd: Hashable, Sendable {
  /// At this instant, whatever is still going on.
  case at(Instant)
  /// When the last step is done and this much time has passed.
  case afterTimeline(settle: TimeSpan)
}

/// What a run is to answer: what one phase of its timeline cost the users.
public struct QuestionDesign: Hashable, Sendable {
  /// The index of the phase.
  public var phase: Int
  /// What people call what happens in it, as a sentence begins ("The update to version 2"); nil: as
  /// the phase is called.
  public var subject: String?

  /// The question what the phase of this index cost.
  public init(phase: Int, subject: String? = nil) {
    self.phase = phase
    self.subject = subject
  }
}

/// What is promised to users; each second that breaks it counts as downtime.
public struct ObjectiveDesign: Hashable, Sendable {
  /// The share of requests that must succeed, 0 … 1.
  public var successShare = 0.999
  /// The bound on one quantile of latency; nil: none is promised.
  public var latency: LatencyBound?

  /// The default promise: 99.9 % of requests succeed.
  public init() {}
}

/// A quantile of latency and what it may be at most.
public struct LatencyBound: Hashable, Sendable {
  /// Which quantile, above 0 and below 1.
  public var quantile: Double
  /// What it may be at most.
  public var atMost: TimeSpan

  /// The bound `atMost` on `quantile`.
  public init(quantile: Double, atMost: TimeSpan) {
    self.quantile = quantile
    self.atMost = atMost
  }
}

/// What counts in the figures of the whole run: requests that arrive from `from` up to `until`.
public struct WindowDesign: Hashable, Sendable {
  /// The first instant that counts.
  public var from: Moment
  /// The first instant after it that does not; nil: all to the end.
  public var until: Moment?
  /// How much of its start is left out; nil for a window that is not declared steady, or that is
  /// steady from its start.
  public var warmUp: WarmUp?

  /// The window between two moments.
  public init(from: Moment, until: Moment? = nil) {
    self.from = from
    self.until = until
  }
}

/// A moment of a run, known before it or only when the timeline gets there.
public enum Moment: Hashable, Sendable {
  /// This long after the start of the run.
  case at(Instant)
  /// This long after the timeline's step of this index is done.
  case afterStep(Int, plus: TimeSpan = .zero)
  /// This long after the phase of this index begins.
  case phase(Int, plus: TimeSpan = .zero)
}
