extension TimeSpan: CustomStringConvertible {
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000),
    ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
  ]
  private static let long: [(name: String, unit: String)] = [
    ("sec", "s"), ("secs", "s"), ("second", "s"), ("seconds", "s"), ("min", "m"), ("mins", "m"),
    ("minute", "m"), ("minutes", "m"), ("hr", "h"), ("hour", "h"), ("hours", "h"), ("day", "d"),
    ("days", "d"), ("msec", "ms"), ("millis", "ms"), ("milliseconds", "ms"), ("usec", "us"),
    ("microseconds", "us"), ("S", "s"), ("M", "m"), ("H", "h"), ("MS", "ms"),
  ]
  private static let example = "write a span such as 90s, 500ms or 1h30m"

  /// The span that `text` says: numbers with units (`ns us ms s m h d`) one after the other, as in
  /// `1m30s`; zero or more, and `0` alone is no time.
  ///
  /// Exact: `0.1s` is 100,000,000 ns. Parts below a nanosecond are rounded.
  ///
  /// - Throws: `UnitError` with what would be right.
  public init(parsing text: String) throws(UnitError) {
    if text == "0" {
      self = .zero
      return
    }
    var rest = Substring(text).utf8
    var total: Int64 = 0
    repeat {
      guard let number = Decimal(readingFrom: &rest) else { throw TimeSpan.noNumber(in: text) }
      let name = Substring(rest.prefix { ($0 < 0x30 || $0 > 0x39) && $0 != UInt8(ascii: ".") })
      rest = rest.dropFirst(name.utf8.count)
      guard let unit = TimeSpan.units.first(where: { $0.name == name }) else {
        throw TimeSpan.noUnit(name, in: text)
      }
      let sum = number.times(unit.nanoseconds).map { total.addingReportingOverflow($0) }
      guard let sum, !sum.overflow else {
        throw UnitError(text: text, problem: "is too long", hint: "write less than 292 years")
      }
      total = sum.partialValue
    } while !rest.isEmpty
    self.init(nanoseconds: total)
  }

  private static func noNumber(in text: String) -> UnitError {
    guard !text.hasPrefix("-") else {
      return UnitError(text: text, problem: "is negative", hint: "write a span of zero or more")
    }
    return UnitError(text: text, problem: "is not a span of time", hint: example)
  }

  private static func noUnit(_ name: Substring, in text: String) -> UnitError {
    guard !name.isEmpty else {
      return UnitError(
        text: text, problem: "has no unit", hint: "did you mean \(text)s or \(text)ms?")
    }
    let word = name.filter { $0 != " " }
    let known = units.first { $0.name == word }?.name
    guard let meant = known ?? long.first(where: { $0.name == word })?.unit,
      text.hasSuffix(name)
    else { return UnitError(text: text, problem: "is not a span of time", hint: example) }
    return UnitError(
      text: text, problem: "has the unit \"\(name)\"",
      hint: "did you mean \(text.dropLast(name.count))\(meant)?")
  }

  /// The span exactly, as `init(parsing:)` reads it: `90s` is `1m30s`, `1500us` is `1.5ms`.
  public var description: String {
    if nanoseconds == 0 { return "0s" }
    let length = nanoseconds.magnitude
    let sign = nanoseconds < 0 ? "-" : ""
    guard length >= 1_000_000_000 else {
      if length >= 1_000_000 {
        return sign + TimeSpan.decimal(length, over: 1_000_000, width: 6) + "ms"
      }
      guard length >= 1_000 else { return "\(sign)\(length)ns" }
      return sign + TimeSpan.decimal(length, over: 1_000, width: 3) + "us"
    }
    let minute: UInt64 = 60_000_000_000
    let hours = length / (60 * minute)
    let minutes = length / minute % 60
    var text = sign
    if hours > 0 { text += "\(hours)h" }
    if minutes > 0 { text += "\(minutes)m" }
    let seconds = length % minute
    if seconds > 0 {
      text += TimeSpan.decimal(seconds, over: 1_000_000_000, width: 9) + "s"
    }
    return text
  }

  /// `value` over `size`, a power of ten with `width` zeros, without zeros at the end.
  private static func decimal(_ value: UInt64, over size: UInt64, width: Int) -> String {
    let part = value % size
    guard part > 0 else { return "\(value / size)" }
    var digits = String(part)
    digits = String(repeating: "0", count: width - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return "\(value / size).\(digits)"
  }
}

extension Instant: CustomStringConvertible {
  /// How long after the start of the run, exactly.
  public var description: String { "\(TimeSpan(nanoseconds: nanoseconds))" }
}
