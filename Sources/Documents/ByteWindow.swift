import Glibc

/// The bytes of a file or a pipe, of which only a stretch is in memory at a time.
///
/// Whoever reads drops what it is done with and asks for more; what it has not dropped stays
/// together, so that one object of a large dump can be looked at as a whole.
package final class ByteWindow {
  /// The file's name in messages.
  package let name: String
  /// How much of the file may be held at once: as much as a whole manifest may be.
  package static let heldMax = SourceFile.sizeMax
  private static let firstCapacity = 1 << 20

  private let descriptor: Int32
  private var storage: UnsafeMutableBufferPointer<UInt8>
  private var start = 0
  private var end = 0
  /// The place of the first byte that is held, in the file.
  package private(set) var offset = 0
  /// Whether all of the file is held or dropped.
  package private(set) var isComplete = false
  private var line = 1
  private var column = 1

  /// The file at `path`; `-` is standard input.
  ///
  /// - Throws: a problem when there is nothing to read.
  package init(path: String) throws(Problems) {
    name = path == "-" ? "standard input" : path
    do throws(UnreadableFile) {
      descriptor = path == "-" ? STDIN_FILENO : try UnreadableFile.open(path)
    } catch {
      throw error.problems(of: path)
    }
    storage = .allocate(capacity: Self.firstCapacity)
  }

  deinit {
    storage.deallocate()
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// What is held.
  package var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: storage[start..<end])
  }

  /// Where the first byte that is held stands.
  package var mark: Mark { Mark(line: line, column: column) }

  /// Where the byte at `place` of what is held stands.
  /// - Complexity: O(`place`).
  package func mark(at place: Int) -> Mark {
    var cursor = MarkCursor(bytes, at: mark)
    return cursor.mark(at: place)
  }

  /// Lets go of the first `count` bytes.
  package func drop(_ count: Int) {
    let passed = mark(at: count)
    (line, column) = (passed.line, passed.column)
    start += count
    offset += count
  }

  /// Holds more of the file.
  ///
  /// - Returns: whether there was more.
  /// - Throws: a problem when it cannot be read, or too much of it would be held at once.
  package func more() throws(Problems) -> Bool {
    if isComplete { return false }
    try makeRoom()
    let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: storage[end...]))
    let count: Int
    do throws(UnreadableFile) {
      count = try UnreadableFile.read(descriptor, into: rest)
    } catch {
      throw error.problems(of: name)
    }
    end += count
    isComplete = count == 0
    return count > 0
  }

  private func makeRoom() throws(Problems) {
    if start > 0 {
      storage.baseAddress?.update(from: storage.baseAddress! + start, count: end - start)
      (start, end) = (0, end - start)
    }
    guard end == storage.count else { return }
    guard storage.count < Self.heldMax else {
      throw Problems(
        Problem(
          file: name, mark: mark, code: .tooLarge,
          message: "one object has more than \(Self.heldMax) bytes", hint: "split it"))
    }
    let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: storage.count * 2)
    _ = larger.update(fromContentsOf: storage[..<end])
    storage.deallocate()
    storage = larger
  }

  /// Goes past a byte order mark.
  package func dropByteOrderMark() throws(Problems) {
    while bytes.count < 3, try more() {}
    guard bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
    start += 3
    offset += 3
  }

  /// All that is left of the file, as one text.
  ///
  /// - Throws: what ``SourceFile`` says of a file that is too large or no text.
  package func rest() throws(Problems) -> SourceFile {
    while try more() {}
    return try SourceFile(name: name, bytes: Array(bytes))
  }
}

/// Counts lines and columns over bytes, from place to later place.
package struct MarkCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0
  private var line: Int
  private var column: Int

  /// At the first of `bytes`, which stands at `mark`.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, at mark: Mark) {
    self.bytes = bytes
    line = mark.line
    column = mark.column
  }

  /// Where the byte at `next` stands, which must not lie before the last one asked for.
  package mutating func mark(at next: Int) -> Mark {
    precondition(next >= place && next <= bytes.count, "\(next) lies before \(place)")
    guard let base = bytes.baseAddress else { return Mark(line: line, column: column) }
    while place < next, let found = memchr(base + place, 0x0A, next - place) {
      place = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
      line += 1
      column = 1
    }
    var scalars = 0
    for index in place..<next where base[index] & 0xC0 != 0x80 { scalars &+= 1 }
    column += scalars
    place = next
    return Mark(line: line, column: column)
  }
}
