/// Bytes that come in pieces, with the place of the next one.
struct ByteSource {
  private var piece: [UInt8]
  private var index = 0
  private let nextPiece: () throws -> [UInt8]?
  /// Bytes before the next one.
  private(set) var offset = 0
  /// Line of the next byte, from 1.
  private(set) var line = 1
  /// Column of the next byte in Unicode scalars, from 1.
  private(set) var column = 1

  /// The bytes that `nextPiece` gives until it gives nil; empty pieces are skipped.
  ///
  /// - Parameter mark: where the first of them stands.
  init(at mark: Mark = .start, _ nextPiece: @escaping () throws -> [UInt8]?) {
    piece = []
    self.nextPiece = nextPiece
    line = mark.line
    column = mark.column
  }

  /// The bytes of `text`.
  init(_ text: String) {
    piece = Array(text.utf8)
    nextPiece = { nil }
  }

  /// The bytes of a part of a file, the first of which stands at `mark`.
  init(_ bytes: [UInt8], at mark: Mark) {
    piece = bytes
    nextPiece = { nil }
    line = mark.line
    column = mark.column
  }

  /// Place of the next byte.
  var mark: Mark { Mark(line: line, column: column) }

  /// The next byte, or nil at the end.
  @inline(__always)
  mutating func peek() throws -> UInt8? {
    if index < piece.count { return piece[index] }
    return try refill()
  }

  /// Goes past the byte that ``peek()`` has just shown.
  @inline(__always)
  mutating func skip() {
    let byte = piece[index]
    index += 1
    offset += 1
    if byte == UInt8(ascii: "\n") {
      line += 1
      column = 1
    } else if byte & 0xC0 != 0x80 {
      column += 1
    }
  }

  /// The next byte and goes past it; nil at the end.
  @inline(__always)
  mutating func take() throws -> UInt8? {
    guard let byte = try peek() else { return nil }
    skip()
    return byte
  }

  private mutating func refill() throws -> UInt8? {
    while let next = try nextPiece() {
      guard let first = next.first else { continue }
      piece = next
      index = 0
      return first
    }
    return nil
  }
}
