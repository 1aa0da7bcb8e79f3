import ClusterSim
import Documents
import KubeAPI
import Randomness
import Units

extension ScalarFormat where Value == TimeSpan {
  /// A span of time, zero or more.
  static var duration: ScalarFormat {
    .parsed(as: DurationText.expected) { try DurationText.parse($0) }
  }

  /// A span of time above zero.
  static var positiveDuration: ScalarFormat {
    duration.checked { (span) throws(ValueProblem) in
      guard span > .zero else { throw ValueProblem("is 0", hint: "write a time above zero") }
    }
  }
}

extension ScalarFormat where Value == Rate {
  /// How often something happens; zero or more.
  static var rate: ScalarFormat { .parsed(as: RateText.expected) { try RateText.parse($0) } }
}

extension ScalarFormat where Value == Distribution {
  /// How long something takes, and how that varies.
  static var distribution: ScalarFormat {
    .parsed(as: DistributionText.expected) { try DistributionText.parse($0) }
  }
}

extension ScalarFormat where Value == Bytes {
  /// An amount of memory or disk, or the size of an image.
  static var bytes: ScalarFormat {
    .parsed(as: "a size such as 512Mi or 1.5Gi") { text in
      let quantity = try Quantity(parsing: text)
      guard quantity >= .zero else {
        throw ValueProblem("is \(quoted(text))", hint: "a size cannot be negative")
      }
      guard quantity.isWhole else {
        throw ValueProblem(
          "is \(quoted(text)), which is not whole bytes", hint: "write a size such as 512Mi")
      }
      return Bytes(quantity.value)
    }
  }
}

extension ScalarFormat where Value == MilliCPU {
  /// An amount of CPU above zero.
  static var cpu: ScalarFormat {
    .parsed(as: "cores such as 2 or 500m") { text in
      guard let milli = try Quantity(parsing: text).milliValue, milli > 0 else {
        throw ValueProblem("is \(quoted(text))", hint: "write cores such as 2 or 500m")
      }
      return MilliCPU(milli)
    }
  }
}

extension ScalarFormat where Value == Dollars {
  /// A price an hour.
  static var pricePerHour: ScalarFormat {
    .parsed(as: "a price such as $0.05/h") { text in
      guard text.hasPrefix("$"), text.hasSuffix("/h"),
        let number = PlainNumber.parse(text.dropFirst().dropLast(2)), number <= 1e6
      else { throw ValueProblem("is \(quoted(text))", hint: "write a price such as $0.05/h") }
      return Dollars(number)
    }
  }
}

/// Shares as scenarios write them: `99.9%` or `0.999`.
enum ShareText {
  static let expected = "a share such as 99.9%"

  /// The share, 0 … 1.
  static func parse(_ text: String) throws(ValueProblem) -> Double {
    let isPercent = text.hasSuffix("%")
    let parsed =
      isPercent ? PlainNumber.parsePercent(text.dropLast()) : PlainNumber.parse(text)
    guard let share = parsed else {
      throw ValueProblem("is \(quoted(text))", hint: "write \(expected)")
    }
    guard share <= 1 else {
      throw ValueProblem(
        "is \(quoted(text)), which is more than all",
        hint: isPercent ? "write at most 100%" : "did you mean \(text)%?")
    }
    return share
  }
}

extension ScalarFormat where Value == Double {
  /// A share of a whole, 0 … 1.
  static var share: ScalarFormat { .parsed(as: ShareText.expected) { try ShareText.parse($0) } }
}

extension ScalarFormat where Value == LabelMatch {
  /// Labels with their values, as `kubectl -l` takes them.
  static var labels: ScalarFormat {
    .parsed(as: "labels such as name=app,colour=orange") { try LabelText.parse($0) }
  }
}

/// Labels as `kubectl -l` takes them, as far as scenarios need it: `key=value` terms.
enum LabelText {
  static func parse(_ text: String) throws(ValueProblem) -> LabelMatch {
    let wrong = ValueProblem(
      "is \(quoted(text))", hint: "write labels such as name=app,colour=orange")
    guard !text.isEmpty else { throw wrong }
    var terms: [LabelDesign] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: true)
      let isPlain = part.filter { $0 == "=" }.count == 1 || part.contains("==")
      guard isPlain, sides.count == 2, !sides[0].contains("!"), !part.contains(" ") else {
        throw wrong
      }
      let key = String(sides[0])
      let value = String(sides[1])
      guard NameRules.isQualifiedName(key), NameRules.isLabelValue(value) else { throw wrong }
      terms.append(LabelDesign(key, value))
    }
    return LabelMatch(terms)
  }
}
