import Documents

/// A number of pods, or a share of a number of pods: `2` or `25%`.
///
/// Source: `staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go`, v1.36.
public enum CountOrPercent: Hashable, Sendable, CustomStringConvertible {
  /// So many.
  case count(Int)
  /// So many of each hundred.
  case percent(Int)

  /// How many of `total`, rounded up.
  public func roundedUp(of total: Int) -> Int { resolved(total, adding: 99) }

  /// How many of `total`, rounded down.
  public func roundedDown(of total: Int) -> Int { resolved(total, adding: 0) }

  private func resolved(_ total: Int, adding rest: Int) -> Int {
    switch self {
    case .count(let count): return count
    case .percent(let percent):
      let (product, overflow) = percent.multipliedReportingOverflow(by: total)
      return overflow ? total : (product + rest) / 100
    }
  }

  /// As manifests write it.
  public var description: String {
    switch self {
    case .count(let count): "\(count)"
    case .percent(let percent): "\(percent)%"
    }
  }
}

extension ScalarFormat where Value == CountOrPercent {
  /// A whole number, or a share such as 25%.
  public static var countOrPercent: ScalarFormat {
    ScalarFormat(expected: "a whole number or a share such as 25%") { scalar in
      if scalar.text.hasSuffix("%") {
        let digits = scalar.text.dropLast()
        guard let percent = Int(digits), (0...1_000_000).contains(percent),
          digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 })
        else {
          throw ValueProblem("is \(quoted(scalar.text))", hint: "write a share such as 25%")
        }
        return .percent(percent)
      }
      let count: ScalarFormat<Int> = .integer(in: 0...Int(Int32.max))
      return .count(try count.read(scalar))
    }
  }
}
