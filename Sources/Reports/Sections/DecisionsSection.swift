import Results
import Units

/// What the scheduler said of each node, for any pod: those with a failed attempt first.
///
/// Every pod is an element that opens, so that the section can be used without a script; a small
/// one adds a search. The page stays small: so many rows of nodes are shown, and the tables on disk
/// have the rest.
enum DecisionsSection {
  /// So many rows of nodes are shown in all.
  static let rowsMax = 8_000
  /// So many pods are listed.
  static let podsMax = 1_000
  /// So many attempts of a pod are shown: the first ones, and the last.
  static let attemptsMax = 6

  static let make: SectionMaker = { results, _ in
    let pods = PodDecisions.all(in: results)
    guard !pods.isEmpty else { return nil }
    var room = rowsMax
    var html = ""
    var short = 0
    for pod in pods.prefix(podsMax) {
      let isShort = room <= 0
      if isShort { short += 1 }
      html += DecisionText.details(of: pod, room: &room)
    }
    var notes: [String] = []
    if short > 0 {
      notes.append(
        "\(Quantity.count(short)) pods are shown without the verdicts on nodes, to keep this page "
          + "small; decision-nodes.csv has them.")
    }
    if pods.count > podsMax {
      notes.append(
        "\(Quantity.count(pods.count - podsMax)) more pods are in decisions.csv.")
    }
    if let unexplained = results.unexplained { notes.append(unexplained) }
    return Section(
      "decisions", title: "Scheduling decisions", lead: lead(pods),
      html: Templates.render(
        "decisions", Context(pods: html, notes: notes, script: Templates.decisionScript)))
  }

  private struct Context {
    let pods: String
    let notes: [String]
    let script: String
  }

  private static func lead(_ pods: [PodDecisions]) -> String {
    let attempts = pods.reduce(0) { $0 + $1.attempts.count { $0.attempt > 0 } }
    let failed = pods.count(where: \.hasFailed)
    let waiting = pods.count { $0.node == nil }
    var text =
      "Why each pod went where it went: \(Quantity.count(attempts)) attempts for "
      + "\(Quantity.count(pods.count)) pods"
    if failed > 0 { text += "; \(Quantity.count(failed)) failed at least once" }
    if waiting > 0 { text += "; \(Quantity.count(waiting)) never got a node" }
    return text + ". Open a pod to see what every plugin said of every node: the most points win, "
      + "and among equals the scenario's scheduler.ties decides."
  }
}

/// All attempts for one pod.
struct PodDecisions {
  /// The pod, as `namespace/name`.
  let pod: String
  /// The attempts, in order of time.
  var attempts: [DecisionRow]

  /// Whether an attempt found no node.
  var hasFailed: Bool { attempts.contains { $0.node == nil } }
  /// The node that the last attempt chose; nil for none.
  var node: String? { attempts.last?.node }

  /// Every pod that was decided about: those that never got a node, then those that failed before
  /// they did, then the others, each in the order of their first attempt.
  static func all(in results: RunResults) -> [PodDecisions] {
    var places: [String: Int] = [:]
    var pods: [PodDecisions] = []
    for row in results.decisions {
      if let place = places[row.pod] {
        pods[place].attempts.append(row)
      } else {
        places[row.pod] = pods.count
        pods.append(PodDecisions(pod: row.pod, attempts: [row]))
      }
    }
    func rank(_ pod: PodDecisions) -> Int { pod.node == nil ? 0 : pod.hasFailed ? 1 : 2 }
    return (0...2).flatMap { wanted in pods.filter { rank($0) == wanted } }
  }
}
