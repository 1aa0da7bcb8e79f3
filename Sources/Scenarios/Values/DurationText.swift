import Documents
import Units

/// Spans of time as scenarios write them: `30s`, `4.5ms`, `1h30m`.
public enum DurationText {
  private static let units: [(name: String, nanoseconds: Double)] = [
    ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3_600e9),
    ("d", 86_400e9),
  ]
  private static let misspelt = [
    "sec": "s", "secs": "s", "second": "s", "seconds": "s", "min": "m", "mins": "m",
    "minute": "m", "minutes": "m", "hour": "h", "hours": "h", "hr": "h", "day": "d", "days": "d",
    "msec": "ms", "millis": "ms", "milliseconds": "ms", "usec": "us", "microseconds": "us",
    "S": "s", "M": "m", "H": "h", "MS": "ms", "D": "d",
  ]
  /// What is right, for messages.
  static let expected = "a duration such as 30s, 4.5ms or 1h30m"
  private static let secondsMax = 3.0e9

  /// The span that `text` says; zero or more, at most about 95 years.
  ///
  /// - Throws: A problem that follows a field's name: `is "30"; …`.
  public static func parse(_ text: String) throws(ValueProblem) -> TimeSpan {
    if text == "0" { return .zero }
    var rest = Substring(text)
    var total = 0.0
    guard !rest.isEmpty else { throw problem(text) }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
      rest = rest.dropFirst(name.count)
      guard digits.last != ".", digits.first != ".", let number = Double(digits) else {
        throw problem(text)
      }
      guard let unit = units.first(where: { $0.name == name }) else {
        throw problem(text, number: digits, unit: name)
      }
      total += number * unit.nanoseconds
    }
    guard total <= secondsMax * 1e9 else {
      throw ValueProblem("is \(quoted(text)), which is too long", hint: "write less than 90 years")
    }
    return TimeSpan(nanoseconds: Int64(total.rounded()))
  }

  private static func problem(_ text: String) -> ValueProblem {
    if text.hasPrefix("-") {
      return ValueProblem("is \(quoted(text))", hint: "a duration cannot be negative")
    }
    return ValueProblem("is \(quoted(text))", hint: "write \(expected)")
  }

  private static func problem(
    _ text: String, number: Substring, unit: Substring
  ) -> ValueProblem {
    if unit.isEmpty {
      return ValueProblem(
        "is \(quoted(text)), which has no unit", hint: "did you mean \(number)s or \(number)ms?")
    }
    let word = String(unit.filter { $0 != " " })
    let meant = misspelt[word] ?? units.first { $0.name == word }?.name
    guard let meant, number.count + unit.count == text.count else {
      return ValueProblem("is \(quoted(text))", hint: "write \(expected)")
    }
    return ValueProblem("is \(quoted(text))", hint: "did you mean \(number)\(meant)?")
  }

  /// `span` as a scenario would write it, exactly: `90s`, `4.5ms`, `5m`.
  public static func text(_ span: TimeSpan) -> String {
    let nanoseconds = span.nanoseconds
    if nanoseconds == 0 { return "0s" }
    for (name, size) in [("h", 3_600_000_000_000), ("m", 60_000_000_000)] as [(String, Int64)]
    where nanoseconds % size == 0 {
      return "\(nanoseconds / size)\(name)"
    }
    let scales: [(String, Int64)] = [
      ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
    ]
    let scale = scales.first { nanoseconds >= $0.1 } ?? ("ns", 1)
    let whole = nanoseconds / scale.1
    let part = nanoseconds % scale.1
    guard part > 0 else { return "\(whole)\(scale.0)" }
    let width = String(scale.1).count - 1
    var digits = String(part)
    digits = String(repeating: "0", count: width - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return "\(whole).\(digits)\(scale.0)"
  }
}
