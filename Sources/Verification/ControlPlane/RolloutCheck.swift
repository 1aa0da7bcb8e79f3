import SchedulerLab
import Statistics
import Units

/// A deployment's roll-out: the sizes that its replica sets are given, one after the other, against
/// the recorded ones.
///
/// Which sizes lie between the first steps and the last depends on which pod's readiness a look
/// falls behind by some milliseconds, in the recordings as here (the same deployment took other
/// ways in the recordings with quick and with slow pods). So the longest run of sizes that both
/// have in the same order counts, as a share of the longer course; how much of it must agree is
/// said for each.
package struct RolloutCheck: Sendable {
  /// The recording.
  package let trace: String
  /// The share of steps that must agree: all, but where chance in time decides.
  let floor: Double

  /// All recordings of deployments.
  package static let all: [RolloutCheck] = [
    exact("s2_dep_3_25_25_fast"), exact("s2_dep_3_25_25_slow"), exact("s2_dep_10_1_0_fast"),
    exact("s2_dep_10_1_0_slow"), blurred("s2_dep_10_25_25_fast"),
    blurred("s2_dep_10_25_25_slow"), blurred("s2_dep_4_100_0_fast"),
    blurred("s2_dep_4_100_0_slow"), exact("s2_dep_5_0_50_fast"), exact("s2_dep_5_0_50_slow"),
    exact("s2_dep_broken_3"), exact("s2_dep_minready10"), exact("s2_dep_minready10_10"),
    blurred("s2_dep_pause_resume"), exact("s2_dep_proportional_10"), exact("s2_dep_recreate"),
    exact("s2_dep_recreate_slowterm"), exact("s4c_dep_slowterm"),
  ]

  private static func exact(_ trace: String) -> RolloutCheck {
    RolloutCheck(trace: trace, floor: 1)
  }

  private static func blurred(_ trace: String) -> RolloutCheck {
    RolloutCheck(trace: trace, floor: 0.6)
  }

  func row(_ truth: TruthFolder) throws -> Agreement {
    let recorded = try RecordedTrace(trace, in: truth)
    let replay = try TraceReplay(recorded, seed: TraceCheck.seed)
    _ = try replay.run()
    let real = Self.sizes(recorded.changes)
    let ours = Self.sizes(replay.changes)
    let common = Self.commonLength(real, ours)
    let differs = real == ours ? "" : "; here \(ours.joined(separator: " "))"
    return .share(
      "rollout_\(trace)", common, of: max(real.count, ours.count), unit: "share of sizes",
      floor: floor, detail: "recorded \(real.joined(separator: " "))\(differs)")
  }

  /// The sizes of all replica sets after each change, in the order of their making: `3/1`.
  static func sizes(_ changes: [ObservedChange]) -> [String] {
    var order: [String] = []
    var sizes: [String: Int] = [:]
    var course: [String] = []
    for change in changes {
      guard case .size(let name, let size) = change.subject else { continue }
      if !order.contains(name) { order.append(name) }
      sizes[name] = size
      let text = order.compactMap { sizes[$0].map { "\($0)" } }.joined(separator: "/")
      if course.last != text { course.append(text) }
    }
    return course
  }

  /// The length of the longest sequence that both have in this order.
  static func commonLength(_ a: [String], _ b: [String]) -> Int {
    var lengths = Array(repeating: 0, count: b.count + 1)
    for item in a {
      var diagonal = 0
      for index in b.indices {
        let above = lengths[index + 1]
        lengths[index + 1] = item == b[index] ? diagonal + 1 : max(above, lengths[index])
        diagonal = above
      }
    }
    return lengths[b.count]
  }
}
