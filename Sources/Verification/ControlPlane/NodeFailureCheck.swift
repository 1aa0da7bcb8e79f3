import SchedulerLab
import Units

/// A node that falls silent: times between its steps, which no phase of a clock blurs.
enum NodeFailureCheck {
  static let trace = "s3a_node_failure_default"
  private static let unreachable = "node.kubernetes.io/unreachable"

  /// One span between two steps.
  private struct Span {
    let name: String
    let from: String
    let to: String
    /// How far off it may be, as a share of the recorded one; the jitter of the recording machine
    /// (0.1 s), or the part of a period that its clock's phase decides, over the span.
    let tolerance: Double
  }

  private static let spans = [
    // The lease is renewed every 10 s and looked at every 5 s; the recording's phases of the first
    // are known, those of the second are not.
    Span(
      name: "unknown_after_last_ready", from: "a pod of app-orange is ready",
      to: "a node is ready: Unknown", tolerance: 0.1),
    // 300 s of toleration: the pod is told to end at once when they are over.
    Span(
      name: "eviction_after_taint", from: "a node gets the taint \(unreachable):NoExecute",
      to: "a pod of app-orange is told to end", tolerance: 0.01),
    // Made, bound, started (1 s), ready (1 s).
    Span(
      name: "replacement_ready", from: "a pod of app-orange is told to end",
      to: "service app has 10 ready addresses", tolerance: 0.1),
  ]

  static func rows(_ truth: TruthFolder) throws -> [Agreement] {
    let recorded = try RecordedTrace(trace, in: truth)
    let replayed = try TraceReplay(recorded, seed: TraceCheck.seed).run()
    return spans.map { span in
      let name = "trace_node_failure_\(span.name)"
      guard let real = length(of: span, in: recorded.steps),
        let ours = length(of: span, in: replayed)
      else {
        return Agreement(
          name: name, value: .nan, unit: "relative", bound: .target(span.tolerance),
          detail: "one of the two steps is missing")
      }
      return Agreement(
        name: name, value: abs(ours - real) / real, unit: "relative",
        bound: .target(span.tolerance),
        detail: "recorded \(AgreementTable.number(real)) s, here \(AgreementTable.number(ours)) s")
    }
  }

  /// From the last `from` before the first `to` that follows one, in seconds.
  private static func length(of span: Span, in steps: [ControlPlaneStep]) -> Double? {
    guard let first = steps.firstIndex(where: { $0.what == span.from }),
      let to = steps[first...].first(where: { $0.what == span.to && $0.at > steps[first].at }),
      let from = steps.last(where: { $0.what == span.from && $0.at <= to.at })
    else { return nil }
    return (to.at - from.at).seconds
  }
}
