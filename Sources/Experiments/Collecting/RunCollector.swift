import ClusterSim
import ControllerRuntime
import KubeAPI
import Results
import Scheduler
import Units

/// Takes down what a run shows while it goes on: pods, events, decisions, and once a second the
/// state of Services and machines.
final class RunCollector: MeasurementSink {
  private(set) var pods: PodCollector
  private(set) var events = EventCollector()
  private(set) var decisions: DecisionCollector
  /// Told of every decision in full; nil: nobody wants them.
  var onDecision: ((SchedulingDecision) -> Void)?
  private(set) var readyNodes: [String: Instant] = [:]
  private(set) var seconds = SecondCollector()
  /// The run that is looked at.
  weak var run: ClusterRun?

  /// A collector for a run of `design` that has not begun.
  init(_ design: ClusterDesign, explainsDecisions: Bool) {
    pods = PodCollector(images: design.images)
    decisions = DecisionCollector(isExplaining: explainsDecisions)
  }

  func stored(_ event: WatchEvent, at now: Instant) {
    switch event.object {
    case let pod as Pod:
      decisions.observe(pod, event.change, at: now)
      pods.observe(pod, event.change, at: now)
    case let event as Event:
      events.observe(event, at: now)
      if event.reason == "Pulled" { pods.pulled(podUID: event.object.uid, at: now) }
    case let node as Node:
      if node.isReady, readyNodes[node.metadata.name] == nil {
        readyNodes[node.metadata.name] = now
      }
    case let slice as EndpointSlice: seconds.observe(slice, event.change)
    case let service as Service: seconds.observe(service, event.change)
    default: break
    }
  }

  func detail(of pod: PodInfo, attempt: Int) -> SchedulingDecision.Detail {
    onDecision == nil ? decisions.detail(of: pod) : [.placed, .turnedDown]
  }

  func decided(_ decision: SchedulingDecision) {
    onDecision?(decision)
    decisions.decided(decision)
  }

  func clusterDeleted(at now: Instant) {
    pods.endAll(at: now)
    seconds.forgetSlices()
  }

  func secondPassed(at now: Instant) {
    guard let run else { return }
    seconds.sample(run, pods: pods, at: now)
  }
}
