import Documents
import Results
import Scheduler

/// What the real scheduler said of one pod.
public struct OracleStep: Sendable {
  /// All of it, field by field.
  let result: JSONValue

  init(_ result: DocumentNode) { self.result = JSONValue(result) }

  /// The pod, as `namespace/name`.
  var pod: String { result["pod"]?.string ?? "" }

  /// The node that the pod went to; empty for none.
  public var chosen: String { result["chosen"]?.string ?? "" }

  /// The pods that had to go for this one, as `namespace/name`.
  var victims: [String] {
    (result["preemption"]?["victims"]?.items ?? []).compactMap(\.string)
  }

  /// Where a result in the same form differs.
  func differences(from ours: JSONValue) -> [OracleDifference] {
    var found: [OracleDifference] = []
    for (field, aspect) in Self.aspects {
      let (real, here) = (result[field], ours[field])
      if Self.byNode.contains(field) {
        found += Self.differences(aspect, real, here) { $0 }
      } else if field == "preemption" {
        found += Self.differences(aspect, real, here) { $0 }
        if (real?.members.isEmpty ?? true) != (here?.members.isEmpty ?? true) {
          found += Self.difference(aspect, field, real, here)
        }
      } else {
        found += Self.difference(aspect, field, real, here)
      }
    }
    return found
  }

  /// What each field of a result is about.
  private static let aspects: [(field: String, aspect: OracleDifference.Aspect)] = [
    ("pod", .outcome), ("error", .outcome), ("gated", .outcome), ("feasible", .feasible),
    ("rejected", .rejections), ("scores", .scores), ("best", .best), ("chosen", .outcome),
    ("message", .outcome), ("preemption", .preemption),
  ]
  /// The fields that say something of each of many nodes.
  private static let byNode = ["rejected", "scores"]

  /// The differences of two objects, member by member.
  private static func differences(
    _ aspect: OracleDifference.Aspect, _ real: JSONValue?, _ ours: JSONValue?,
    name: (String) -> String
  ) -> [OracleDifference] {
    let (mine, theirs) = (Members(ours), Members(real))
    let names = Set(theirs.names + mine.names).sorted()
    return names.flatMap { difference(aspect, name($0), theirs[$0], mine[$0]) }
  }

  private static func difference(
    _ aspect: OracleDifference.Aspect, _ about: String, _ real: JSONValue?, _ ours: JSONValue?
  ) -> [OracleDifference] {
    let (real, ours) = (real?.compactText() ?? "nothing", ours?.compactText() ?? "nothing")
    if real == ours { return [] }
    return [OracleDifference(aspect: aspect, about: about, real: real, ours: ours)]
  }

  /// The members of an object by name.
  private struct Members {
    let names: [String]
    private let values: [String: JSONValue]

    init(_ value: JSONValue?) {
      let members = value?.members ?? []
      names = members.map(\.0)
      values = Dictionary(members, uniquingKeysWith: { first, _ in first })
    }

    subscript(name: String) -> JSONValue? { values[name] }
  }
}

/// One thing of which the scheduler here says otherwise than the real one.
public struct OracleDifference: Sendable, CustomStringConvertible {
  /// What the two differ in.
  public enum Aspect: String, CaseIterable, Sendable {
    /// Which nodes can take the pod.
    case feasible
    /// Why the others cannot.
    case rejections
    /// The points of each node, in all and by plugin.
    case scores
    /// Which nodes have the most points.
    case best
    /// The chosen node, or why there is none.
    case outcome
    /// Which pods would have to go where, and which node is best.
    case preemption
  }
  /// What the two differ in.
  public let aspect: Aspect
  /// The node or field.
  public let about: String
  /// What the real scheduler said.
  public let real: String
  /// What was said here.
  public let ours: String

  public var description: String { "\(aspect.rawValue) (\(about)): really \(real), here \(ours)" }
}
