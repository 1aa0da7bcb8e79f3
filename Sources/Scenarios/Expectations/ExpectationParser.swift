import ClusterSim
import Documents

extension ScalarFormat where Value == Expectation {
  /// A comparison such as `phases.update.failed == 0`, whose figure `catalogue` must have.
  static func expectation(_ catalogue: FigureCatalogue) -> ScalarFormat {
    .parsed(as: "a comparison such as run.failed == 0") { text in
      try ExpectationParser(text, catalogue).expectation()
    }
  }
}

/// Takes a comparison apart: a path into `summary.json`, an operator, and a number with its unit
/// or the path of another figure.
struct ExpectationParser {
  private let text: String
  private let catalogue: FigureCatalogue

  init(_ text: String, _ catalogue: FigureCatalogue) {
    self.text = text
    self.catalogue = catalogue
  }

  /// Whether an expectation is about variants that it names, and not about each run.
  static func namesVariants(_ text: String) -> Bool {
    let sides = text.split { "=!<>".contains($0) }
    return sides.contains { $0.trimmed.hasPrefix("variants.") }
  }

  /// The expectation.
  ///
  /// - Throws: A problem that follows a field's name.
  func expectation() throws(ValueProblem) -> Expectation {
    let (path, rest) = try FigurePathText.path(
      Substring(text.trimmed), of: text, example: "a comparison such as run.failed == 0")
    let tail = rest.trimmed
    let operators = Expectation.Comparison.allCases.sorted { $0.rawValue.count > $1.rawValue.count }
    guard let comparison = operators.first(where: { tail.hasPrefix($0.rawValue) }) else {
      let known = Expectation.Comparison.allCases.map(\.rawValue).joined(separator: " ")
      throw ValueProblem(
        "is \(quoted(text)), which compares nothing",
        hint: tail.hasPrefix("=") ? "write == for equal" : "write one of \(known) and a number")
    }
    let unit = try unit(of: path)
    let other = tail.dropFirst(comparison.rawValue.count).trimmed
    let bound = try FigurePathText.begins(other) ? figure(other, beside: path, unit)
      : .number(number(other, unit))
    return Expectation(text: text, path: path, comparison: comparison, bound: bound)
  }

  private func unit(of path: [String]) throws(ValueProblem) -> FigureCatalogue.Unit {
    do {
      return try catalogue.unit(of: path)
    } catch {
      throw ValueProblem("is \(quoted(text)), which \(error.message)", hint: error.hint)
    }
  }

  /// Another figure to compare with, which must be of the same kind.
  private func figure(
    _ other: String, beside path: [String], _ unit: FigureCatalogue.Unit
  ) throws(ValueProblem) -> Expectation.Bound {
    let (members, rest) = try FigurePathText.path(
      Substring(other), of: text, example: "a comparison such as run.failed == 0")
    guard rest.trimmed.isEmpty else {
      throw ValueProblem(
        "is \(quoted(text)), which goes on after its second figure", hint: "end it there")
    }
    guard (members[0] == "variants") == (path[0] == "variants") else {
      throw ValueProblem(
        "is \(quoted(text)), which compares a variant with each of them",
        hint: "name a variant on both sides: variants.NAME.FIGURE")
    }
    let second = try self.unit(of: members)
    guard second == unit else {
      throw ValueProblem(
        "is \(quoted(text)), which compares \(unit.noun) with \(second.noun)",
        hint: "compare figures of the same unit")
    }
    return .figure(members)
  }

  /// The number, in the unit that the figure has in `summary.json`.
  private func number(
    _ text: String, _ unit: FigureCatalogue.Unit
  ) throws(ValueProblem) -> Double {
    if let number = PlainNumber.parse(text) { return number }
    switch unit {
    case .share where text.hasSuffix("%"): return try ShareText.parse(text)
    case .milliseconds, .seconds:
      do {
        let span = try DurationText.parse(text)
        return unit == .seconds ? span.seconds : span.milliseconds
      } catch {
        throw ValueProblem(
          "is \(quoted(self.text)), whose bound \(error.message)", hint: error.hint)
      }
    case .dollars where text.hasPrefix("$"):
      if let number = PlainNumber.parse(text.dropFirst()) { return number }
    default: break
    }
    throw ValueProblem(
      "is \(quoted(self.text)), whose bound is \(quoted(text))", hint: "write \(example(unit))")
  }

  private func example(_ unit: FigureCatalogue.Unit) -> String {
    switch unit {
    case .count: "a number such as 0"
    case .share: "a share such as 99.9%"
    case .milliseconds: "a time such as 300ms"
    case .seconds: "a time such as 14s"
    case .dollars: "an amount such as $1.50"
    case .cores: "cores such as 0.5"
    case .bytes: "bytes such as 1000000"
    }
  }
}

/// What becomes of expectations when a run is over.
public enum Expectations {
  /// How each expectation came out against the figures that `lookup` finds.
  ///
  /// - Parameter lookup: The figure at a path of `summary.json`, or nil; a member of a list is
  ///   named by its `name`.
  public static func evaluate(
    _ expectations: [Expectation], lookup: ([String]) -> Double?
  ) -> [ExpectationOutcome] {
    expectations.map { ExpectationOutcome($0, lookup: lookup) }
  }
}
