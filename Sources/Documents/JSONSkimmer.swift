/// Goes over JSON that is in memory, byte by byte and without making anything of it.
///
/// It minds the grammar, brackets, names, commas and all; what numbers and escapes say it takes on
/// trust, for nobody looks at the values that it passes by. Where it says that the text is broken,
/// ``JSONScanner`` says how.
package struct JSONSkimmer {
  /// Why it cannot go on.
  package enum Stop: Error {
    /// There are no more bytes.
    case ends
    /// This is not JSON.
    case broken
  }

  /// The bytes, which their owner keeps alive.
  package let bytes: UnsafeBufferPointer<UInt8>
  /// The place of the next byte.
  package var place: Int

  /// At `place` of `bytes`.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int = 0) {
    self.bytes = bytes
    self.place = place
  }

  /// The next byte that is not white space.
  @inline(__always)
  package mutating func next() throws(Stop) -> UInt8 {
    let count = bytes.count
    while place < count {
      let byte = bytes[place]
      if byte > 0x20 { return byte }
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { throw .broken }
      place &+= 1
      // Indentation comes in long runs.
      while place &+ 8 <= count, word(at: place) == 0x2020_2020_2020_2020 { place &+= 8 }
    }
    throw .ends
  }

  /// Goes past the next byte, which must be `byte`, and white space before it.
  @inline(__always)
  package mutating func expect(_ byte: UInt8) throws(Stop) {
    guard try next() == byte else { throw .broken }
    place &+= 1
  }

  @inline(__always)
  private func word(at place: Int) -> UInt64 {
    UnsafeRawPointer(bytes.baseAddress! + place).loadUnaligned(as: UInt64.self)
  }

  /// Goes past a text, at whose opening quote it stands.
  /// - Returns: the text between its quotes, as it is written.
  package mutating func string() throws(Stop) -> Range<Int> {
    place &+= 1
    let start = place
    let count = bytes.count
    while true {
      while place &+ 8 <= count {
        let word = word(at: place)
        let found = Self.zeros(word ^ 0x2222_2222_2222_2222) | Self.zeros(word ^ Self.backslashes)
          | ((word &- 0x2020_2020_2020_2020) & ~word & Self.highBits)
        if found != 0 {
          place &+= found.trailingZeroBitCount >> 3
          break
        }
        place &+= 8
      }
      guard place < count else { throw .ends }
      let byte = bytes[place]
      place &+= 1
      if byte == 0x22 { return start..<(place &- 1) }
      if byte < 0x20 { throw .broken }
      if byte == 0x5C {
        guard place < count else { throw .ends }
        guard Self.escapes.contains(bytes[place]) else { throw .broken }
        place &+= 1
      }
    }
  }

  private static let highBits: UInt64 = 0x8080_8080_8080_8080
  private static let backslashes: UInt64 = 0x5C5C_5C5C_5C5C_5C5C
  private static let escapes = Array("\"\\/bfnrtu".utf8)

  /// Bits where a byte of `word` is zero; above the first one there may be false ones.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & highBits
  }

  /// Goes past a number or a bare word, at whose first byte it stands.
  private mutating func bareWord(_ first: UInt8) throws(Stop) {
    let start = place
    while place < bytes.count {
      let byte = bytes[place]
      if byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")
        || byte == UInt8(ascii: "}")
      { break }
      place &+= 1
    }
    // What is cut off may have gone on.
    guard place < bytes.count else { throw .ends }
    let word = bytes[start..<place]
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return
    case UInt8(ascii: "t"): if word.elementsEqual("true".utf8) { return }
    case UInt8(ascii: "f"): if word.elementsEqual("false".utf8) { return }
    case UInt8(ascii: "n"): if word.elementsEqual("null".utf8) { return }
    default: break
    }
    throw .broken
  }

  /// Goes past the name of a member and its colon.
  /// - Returns: the name between its quotes, as it is written.
  @inline(__always)
  package mutating func key() throws(Stop) -> Range<Int> {
    guard try next() == 0x22 else { throw .broken }
    let name = try string()
    try expect(UInt8(ascii: ":"))
    return name
  }

  /// Goes past a value and white space before it.
  /// - Returns: where the value stands.
  @discardableResult
  package mutating func value() throws(Stop) -> Range<Int> {
    // For each open bracket, whether it is an object's.
    var open: UInt128 = 0
    var depth = 0
    _ = try next()
    let start = place
    while true {
      let byte = try next()
      switch byte {
      case 0x22: _ = try string()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard depth < Self.depthMax else { throw .broken }
        place &+= 1
        depth &+= 1
        let isObject = byte == UInt8(ascii: "{")
        open = open << 1 | (isObject ? 1 : 0)
        if try next() != byte &+ 2 {
          if isObject { _ = try key() }
          continue
        }
        place &+= 1
        depth &-= 1
        open >>= 1
      default: try bareWord(byte)
      }
      while depth > 0 {
        let isObject = open & 1 == 1
        let after = try next()
        place &+= 1
        if after == UInt8(ascii: ",") {
          if isObject { _ = try key() }
          break
        }
        guard after == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { throw .broken }
        depth &-= 1
        open >>= 1
      }
      if depth == 0 { return start..<place }
    }
  }

  /// How deep brackets may be nested.
  private static let depthMax = 100
}
