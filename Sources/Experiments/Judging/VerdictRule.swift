import Results

/// Says from the number of requests in flight, second by second, whether the system kept up.
///
/// The level of a stretch is the median of its seconds, which a short disturbance does not move. A
/// queue has grown when the last tenth of the measured window stands well above the window's own
/// level and above what chance does to a count (four standard deviations of a Poisson count). It
/// grows without end when it rises through the window's second half and does not drain after it.
///
/// Clients that give up hide a queue's growth: in flight then stands still at rate × timeout.
/// So a last tenth in which more than one request in twenty is given up counts as grown.
package struct VerdictRule {
  /// What the rule looks at of each second.
  package struct Second: Equatable {
    var inFlight: Int
    var arrived: Int
    var timedOut: Int

    /// A second at whose end `inFlight` requests had not ended.
    package init(inFlight: Int, arrived: Int, timedOut: Int) {
      self.inFlight = inFlight
      self.arrived = arrived
      self.timedOut = timedOut
    }
  }

  /// The seconds of the measured window.
  let window: ArraySlice<Second>
  /// The seconds after it.
  let after: ArraySlice<Second>

  /// The rule over `seconds`, of which those in `measured` count.
  package init(_ seconds: [Second], measured: Range<Int>) {
    let bounds = measured.clamped(to: seconds.indices)
    window = seconds[bounds]
    after = seconds[bounds.upperBound...]
  }

  /// The verdict and its evidence.
  package var verdict: RunVerdict {
    guard window.count >= 10 else {
      return RunVerdict(.stable, reason: "the measured window is too short to see a queue grow")
    }
    let tail = window.suffix(max(1, window.count / 10))
    let level = Self.level(window)
    let end = Self.level(tail)
    let hasGrown = Double(end) > Self.limit(level) && isRising
    let givenUp = tail.reduce(0) { $0 + $1.timedOut }
    let arrived = tail.reduce(0) { $0 + $1.arrived }
    let givesUp = givenUp * 20 > max(arrived, 1)
    if !hasGrown && !givesUp {
      return RunVerdict(
        .stable,
        reason: "requests in flight end at \(end), against \(level) over the window")
    }
    let evidence =
      hasGrown
      ? "requests in flight grew to \(end), against \(level) over the window"
      : "\(givenUp) requests were given up while \(arrived) arrived at the window's end"
    return drains(to: level)
      ? RunVerdict(.backlogged, reason: evidence + ", and drained after it")
      : RunVerdict(.overloaded, reason: evidence + ", and did not drain")
  }

  /// Whether the second half's second half stands above its first half.
  private var isRising: Bool {
    let half = window.suffix(window.count / 2)
    let first = half.prefix(half.count / 2)
    return Self.level(half.suffix(half.count / 2)) > Self.level(first)
  }

  /// Whether after the window nothing is left in flight, or five seconds in a row are calm: nobody
  /// gives up, and no more is in flight than chance makes of the window's level. One second is not
  /// enough, since clients that give up do so at chance moments and the last second may be a part.
  private func drains(to level: Int) -> Bool {
    var calm = 0
    for second in after {
      let isCalm = Double(second.inFlight) <= Self.limit(level) && second.timedOut == 0
      calm = isCalm ? calm + 1 : 0
      if calm == 5 || second.inFlight == 0 && isCalm { return true }
    }
    return false
  }

  private static func level(_ seconds: ArraySlice<Second>) -> Int {
    let sorted = seconds.map(\.inFlight).sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  /// The most that chance makes of a queue at `level`.
  private static func limit(_ level: Int) -> Double {
    2 * Double(level) + 4 * Double(max(level, 1)).squareRoot()
  }
}
