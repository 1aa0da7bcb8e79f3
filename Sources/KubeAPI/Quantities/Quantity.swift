import Units

/// An exact amount of a resource as manifests write it: `500m`, `16Gi`, `1.5`, `2e3`.
///
/// Held as whole billionths, the finest that Kubernetes keeps, so that no arithmetic rounds.
/// Amounts beyond ±(2⁶³ − 1) are refused, where Kubernetes caps them in silence.
/// Source: `staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go`, v1.36.
public struct Quantity: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The family of suffixes that an amount was written with, in which it is printed again.
  public enum Format: Hashable, Sendable {
    /// `m`, `k`, `M`, `G` …: powers of a thousand.
    case decimalSI
    /// `Ki`, `Mi`, `Gi` …: powers of 1,024.
    case binarySI
    /// `1e3`.
    case decimalExponent
  }

  /// Billionths.
  public let nanos: Int128
  /// How it was written.
  public let format: Format

  static let nanosMax = Int128(Int64.max) * 1_000_000_000

  /// Nothing.
  public static let zero = Quantity(nanos: 0, format: .decimalSI)

  init(nanos: Int128, format: Format) {
    self.nanos = nanos
    self.format = format
  }

  /// `value` whole units.
  public init(_ value: Int64, format: Format = .decimalSI) {
    self.init(nanos: Int128(value) * 1_000_000_000, format: format)
  }

  /// `value` thousandths.
  public init(milli value: Int64) {
    self.init(nanos: Int128(value) * 1_000_000, format: .decimalSI)
  }

  /// Whether `a` is less than `b`, whatever they were written as.
  public static func < (a: Quantity, b: Quantity) -> Bool { a.nanos < b.nanos }
  /// Whether both are the same amount, whatever they were written as.
  public static func == (a: Quantity, b: Quantity) -> Bool { a.nanos == b.nanos }
  /// Equal amounts hash alike, whatever they were written as.
  public func hash(into hasher: inout Hasher) { hasher.combine(nanos) }

  /// Whole units; a part of a unit counts as one.
  public var value: Int64 { Int64(clamping: roundedUp(to: 1_000_000_000)) }
  /// Thousandths; a part of one counts as one. Nil when they do not fit.
  public var milliValue: Int64? { Int64(exactly: roundedUp(to: 1_000_000)) }
  /// Whether the amount is whole.
  public var isWhole: Bool { nanos % 1_000_000_000 == 0 }

  /// The amount rounded up to thousandths, as the API server does when it stores a resource.
  ///
  /// Source: `pkg/apis/core/v1/defaults.go` (SetDefaults_ResourceList), v1.36.
  public var roundedUpToMilli: Quantity {
    Quantity(nanos: roundedUp(to: 1_000_000) * 1_000_000, format: format)
  }

  /// The quotient by `unit`, rounded away from zero.
  private func roundedUp(to unit: Int128) -> Int128 {
    let (quotient, rest) = nanos.quotientAndRemainder(dividingBy: unit)
    return rest == 0 ? quotient : quotient + rest.signum()
  }

  /// The canonical text: no fraction, the largest suffix that loses nothing.
  public var description: String {
    guard nanos != 0 else { return "0" }
    let unit: Int128 = 1_000_000_000
    let isSmall = nanos.magnitude < UInt128(1_024 * unit)
    if format == .binarySI, !isSmall, isWhole { return binaryText(nanos / unit) }
    return decimalText(asExponent: format == .decimalExponent)
  }

  private func binaryText(_ amount: Int128) -> String {
    let suffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
    var number = amount
    var power = 0
    while power + 1 < suffixes.count, number % 1_024 == 0 {
      number /= 1_024
      power += 1
    }
    return "\(number)\(suffixes[power])"
  }

  private func decimalText(asExponent: Bool) -> String {
    var number = nanos
    var exponent = -9
    while number % 1_000 == 0 {
      number /= 1_000
      exponent += 3
    }
    if exponent == 0 { return "\(number)" }
    let suffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
    let place = exponent / 3 + 3
    return asExponent || place >= suffixes.count
      ? "\(number)e\(exponent)" : "\(number)\(suffixes[place])"
  }
}
