import ClusterSim
import Documents
import Units

/// Reads `objective` and `end`.
enum ObjectiveDecoder {
  static func objective(_ reader: MappingReader) -> ObjectiveDesign? {
    var objective = ObjectiveDesign()
    reader.read(ClientParameters.objective, into: &objective)
    objective.latency = reader.optional("latency", .latencyBound)
    return objective
  }

  static func end(_ reader: MappingReader) -> RunEnd? {
    switch reader.exactlyOne(of: ["at", "after"]) {
    case "at":
      return reader.optional("at", .positiveDuration).map { .at(.start + $0) }
    case "after":
      return reader.optional("after", .duration).map { .afterTimeline(settle: $0) }
    default: return nil
    }
  }
}

extension ScalarFormat where Value == LatencyBound {
  /// A quantile and its bound: `p99 < 300ms`.
  static var latencyBound: ScalarFormat {
    .parsed(as: "a bound such as p99 < 300ms") { text in
      let wrong = ValueProblem(
        "is \(quoted(text))", hint: "write a bound such as p99 < 300ms")
      let sides = text.split(separator: "<", omittingEmptySubsequences: false)
      guard sides.count == 2 else { throw wrong }
      let name = sides[0].trimmed
      var bound = Substring(sides[1])
      if bound.first == "=" { bound.removeFirst() }
      let digits = name.dropFirst().replacing("_", with: ".")
      guard name.hasPrefix("p"), let quantile = PlainNumber.parsePercent(digits), quantile > 0,
        quantile < 1
      else { throw wrong }
      return LatencyBound(
        quantile: quantile, atMost: try DurationText.parse(bound.trimmed))
    }
  }
}
