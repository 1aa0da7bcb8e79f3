/// The one door to exponentials, logarithms and powers, the same bits on every machine.
///
/// The C library picks a variant of `exp` and `log` by the CPU that it finds, and their last bits
/// differ. These use only IEEE 754 additions, multiplications, divisions and square roots, each of
/// which is exact to half a unit in the last place everywhere. Nothing else in the project may call
/// the C library's functions, so that one seed gives one result.
public enum Elementary {
  // ln 2 in two parts: the upper has 21 trailing zero bits, so a multiple by any exponent is exact.
  @usableFromInline static let ln2High = 0x1.62e42feep-1
  @usableFromInline static let ln2Low = 0x1.a39ef35793c76p-33
  @usableFromInline static let log2e = 0x1.71547652b82fep+0
  /// Adding 1.5 · 2⁵² leaves the nearest whole number in the low bits of the significand.
  @usableFromInline static let roundingShift = 0x1.8p+52

  /// *e* to the power `x`.
  ///
  /// Within 1 unit in the last place (relative error 2.3e-16) of the true value, zero below -745.2,
  /// infinite above 709.8. The remainder after powers of two goes through the Taylor polynomial of
  /// degree 13, whose next term is under 2⁻⁵⁷. About 6 ns, as the C library's.
  @inlinable
  public static func exp(_ x: Double) -> Double {
    guard x < 709.782712893384 else { return x.isNaN ? x : .infinity }
    guard x > -745.2 else { return 0 }
    let shifted = x * log2e + roundingShift
    let n = shifted - roundingShift
    let r = (x - n * ln2High) - n * ln2Low
    let r2 = r * r
    let r4 = r2 * r2
    let low = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120))
    let middle = (1.0 / 720 + r * (1.0 / 5_040)) + r2 * (1.0 / 40_320 + r * (1.0 / 362_880))
    let high = (1.0 / 3_628_800 + r * (1.0 / 39_916_800))
      + r2 * (1.0 / 479_001_600 + r * (1.0 / 6_227_020_800))
    let value = 1 + (r + r2 * (low + r4 * (middle + r4 * high)))
    let exponent = Int64(bitPattern: shifted.bitPattern &- roundingShift.bitPattern)
    return scale(value, byPowerOfTwo: exponent)
  }

  /// `value` times two to the `exponent`, in two steps where one would leave the normal range.
  @inlinable @inline(__always)
  static func scale(_ value: Double, byPowerOfTwo exponent: Int64) -> Double {
    if exponent > -1_022, exponent < 1_024 {
      return value * Double(bitPattern: UInt64(bitPattern: exponent &+ 1_023) &<< 52)
    }
    let half = exponent >> 1
    let first = Double(bitPattern: UInt64(bitPattern: half &+ 1_023) &<< 52)
    let second = Double(bitPattern: UInt64(bitPattern: exponent &- half &+ 1_023) &<< 52)
    return value * first * second
  }

  /// The natural logarithm of `x`.
  ///
  /// Within 1 unit in the last place (relative error 2.3e-16) of the true value; minus infinity at
  /// zero and NaN below it. Uses log(1+f) = f - s(f - R) with s = f / (2 + f) and the odd series of
  /// 2 artanh(s), whose first dropped term is under 2⁻⁵⁸. About 9 ns; the C library's takes 5.
  @inlinable
  public static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    var bits = x.bitPattern
    var exponent: Int64 = 0
    if bits < 0x0010_0000_0000_0000 {
      bits = (x * 0x1p+54).bitPattern
      exponent = -54
    }
    // Centre the significand on 1: from sqrt(1/2) to sqrt(2).
    let offset = bits &- 0x3fe6_a09e_667f_3bcd
    exponent &+= Int64(bitPattern: offset) >> 52
    let f = Double(bitPattern: (offset & 0x000f_ffff_ffff_ffff) &+ 0x3fe6_a09e_667f_3bcd) - 1
    let s = f / (2 + f)
    let z = s * s
    let z2 = z * z
    let z4 = z2 * z2
    let low = (2.0 / 3 + z * (2.0 / 5)) + z2 * (2.0 / 7 + z * (2.0 / 9))
    let middle = (2.0 / 11 + z * (2.0 / 13)) + z2 * (2.0 / 15 + z * (2.0 / 17))
    let high = (2.0 / 19 + z * (2.0 / 21)) + z2 * (2.0 / 23)
    let series = z * (low + z4 * (middle + z4 * high))
    let halfSquare = 0.5 * f * f
    let n = Double(exponent)
    return n * ln2High - ((halfSquare - (s * (halfSquare + series) + n * ln2Low)) - f)
  }

  /// The natural logarithm of 1 + `x`, exact also where `x` is far smaller than 1.
  ///
  /// Within 3 units in the last place of the true value; NaN below -1.
  @inlinable
  public static func log1p(_ x: Double) -> Double {
    let sum = 1 + x
    guard sum != 1 else { return x }
    guard sum < .infinity else { return sum }
    return log(sum) * (x / (sum - 1))
  }

  /// `base` to the power `exponent`, for a base of zero or more.
  ///
  /// Computed as exp(exponent · log(base)): the relative error is under
  /// 2.3e-16 · (2 + |exponent · log(base)|), so 1.7e-13 at the ends of the range and 5e-15 for
  /// results between 1e-8 and 1e8. NaN for a negative base.
  @inlinable
  public static func pow(_ base: Double, _ exponent: Double) -> Double {
    if exponent == 0 { return 1 }
    if base == 0 { return exponent > 0 ? 0 : .infinity }
    return exp(exponent * log(base))
  }
}
