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
  private(set) var decisions: [DecisionRow] = []
  /// Told of every decision in full; nil: nobody wants them.
  var onDecision: ((SchedulingDecision) -> Void)?
  private(set) var readyNodes: [String: Instant] = [:]
  private(set) var seconds = SecondCollector()
  private var queued: [String: Instant] = [:]
  /// The run that is looked at.
  weak var run: ClusterRun?

  init(_ design: ClusterDesign) { pods = PodCollector(images: design.images) }

  func stored(_ event: WatchEvent, at now: Instant) {
    switch event.object {
    case let pod as Pod:
      if event.change == .added { queued[pod.metadata.uid] = now }
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

  func decided(_ decision: SchedulingDecision) {
    onDecision?(decision)
    let since = queued[decision.uid] ?? decision.time
    decisions.append(DecisionRow(decision, waited: decision.time - since))
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

extension DecisionRow {
  /// A decision of the scheduler as a row.
  fileprivate init(_ decision: SchedulingDecision, waited: TimeSpan) {
    var score: Int?
    if let chosen = decision.chosen,
      case .fits(let total, _)? = decision.nodes.first(where: { $0.name == chosen })?.verdict
    {
      score = total.map(Int.init)
    }
    self.init(
      at: decision.time, pod: "\(decision.pod)", attempt: decision.attempt,
      node: decision.chosen, nodesEvaluated: decision.nodes.count,
      nodesFeasible: decision.feasible.count, score: score, waited: waited,
      reason: decision.message)
  }
}
