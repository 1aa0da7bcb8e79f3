extension Rate: CustomStringConvertible {
  private static let units: [(names: [String], seconds: Double)] = [
    (["s", "sec", "second"], 1), (["m", "min", "minute"], 60), (["h", "hour"], 3_600),
    (["d", "day"], 86_400),
  ]
  private static let example = "write a rate such as 20/s or 300/min"

  /// The rate that `text` says: a number, `/` or `per`, and a unit of time, as in `300/min`.
  ///
  /// - Throws: `UnitError` with what would be right.
  public init(parsing text: String) throws(UnitError) {
    var rest = Substring(text).utf8
    guard let number = Decimal(readingFrom: &rest) else {
      let problem = text.hasPrefix("-") ? "is negative" : "is not a rate"
      throw UnitError(text: text, problem: problem, hint: Rate.example)
    }
    var words = Substring(rest).split(separator: " ", omittingEmptySubsequences: true)[...]
    if words.first == "/" || words.first == "per" {
      words.removeFirst()
    } else if let first = words.first, first.hasPrefix("/") {
      words[words.startIndex] = first.dropFirst()
    } else {
      let digits = text.dropLast(rest.count)
      let problem = words.isEmpty ? "has no unit" : "is not a rate"
      let hint = words.isEmpty ? "did you mean \(digits)/s?" : Rate.example
      throw UnitError(text: text, problem: problem, hint: hint)
    }
    guard words.count == 1, let name = words.first,
      let unit = Rate.units.first(where: { $0.names.contains(String(name)) })
    else {
      throw UnitError(
        text: text, problem: "has no unit of time that is known",
        hint: "write /s, /min, /h or /d")
    }
    self.init(perSecond: number.value / unit.seconds)
  }

  /// The rate in the shortest of seconds, minutes and hours that makes it a whole number, or in
  /// seconds.
  public var description: String {
    for (name, seconds) in [("s", 1.0), ("min", 60), ("h", 3_600)] {
      let number = perSecond * seconds
      // A trifle beside a whole number is the division by 60 that made it.
      let whole = number.rounded()
      if whole < 1e15, whole > 0 || perSecond == 0, abs(number - whole) <= 1e-12 * whole {
        return "\(Int64(whole))/\(name)"
      }
    }
    return "\(perSecond)/s"
  }
}
