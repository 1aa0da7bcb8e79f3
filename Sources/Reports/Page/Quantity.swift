import Results
import Units

/// Figures with their units, as reports print them.
package enum Quantity {
  /// A latency with three significant digits: `0.4 ms`, `12.3 ms`, `212 ms`, `1.25 s`, `30 s`.
  package static func latency(_ span: TimeSpan?) -> String {
    guard let span else { return "–" }
    let milliseconds = span.milliseconds
    if milliseconds < 1 { return FigureText.fixed(milliseconds, digits: 2) + " ms" }
    if milliseconds < 100 { return FigureText.fixed(milliseconds, digits: 1) + " ms" }
    if milliseconds < 1_000 { return FigureText.fixed(milliseconds, digits: 0) + " ms" }
    return FigureText.fixed(span.seconds, digits: span.seconds < 100 ? 2 : 0) + " s"
  }

  /// A duration: `0 s`, `0.35 s`, `14 s`, `12 min 30 s`, `3 h 20 min`, `7 d`.
  package static func duration(_ span: TimeSpan?) -> String {
    guard let span else { return "–" }
    if span < .minutes(2) {
      return FigureText.fixed(span.seconds, digits: span < .seconds(10) ? 2 : 1) + " s"
    }
    let seconds = (span.nanoseconds + 500_000_000) / 1_000_000_000
    let parts = [
      (seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min"),
      (seconds % 60, "s"),
    ]
    let shown = parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }
    return shown.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }

  /// A share as a percentage whose digits tell 99.9 % from 100 %, and 0.15 % from 0.1 %: `97.5 %`,
  /// `99.964 %`.
  package static func percent(_ share: Double?) -> String {
    guard let share else { return "–" }
    let percent = share * 100
    var digits = 1
    while digits < 5, percent != 100, percent != 0,
      ["100", "0"].contains(FigureText.fixed(percent, digits: digits))
        || (percent > 99 && percent < 100 && digits < 3) || (percent < 1 && digits < 2)
    {
      digits += 1
    }
    return FigureText.fixed(percent, digits: digits) + " %"
  }

  /// Dollars with as many decimals as small amounts need: `$0.0123`, `$4.20`, `$1,234`.
  package static func dollars(_ amount: Dollars) -> String {
    let nano = Int(amount.nanodollars)
    if nano == 0 { return "$0" }
    if nano < 0 { return "-" + dollars(Dollars(nanodollars: -amount.nanodollars)) }
    func rounded(_ unit: Int) -> Int { (nano + unit / 2) / unit }
    if nano >= 1_000_000_000_000 { return "$" + FigureText.grouped(rounded(1_000_000_000)) }
    let (digits, scale) = nano < 100_000_000 ? (4, 10_000) : (2, 100)
    let scaled = rounded(1_000_000_000 / scale)
    let decimals = (scaled % scale).description
    let zeros = String(repeating: "0", count: digits - decimals.count)
    return "$\(scaled / scale).\(zeros)\(decimals)"
  }

  /// CPU in cores: `0.25`, `3.9`.
  package static func cores(_ cpu: MilliCPU) -> String { FigureText.fixed(cpu.cores, digits: 2) }

  /// Memory in the unit that suits: `512 MiB`, `3.6 GiB`.
  package static func memory(_ bytes: Bytes) -> String {
    let mebibytes = bytes.mebibytes
    if mebibytes < 1_024 { return FigureText.fixed(mebibytes, digits: 0) + " MiB" }
    return FigureText.fixed(mebibytes / 1_024, digits: 1) + " GiB"
  }

  /// A count with thousands apart.
  package static func count(_ value: Int) -> String { FigureText.grouped(value) }

  /// An instant as clocks show it: `4:07`, `1:04:07`, `2 d 06:00:00`; milliseconds are left out.
  package static func clock(_ instant: Instant) -> String {
    clock(seconds: Int(instant.nanoseconds / 1_000_000_000))
  }

  /// `clock` of whole seconds after the start.
  package static func clock(seconds: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24)
    let rest = "\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    if days > 0 { return "\(days) d \(two(hours)):\(rest)" }
    if hours > 0 { return "\(hours):\(rest)" }
    return "\(seconds / 60):\(two(seconds % 60))"
  }
}
