/// Count, mean and variance of numbers as they come.
///
/// Merging gives the same figures to rounding, not to the bit: merge in a fixed order. Use
/// `LatencyHistogram` for spans, whose sums are exact.
/// Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Algorithms for computing the sample variance",
/// The American Statistician 37(3), 1983, doi:10.1080/00031305.1983.10483115.
public struct Moments: Hashable, Sendable {
  /// How many numbers there were.
  public private(set) var count = 0
  /// Their mean; zero when there was none.
  public private(set) var mean = 0.0
  private var squares = 0.0

  /// No number yet.
  public init() {}

  /// The moments of `values`, taken in order.
  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  /// Takes in one more number.
  public mutating func add(_ value: Double) {
    count += 1
    let distance = value - mean
    mean += distance / Double(count)
    squares += distance * (value - mean)
  }

  /// Takes in all that `other` has.
  public mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    let total = Double(count + other.count)
    let distance = other.mean - mean
    squares += other.squares
    squares += distance * distance * Double(count) * Double(other.count) / total
    mean += distance * Double(other.count) / total
    count += other.count
  }

  /// The sample variance; zero for fewer than two numbers.
  public var variance: Double { count > 1 ? squares / Double(count - 1) : 0 }
  /// The sample standard deviation; zero for fewer than two numbers.
  public var standardDeviation: Double { variance.squareRoot() }
  /// The standard deviation over the mean; zero when the mean is.
  public var cv: Double { mean == 0 ? 0 : standardDeviation / mean }
}
