/// A choice among numbered options by weight, in constant time: a request mix, an endpoint.
///
/// Walker's alias method; one random word a choice, about 5 ns.
/// Source: M. D. Vose, "A linear algorithm for generating random numbers with a given
/// distribution", IEEE Trans. Software Engineering 17(9), 1991, doi:10.1109/32.92917.
public struct WeightedChoice: Hashable, Sendable {
  /// For option *i*, the share of its cell that is its own, in 2⁻⁶⁴.
  @usableFromInline let thresholds: [UInt64]
  /// Who owns the rest of option *i*'s cell.
  @usableFromInline let aliases: [UInt32]

  /// How many options there are.
  @inlinable
  public var count: Int { thresholds.count }

  /// A choice in which option *i* has the chance `weights[i]` over their sum.
  ///
  /// - Throws: `DistributionError` unless there is a weight, all are finite and none negative, and
  ///   one is above zero.
  /// - Complexity: O(*n*) in the number of weights.
  public init(weights: [Double]) throws(DistributionError) {
    var total = 0.0
    for weight in weights {
      guard weight >= 0, weight.isFinite else {
        throw DistributionError(parameter: "weight", value: weight, expected: "0 or more")
      }
      total += weight
    }
    guard total > 0, total.isFinite, weights.count < Int(UInt32.max) else {
      throw DistributionError(
        parameter: "sum of weights", value: total, expected: "above 0 and finite")
    }
    (thresholds, aliases) = WeightedChoice.table(of: weights, total: total)
  }

  private static func table(of weights: [Double], total: Double) -> ([UInt64], [UInt32]) {
    let count = weights.count
    var shares = weights.map { $0 / total * Double(count) }
    var thresholds = [UInt64](repeating: .max, count: count)
    var aliases = (0..<count).map { UInt32($0) }
    var small: [Int] = []
    var large: [Int] = []
    for index in 0..<count {
      if shares[index] < 1 { small.append(index) } else { large.append(index) }
    }
    while let low = small.popLast(), let high = large.last {
      thresholds[low] = UInt64(shares[low] * 0x1p+63) &* 2
      aliases[low] = UInt32(high)
      shares[high] -= 1 - shares[low]
      if shares[high] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
    return (thresholds, aliases)
  }

  /// The number of the option chosen, from 0.
  @inlinable @inline(__always)
  public func pick(_ stream: inout RandomStream) -> Int {
    let scaled = stream.next().multipliedFullWidth(by: UInt64(thresholds.count))
    let cell = Int(truncatingIfNeeded: scaled.high)
    let other = Int(aliases[cell])
    return scaled.low < thresholds[cell] ? cell : other
  }
}
