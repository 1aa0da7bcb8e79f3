import Units

/// Two courses of a control plane side by side.
///
/// A recorded step agrees when the same step happens in the replay within `tolerance` of its time;
/// the *n*-th of equal steps is held against the *n*-th that is near enough. Steps that only one of
/// the two has count against the agreement.
package struct StepComparison {
  /// Steps in both.
  package private(set) var agreeing = 0
  /// Steps in either.
  package private(set) var total = 0
  /// Steps in one only, in order of time.
  package private(set) var differences: [String] = []

  /// Compares a recording that ends at `end` with a replay that went on for a while.
  package init(
    recorded: [ControlPlaneStep], replayed: [ControlPlaneStep], end: TimeSpan, tolerance: TimeSpan
  ) {
    var missing: [ControlPlaneStep] = []
    var times = Dictionary(grouping: replayed, by: \.what).mapValues { $0.map(\.at) }
    for step in recorded {
      // What comes too early for this step comes too early for all later ones as well.
      var waiting = times[step.what] ?? []
      while let first = waiting.first, first < step.at - tolerance {
        missing.append(ControlPlaneStep(at: first, what: "only here: \(step.what)"))
        waiting.removeFirst()
      }
      if let first = waiting.first, first <= step.at + tolerance {
        agreeing += 1
        waiting.removeFirst()
      } else {
        missing.append(ControlPlaneStep(at: step.at, what: "only recorded: \(step.what)"))
      }
      times[step.what] = waiting
    }
    for (what, left) in times {
      missing += left.filter { $0 <= end }
        .map { ControlPlaneStep(at: $0, what: "only here: \(what)") }
    }
    total = agreeing + missing.count
    differences = missing.sorted { ($0.at, $0.what) < ($1.at, $1.what) }
      .map { "at \($0.at.milliseconds) ms \($0.what)" }
  }
}
