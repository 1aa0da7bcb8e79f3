import KubeAPI
import Units

/// One thing that happens in a run: a person types a command, or something goes wrong.
///
/// Steps run one after another, as a person types: a step's trigger is looked at when the step
/// before it is done (its command has returned to the prompt).
public struct TimelineStep: Sendable {
  /// A name that other parts of the scenario refer to; nil: none.
  public var name: String?
  /// The index of the phase that it belongs to.
  public var phase: Int
  /// When it begins.
  public var trigger: StepTrigger
  /// What happens.
  public var action: StepAction
  /// What the transcript shows after the prompt: the command as it was written, or the fault in
  /// words; empty when nothing happens.
  public var text: String
  /// Where the scenario has it, for messages.
  public var line: Int

  /// A step.
  public init(
    name: String? = nil, phase: Int, trigger: StepTrigger, action: StepAction, text: String,
    line: Int
  ) {
    self.name = name
    self.phase = phase
    self.trigger = trigger
    self.action = action
    self.text = text
    self.line = line
  }
}

/// A stretch of the timeline with a name for the reader; begins with its first step.
public struct PhaseDesign: Hashable, Sendable {
  /// The name, unique; figures in `summary.json` are grouped by it.
  public var name: String
  /// What happens in it, in a few words for people; the name when the scenario gives none.
  public var title: String
  /// How much of its start is left out of its figures; nil for a phase that is not declared steady,
  /// or that is steady from its start.
  public var warmUp: WarmUp?

  /// The phase `name`.
  public init(name: String, title: String? = nil, warmUp: WarmUp? = nil) {
    self.name = name
    self.title = title ?? name
    self.warmUp = warmUp
  }
}

/// When a step begins.
public enum StepTrigger: Hashable, Sendable {
  /// At this instant, or as soon as the step before it is done if that is later.
  case at(Instant)
  /// This long after the step before it was done (the start of the run for the first).
  case after(TimeSpan)
  /// When the condition holds and `then` has passed; at the latest `timeout` after the step before
  /// it was done, with a warning in the transcript and in the results.
  case when(WaitCondition, timeout: TimeSpan, then: TimeSpan)
}

/// What a step does.
public enum StepAction: Sendable {
  /// A person types this.
  case command(Command)
  /// This goes wrong.
  case fault(FaultDesign)
  /// Nothing: the step only waits, or begins a phase.
  case nothing
}

/// Something that a step waits for; looked at whenever the cluster changes.
public enum WaitCondition: Hashable, Sendable {
  /// At least `count` pods with these labels are ready, or (nil) as many as their controllers ask
  /// for and none other, with every roll-out of a deployment done.
  case podsReady(labels: LabelMatch, count: Int?)
  /// No pod with these labels is left, terminating ones included.
  case podsGone(labels: LabelMatch)
  /// The Service has an outside address.
  case serviceHasAddress(namespace: String, name: String)
  /// The Service has at least `count` ready endpoints.
  case endpointsReady(namespace: String, name: String, count: Int)
  /// At least `count` nodes are ready.
  case nodesReady(count: Int)
  /// The deployment's roll-out is complete: all its pods are new and available.
  case rolloutComplete(namespace: String, name: String)
}

/// Chooses a node.
public enum NodePick: Hashable, Sendable {
  /// By its name.
  case name(String)
  /// The node of this index among all, sorted by name, from 0.
  case index(Int)
  /// The node on which a pod runs.
  case of(PodPick)
}

/// Labels that a thing must carry, with their values.
public struct LabelMatch: Hashable, Sendable {
  /// The requirements, in the order in which they are written.
  public var terms: [LabelDesign]

  /// All of `terms`.
  public init(_ terms: [LabelDesign]) { self.terms = terms }

  /// Whether something with `labels` is meant.
  public func matches(_ labels: StringMap) -> Bool {
    terms.allSatisfy { labels[$0.key] == $0.value }
  }

  /// As `kubectl -l` takes it: `name=app,colour=orange`.
  public var text: String { terms.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }
}

/// Chooses one pod.
public enum PodPick: Hashable, Sendable {
  /// By its name.
  case name(String)
  /// Any one pod with these labels: a ready one if there is one, then a running one; of equal ones
  /// a random stream of the run decides.
  case any(LabelMatch)
  /// The first pod of a controller, as `rc/NAME` or `deploy/NAME` choose.
  case ofController(Kind, String)
}
