import Documents

/// A number of pods, or a share of them.
///
/// Source: `staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go`, v1.36.
public enum IntOrPercent: Hashable, Sendable, CustomStringConvertible {
  /// So many; zero or more.
  case number(Int)
  /// So many of a hundred; zero or more.
  case percent(Int)

  /// How many of `total` are meant; parts of one are rounded up, or else cut off.
  public func count(of total: Int, roundingUp: Bool) -> Int {
    switch self {
    case .number(let number): return number
    case .percent(let percent):
      let (product, overflow) = percent.multipliedReportingOverflow(by: total)
      if overflow { return .max }
      return product / 100 + (roundingUp && product % 100 > 0 ? 1 : 0)
    }
  }

  /// What `text` says: `3`, or `25%` of at most `most` percent.
  public init(parsing text: String, upTo most: Int) throws(ValueProblem) {
    let isShare = text.hasSuffix("%")
    let digits = isShare ? text.dropLast() : text[...]
    let limit = isShare ? most : Int(Int32.max)
    guard !digits.isEmpty, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
      let value = Int(digits), value <= limit
    else {
      throw ValueProblem(
        "is \(quoted(text))",
        hint: isShare ? "write a share from 0% to \(most)%"
          : "write a whole number such as 1, or a share such as 25%")
    }
    self = isShare ? .percent(value) : .number(value)
  }

  /// As a manifest has it: `3` or `25%`.
  public var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .percent(let percent): "\(percent)%"
    }
  }
}
