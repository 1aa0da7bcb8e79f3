/// A 128-bit fingerprint of words and text, the same in every process, build and release.
///
/// `Hasher` is seeded anew in each process, so nothing that a run depends on may come from it. Two
/// 64-bit lanes absorb each word through SplitMix64's finaliser with different constants; at 128
/// bits, a billion names collide with a chance under 2⁻⁶⁸. Not for secrets.
/// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014, doi:10.1145/2660193.2660195.
@frozen
public struct StableHash: Hashable, Sendable {
  /// The first 64 bits.
  public var first: UInt64
  /// The second 64 bits.
  public var second: UInt64

  /// The fingerprint of nothing.
  @inlinable
  public init() {
    first = 0x243f_6a88_85a3_08d3
    second = 0x1319_8a2e_0370_7344
  }

  @inlinable
  init(first: UInt64, second: UInt64) {
    self.first = first
    self.second = second
  }

  /// Adds a word; the order of additions matters.
  @inlinable
  public mutating func absorb(_ word: UInt64) {
    first = StableHash.mix(first ^ word)
    second = StableHash.mix((second &+ 0x9e37_79b9_7f4a_7c15) ^ (word &* 0xd1b5_4a32_d192_ed03))
  }

  /// Adds a text, its length included, so that `"ab"` + `"c"` differs from `"a"` + `"bc"`.
  ///
  /// - Complexity: O(*n*) in the text's UTF-8 bytes.
  public mutating func absorb(_ text: String) {
    var word: UInt64 = 0
    var count: UInt64 = 0
    for byte in text.utf8 {
      word |= UInt64(byte) &<< (8 &* (count & 7))
      count &+= 1
      if count & 7 == 0 {
        absorb(word)
        word = 0
      }
    }
    absorb(word)
    absorb(count ^ 0xff51_afd7_ed55_8ccd)
  }

  /// SplitMix64's finaliser: every bit of the result depends on every bit of `word`.
  @inlinable @inline(__always)
  public static func mix(_ word: UInt64) -> UInt64 {
    var z = word &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z &>> 31)
  }
}
