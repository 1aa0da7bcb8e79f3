import Documents
import Units

/// Spans of time as scenarios write them: `30s`, `4.5ms`, `1h30m`.
public enum DurationText {
  /// What is right, for messages.
  static let expected = "a duration such as 30s, 4.5ms or 1h30m"

  /// The span that `text` says; zero or more, exact to the nanosecond.
  ///
  /// - Throws: A problem that follows a field's name: `is "30", which has no unit; …`.
  public static func parse(_ text: String) throws(ValueProblem) -> TimeSpan {
    do { return try TimeSpan(parsing: text) } catch { throw ValueProblem(error) }
  }
}

/// Rates as scenarios write them: `25/s`, `300/m`, `10/h`.
public enum RateText {
  /// What is right, for messages.
  static let expected = "a rate such as 25/s or 300/m"
  private static let perSecondMax = 1e9

  /// The rate that `text` says; zero or more, at most a billion a second.
  ///
  /// - Throws: A problem that follows a field's name.
  public static func parse(_ text: String) throws(ValueProblem) -> Rate {
    let rate: Rate
    do { rate = try Rate(parsing: text) } catch { throw ValueProblem(error) }
    guard rate.perSecond <= perSecondMax else {
      throw ValueProblem("is \(quoted(text))", hint: "write at most 1000000000/s")
    }
    return rate
  }
}

extension ValueProblem {
  /// What is wrong with an amount, to follow the field's name.
  init(_ error: UnitError) {
    self.init("is \(quoted(error.text)), which \(error.problem)", hint: error.hint)
  }
}
