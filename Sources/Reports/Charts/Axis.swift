import Results
import Units

/// The horizontal axis of all charts over time.
package struct TimeAxis: Sendable {
  /// First second shown.
  package let from: Double
  /// Last second shown; above `from`.
  package let to: Double

  package init(from: Double, to: Double) {
    precondition(from < to, "an axis from \(from) to \(to) has no length")
    self.from = from
    self.to = to
  }

  /// Seconds at which to write the time: whole minutes, hours or days, at most `limit` of them.
  package func ticks(limit: Int) -> [Double] {
    let steps: [Double] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
      86_400, 172_800, 604_800, 2_592_000, 31_536_000,
    ]
    let step = steps.first { (to - from) / $0 <= Double(limit) } ?? (to - from) / Double(limit)
    var ticks: [Double] = []
    var tick = (from / step).rounded(.up) * step
    while tick <= to {
      ticks.append(tick)
      tick += step
    }
    return ticks
  }
}

/// What the values of a vertical axis are, which decides their range and how they are written.
package enum ValueKind: String, Sendable {
  /// Whole numbers of something.
  case count
  /// Milliseconds, on a logarithmic axis when they differ much.
  case latency
  /// A share of a whole, 0 … 1.
  case share

  /// The name of the formatter in `charts.js`.
  var formatter: String { "@\(rawValue)" }

  /// `value` with its unit, short.
  package func text(_ value: Double) -> String {
    switch self {
    case .count:
      return value >= 10_000
        ? FigureText.fixed(value / 1_000, digits: 1) + "k"
        : FigureText.fixed(value, digits: value < 10 ? 2 : 0)
    case .latency:
      return Quantity.latency(TimeSpan(nanoseconds: Int64(min(value, 9e12) * 1e6)))
    case .share:
      return FigureText.fixed(value * 100, digits: 0) + " %"
    }
  }
}

/// A vertical axis that holds given values.
package struct ValueAxis: Sendable {
  let kind: ValueKind
  package let from: Double
  package let to: Double
  package let isLogarithmic: Bool
  package let ticks: [Double]

  /// An axis for `values`, linear from zero, or logarithmic for latencies that differ by a factor
  /// of 30 or more.
  package init(kind: ValueKind, values: [Double]) {
    self.kind = kind
    let high = values.max() ?? 0
    let low = values.lazy.filter { $0 > 0 }.min() ?? 0
    isLogarithmic = kind == .latency && low > 0 && high / low >= 30
    if isLogarithmic {
      from = ValueAxis.decade(below: low)
      to = high * 1.15
      var ticks: [Double] = []
      var tick = from
      while tick <= to {
        ticks.append(tick)
        tick *= 10
      }
      self.ticks = ticks
    } else {
      from = 0
      let atLeast: Double = kind == .share ? 1 : kind == .count ? 4 : 1
      let step = ValueAxis.niceStep(max(high, atLeast) / 4)
      to = kind == .share && high <= 1 ? 1 : (max(high, atLeast) / step).rounded(.up) * step
      self.ticks = Array(stride(from: 0, through: to * 1.0001, by: step))
    }
  }

  /// How far up the axis `value` stands, 0 … 1; what lies outside is moved to the edge.
  package func position(_ value: Double) -> Double {
    let share: Double
    if isLogarithmic {
      let low = ValueAxis.binaryLogarithm(from)
      let span = ValueAxis.binaryLogarithm(to) - low
      share = value <= from ? 0 : (ValueAxis.binaryLogarithm(value) - low) / span
    } else {
      share = (value - from) / (to - from)
    }
    return min(1, max(0, share))
  }

  /// A linear axis from zero that holds `high`: its end and its ticks.
  static func fromZero(to high: Double) -> (to: Double, ticks: [Double]) {
    let step = niceStep(high / 4)
    let to = (high / step).rounded(.up) * step
    return (to, Array(stride(from: 0, through: to * 1.0001, by: step)))
  }

  static func niceStep(_ raw: Double) -> Double {
    var step = 1.0
    while step < raw { step *= 10 }
    while step / 10 >= raw { step /= 10 }
    if step / 5 >= raw { return step / 5 }
    if step / 2 >= raw { return step / 2 }
    return step
  }

  private static func decade(below value: Double) -> Double {
    var decade = 1.0
    while decade > value { decade /= 10 }
    while decade * 10 <= value { decade *= 10 }
    return decade
  }

  /// The logarithm to base 2 of a positive value, to 16 binary digits, by repeated squaring: enough
  /// for pixels, and the same bits everywhere, which a library's logarithm does not promise.
  package static func binaryLogarithm(_ value: Double) -> Double {
    precondition(value > 0, "no logarithm of \(value)")
    var significand = value.significand
    var result = Double(value.exponent)
    var bit = 0.5
    for _ in 0..<16 {
      significand *= significand
      if significand >= 2 {
        significand /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }
}
