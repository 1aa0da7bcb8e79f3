import ControllerRuntime
import KubeAPI
import Scheduler
import Units

/// Takes down what a run measures while it goes on; what it does with it is its own affair.
public protocol MeasurementSink: AnyObject {
  /// The store has changed.
  func stored(_ event: WatchEvent, at now: Instant)
  /// How much is wanted of the coming decision about a pod; asked before it is made. It changes
  /// what is told, and never what is decided.
  func detail(of pod: PodInfo, attempt: Int) -> SchedulingDecision.Detail
  /// The scheduler has decided where a pod goes, or that it goes nowhere.
  func decided(_ decision: SchedulingDecision)
  /// The cluster is gone, and all that the store held with it.
  func clusterDeleted(at now: Instant)
  /// A second of simulated time is over.
  func secondPassed(at now: Instant)
}

/// One step of the timeline as it happened.
public struct StepRecord: Sendable {
  /// The step.
  public var step: TimelineStep
  /// When it was typed or happened.
  public var began: Instant
  /// When the prompt came back; nil while it has not.
  public var ended: Instant?
  /// What it printed.
  public var output = ""
}
