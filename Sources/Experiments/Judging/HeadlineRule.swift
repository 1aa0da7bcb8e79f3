import Results
import Units
import Workloads

/// Puts the answer of a run in a sentence or two around one figure.
///
/// The sentence is about the phase that the scenario asks about, else about the one that cost users
/// most requests: its losses, the seconds in which lost requests were sent, and the causes of most
/// of them. Losses elsewhere get a sentence of their own, so that a clean answer to the question
/// does not hide them; those that fell into no phase are told of the whole run. A run that lost
/// nothing and asks nothing says so.
package struct HeadlineRule {
  /// What the rule knows of a phase besides its figures.
  package struct Phase {
    let title: String
    let secondsWithLosses: Int

    /// A phase that people call `title`, in which lost requests were sent in so many seconds.
    package init(title: String, secondsWithLosses: Int) {
      self.title = title
      self.secondsWithLosses = secondsWithLosses
    }
  }

  /// The phases in the order of the results.
  private let phases: [Phase]
  /// The phase that the scenario asks about.
  private let asked: (phase: Int, subject: String?)?

  /// The rule for a run of these phases; `asked` is what its scenario wants to know.
  package init(_ phases: [Phase], asked: (phase: Int, subject: String?)? = nil) {
    self.phases = phases
    self.asked = asked
  }

  /// The sentence about `results`.
  package func headline(of results: RunResults) -> Headline {
    if let asked, results.phases.indices.contains(asked.phase),
      results.phases[asked.phase].figures.arrived > 0
    {
      return about(asked.phase, asked.subject, results)
    }
    let losses = results.phases.map(\.figures.lost)
    guard let most = losses.max(), most > 0, let worst = losses.firstIndex(of: most)
    else { return results.run.lost > 0 ? Self.whole(results.run) : quiet(results) }
    return about(worst, nil, results)
  }

  private func about(_ index: Int, _ subject: String?, _ results: RunResults) -> Headline {
    let figures = results.phases[index].figures
    let before = subject.map { $0 + " lost " } ?? phases[index].title + ": lost "
    var after = " of \(Self.requests(figures.arrived))"
    if figures.lost > 0 {
      let seconds = phases[index].secondsWithLosses
      after += " in \(seconds) \(seconds == 1 ? "second" : "seconds")"
      after += ", because \(Self.reason(figures.failuresByCause))."
    } else {
      after += Self.tail(figures)
    }
    if results.run.lost > figures.lost {
      after +=
        " The whole run lost \(FigureText.grouped(results.run.lost)) of "
        + "\(FigureText.grouped(results.run.arrived))."
    }
    return Headline(before, figure: Double(figures.lost), at: "/phases/\(index)/lost", after)
  }

  /// Losses that fell into no phase.
  private static func whole(_ figures: RequestFigures) -> Headline {
    Headline(
      "The run lost ", figure: Double(figures.lost), at: "/run/lost",
      " of \(requests(figures.arrived)), because \(reason(figures.failuresByCause)).")
  }

  private func quiet(_ results: RunResults) -> Headline {
    Headline(
      "No request was lost: ", figure: Double(results.run.succeeded), at: "/run/succeeded",
      " of \(Self.requests(results.run.arrived)) succeeded" + Self.tail(results.run))
  }

  private static func tail(_ figures: RequestFigures) -> String {
    figures.latency.map { " (99 % were answered within \(span($0.p99)))." } ?? "."
  }

  /// The causes that account for most of the losses, the largest first, in words.
  package static func reason(_ causes: [CauseCount]) -> String {
    let all = causes.reduce(0) { $0 + $1.count }
    let sorted = causes.sorted { ($1.count, $0.cause) < ($0.count, $1.cause) }
    var named: [String] = []
    var covered = 0
    for cause in sorted where named.count < 3 && covered * 10 < all * 9 {
      let share = (100 * cause.count + all / 2) / max(all, 1)
      let clause = FailureCause.clause(ofLabel: cause.cause)
      named.append(share == 100 ? clause : "\(clause) (\(share) %)")
      covered += cause.count
    }
    guard let last = named.popLast() else { return "of no known cause" }
    return named.isEmpty ? last : named.joined(separator: ", ") + " and " + last
  }

  private static func requests(_ count: Int) -> String {
    FigureText.grouped(count) + (count == 1 ? " request" : " requests")
  }

  private static func span(_ span: TimeSpan) -> String {
    let tenths = Int((span.milliseconds * 10).rounded())
    return tenths < 10_000
      ? "\(tenths / 10).\(tenths % 10) ms" : "\(tenths / 10_000).\(tenths / 1_000 % 10) s"
  }
}
