import KubeAPI
import Results
import Scheduler

/// One decision in the form of the recorded truth's results, field by field as its FORMAT.md has
/// them; what there is nothing of is left out or empty just as there.
struct DecisionDocument {
  private let decision: SchedulingDecision
  private let fitsAfter: Bool

  /// The document of `decision`.
  ///
  /// - Parameter fitsAfter: Whether the pod passes all filters on the nominated node once the
  ///   victims are gone.
  init(_ decision: SchedulingDecision, fitsAfter: Bool) {
    self.decision = decision
    self.fitsAfter = fitsAfter
  }

  /// The document.
  var json: JSONValue {
    var fields: [(String, JSONValue)] = [("pod", .string("\(decision.pod)"))]
    if case .gated(let status) = decision.outcome {
      return .object(fields + [("gated", Self.text(of: status, stage: "PreEnqueue"))] + Self.empty)
    }
    if isError { return .object(fields + [("error", .string(decision.message))] + Self.empty) }
    let feasible = decision.feasible
    fields += [
      ("feasible", .strings(feasible)), ("rejected", rejected), ("scores", scores),
      ("best", .strings(decision.best)), ("chosen", .string(decision.destination)),
      ("preemption", feasible.isEmpty ? preemption : .null),
    ]
    if feasible.isEmpty { fields.append(("message", .string(decision.message))) }
    return .object(fields)
  }

  /// Whether the scheduler had no decision to give: something broke, or there are no nodes.
  private var isError: Bool {
    switch decision.outcome {
    case .failed: true
    case .unschedulable: decision.nodes.isEmpty
    case .placed, .gated: false
    }
  }

  /// What stands beside an error or a gate.
  private static let empty: [(String, JSONValue)] = [
    ("feasible", .array([])), ("rejected", .object([])), ("scores", .object([])),
    ("best", .array([])), ("chosen", .string("")), ("preemption", .null),
  ]

  private var rejected: JSONValue {
    .object(
      decision.nodes.compactMap { name, verdict in
        guard case .rejected(let status, let stage) = verdict else { return nil }
        return (name, Self.text(of: status, stage: stage == .filter ? nil : stage.rawValue))
      })
  }

  private static func text(of status: Status, stage: String?) -> JSONValue {
    var fields: [(String, JSONValue)] = [
      ("plugin", .string(status.plugin)), ("reasons", .strings(status.reasons)),
      ("code", .string(status.code.rawValue)),
    ]
    if let stage { fields.append(("stage", .string(stage))) }
    return .object(fields)
  }

  private var scores: JSONValue {
    .object(
      decision.nodes.compactMap { name, verdict in
        guard case .fits(let total, let points) = verdict else { return nil }
        let plugins = zip(decision.scorePlugins, points).compactMap { name, points in
          points.map { (name, JSONValue.int(Int($0))) }
        }
        return (
          name, .object([("total", .int(Int(total ?? 0))), ("plugins", .object(plugins))])
        )
      })
  }

  private var preemption: JSONValue {
    let found = decision.preemption
    let trials = found?.trials
    let nominated = found?.nominated ?? ""
    var fields: [(String, JSONValue)] = [
      ("nominated", .string(nominated)),
      ("fitsAfter", .bool(!nominated.isEmpty && fitsAfter)),
    ]
    func add(_ name: String, _ value: JSONValue, unless isEmpty: Bool) {
      if !isEmpty { fields.append((name, value)) }
    }
    let message = found?.message ?? ""
    add("message", .string(message), unless: message.isEmpty)
    let best = trials?.best ?? []
    add("nominatedSet", .strings(best), unless: best.isEmpty)
    let victims = found?.victims ?? []
    add("victims", .strings(victims.map(\.description)), unless: nominated.isEmpty)
    let candidates = trials?.candidates ?? []
    add(
      "candidates",
      .object(
        candidates.map { candidate in
          (
            candidate.node,
            .object([
              ("victims", .strings(candidate.victims.map(\.description))),
              ("pdbViolations", .int(candidate.budgetViolations)),
            ])
          )
        }), unless: candidates.isEmpty)
    let hopeless = trials?.hopeless ?? []
    add(
      "notHelpful", .object(hopeless.map { ($0.node, Self.text(of: $0.status, stage: nil)) }),
      unless: hopeless.isEmpty)
    return .object(fields)
  }
}

extension SchedulingDecision {
  /// The node that the pod goes to: the chosen one, or the one where room is made; empty for none.
  var destination: String { chosen ?? preemption?.nominated ?? "" }
}

extension JSONValue {
  /// A list of texts.
  static func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}
