import ClusterSim
import Documents

/// Reads `steady` and `warm-up`, which belong together: what is not steady has no warm-up, since a
/// roll-out or an outage counts from its first second.
enum WarmUpDecoder {
  static func warmUp(_ reader: MappingReader) -> WarmUp? {
    let isSteady = reader.optional("steady", .boolean) ?? false
    guard reader.has("warm-up") else { return nil }
    let warmUp = reader.optional("warm-up", .warmUp)
    guard isSteady else {
      reader.log.error(
        at: reader.keyMark("warm-up"), .wrongValue,
        "a warm-up is only left out of what is declared steady",
        hint: "add steady: true, or remove it: a roll-out or an outage counts from its first "
          + "second")
      return nil
    }
    return warmUp
  }
}

extension ScalarFormat where Value == WarmUp {
  /// A time to leave out, or `detected`.
  static var warmUp: ScalarFormat {
    .parsed(as: "a time such as 30s, or detected") { text in
      if text == "detected" { return .detected }
      do {
        return .fixed(try DurationText.parse(text))
      } catch {
        let isWord = text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic }
        throw isWord
          ? ValueProblem("is \(quoted(text))", hint: "write a time such as 30s, or detected")
          : error
      }
    }
  }
}
