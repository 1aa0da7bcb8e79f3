import Documents
import Randomness
import Units

/// Distributions of time as scenarios write them: `4ms`, `exponential 10ms`,
/// `lognormal 4.5ms cv 0.15`.
public enum DistributionText {
  private static let families = [
    "constant", "exponential", "lognormal", "gamma", "erlang", "uniform", "hyperexponential",
    "pareto",
  ]
  /// What is right, for messages.
  static let expected = "a time such as 4ms, exponential 10ms or lognormal 4.5ms cv 0.15"
  static let forms = [
    "constant": "constant 4ms", "exponential": "exponential 10ms",
    "lognormal": "lognormal 4.5ms cv 0.15", "gamma": "gamma 4.5ms cv 0.5",
    "erlang": "erlang 6ms stages 3", "uniform": "uniform 1ms to 3ms",
    "hyperexponential": "hyperexponential 10ms cv 2", "pareto": "pareto 10ms shape 2.5",
  ]

  /// The distribution, in seconds, that `text` says.
  ///
  /// - Throws: A problem that follows a field's name.
  public static func parse(_ text: String) throws(ValueProblem) -> Distribution {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = words.first else {
      throw ValueProblem("is empty", hint: "write \(expected)")
    }
    guard first.first?.isLetter == true else {
      guard words.count == 1 else {
        throw ValueProblem("is \(quoted(text))", hint: "write \(expected)")
      }
      return .deterministic(try DurationText.parse(first))
    }
    guard families.contains(first) else {
      let near = Suggestion.nearest(to: first, among: families)
      throw ValueProblem(
        "is \(quoted(text)), and \(quoted(first)) is no distribution",
        hint: near.map { "did you mean \($0)?" } ?? "write \(expected)")
    }
    do {
      return try Distribution(try shape(first, Array(words.dropFirst()), text))
    } catch let error as DistributionError {
      throw ValueProblem(
        "is \(quoted(text)), where \(error.parameter) is out of range",
        hint: "\(error.parameter) must be \(error.expected)")
    } catch let problem as ValueProblem {
      throw problem
    } catch {
      throw ValueProblem("is \(quoted(text)): \(error)", hint: "write \(expected)")
    }
  }

  private static func shape(
    _ family: String, _ words: [String], _ text: String
  ) throws(ValueProblem) -> Distribution.Shape {
    let wrong = ValueProblem(
      "is \(quoted(text))", hint: "write it as in \(forms[family] ?? expected)")
    func time(_ place: Int) throws(ValueProblem) -> Double {
      guard place < words.count else { throw wrong }
      do {
        return try DurationText.parse(words[place]).seconds
      } catch {
        throw ValueProblem("is \(quoted(text)), where a time \(error.message)", hint: error.hint)
      }
    }
    func number(after word: String) throws(ValueProblem) -> Double {
      guard words.count == 3, words[1] == word, let value = PlainNumber.parse(words[2]) else {
        throw wrong
      }
      return value
    }
    if family == "constant" || family == "exponential" {
      guard words.count == 1 else { throw wrong }
      let mean = try time(0)
      return family == "constant" ? .deterministic(mean) : .exponential(mean: mean)
    }
    switch family {
    case "lognormal": return .lognormal(mean: try time(0), cv: try number(after: "cv"))
    case "gamma": return .gamma(mean: try time(0), cv: try number(after: "cv"))
    case "hyperexponential":
      return .hyperexponential(mean: try time(0), cv: try number(after: "cv"))
    case "pareto": return .pareto(mean: try time(0), shape: try number(after: "shape"))
    case "erlang":
      let stages = try number(after: "stages")
      guard stages == stages.rounded(), stages <= 10_000 else { throw wrong }
      return .erlang(mean: try time(0), stages: Int(stages))
    default:
      guard words.count == 3, words[1] == "to" else { throw wrong }
      return .uniform(min: try time(0), max: try time(2))
    }
  }
}
