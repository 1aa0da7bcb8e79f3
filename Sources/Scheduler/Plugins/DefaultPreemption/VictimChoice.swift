import Units

/// Chooses among the nodes where room can be made.
///
/// Each rule is asked only of the nodes that all rules before it found equally good.
/// Source: `pkg/scheduler/framework/preemption/preemption.go` (pickOneNodeForPreemption), v1.34.
enum VictimChoice {
  /// The nodes that no rule tells apart, in the order given; upstream takes any one of them.
  static func best(_ candidates: [VictimSearch.Candidate]) -> [VictimSearch.Candidate] {
    var left = candidates
    for rule in rules {
      if left.count <= 1 { break }
      let marks = left.map(rule)
      let most = marks.max() ?? 0
      left = zip(left, marks).filter { $0.1 == most }.map(\.0)
    }
    return left
  }

  /// More is better.
  private static let rules: [@Sendable (VictimSearch.Candidate) -> Int64] = [
    { -Int64($0.budgetViolations) },
    { -Int64($0.victims.first?.priority ?? .min) },
    // Priorities may be negative, so each is lifted above zero: more victims weigh more.
    { candidate in
      -candidate.victims.reduce(into: Int64(0)) { sum, victim in
        sum += Int64(victim.priority) + Int64(Int32.max) + 1
      }
    },
    { -Int64($0.victims.count) },
    { latestStart($0).nanoseconds },
  ]

  /// When the first of the most important victims started; the later, the less is lost.
  private static func latestStart(_ candidate: VictimSearch.Candidate) -> Instant {
    let highest = candidate.victims.map(\.priority).max()
    return candidate.victims.filter { $0.priority == highest }
      .map(Importance.startTime).min() ?? .start
  }
}
