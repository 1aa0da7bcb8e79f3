import Results
import Units

/// Puts the answer of a run in a sentence around one figure.
///
/// The phase that cost users most requests is named, with its losses, the seconds in which they
/// happened, and the causes that account for most of them. A run that lost nothing says so.
struct HeadlineRule {
  /// What a phase is called in the sentence, by its name.
  let titles: [String: String]
  /// Seconds of each phase in which a user's request was lost, in the order of the phases.
  let secondsWithLosses: [Int]

  /// The sentence about `results`.
  func headline(of results: RunResults) -> Headline {
    let losses = results.phases.map { $0.figures.failed + $0.figures.timedOut }
    guard let worst = losses.indices.max(by: { losses[$0] < losses[$1] }), losses[worst] > 0
    else { return quiet(results) }
    let phase = results.phases[worst]
    let title = titles[phase.name] ?? phase.name
    let seconds = secondsWithLosses[worst]
    let arrived = FigureText.grouped(phase.figures.arrived)
    let when = "in \(seconds) \(seconds == 1 ? "second" : "seconds")"
    let after =
      " of \(arrived) requests \(when), because \(Self.causes(phase.figures.failuresByCause))."
    return Headline(
      "\(title): lost ", figure: Double(losses[worst]), at: "/phases/\(worst)/lost", after)
  }

  private func quiet(_ results: RunResults) -> Headline {
    let tail = results.run.latency.map { " (99 % were answered within \(Self.span($0.p99)))." }
    return Headline(
      "No request was lost: ", figure: Double(results.run.succeeded), at: "/run/succeeded",
      " of \(FigureText.grouped(results.run.arrived)) succeeded" + (tail ?? "."))
  }

  /// The causes that account for most of the losses, the largest first.
  static func causes(_ causes: [CauseCount]) -> String {
    let all = causes.reduce(0) { $0 + $1.count }
    let sorted = causes.sorted { ($1.count, $0.cause) < ($0.count, $1.cause) }
    var named: [String] = []
    var covered = 0
    for cause in sorted where named.count < 3 && covered * 10 < all * 9 {
      let share = (100 * cause.count + all / 2) / max(all, 1)
      named.append("\(cause.cause) (\(share) %)")
      covered += cause.count
    }
    return named.joined(separator: ", ")
  }

  private static func span(_ span: TimeSpan) -> String {
    FigureText.fixed(span.milliseconds, digits: 1) + " ms"
  }
}
