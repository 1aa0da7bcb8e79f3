/// A text file that a person wrote: its name as messages show it, and its text.
public struct SourceFile: Sendable {
  /// The name in messages, normally the path that the person typed.
  public let name: String
  /// The whole text, without a byte order mark.
  public let text: String

  /// The largest file that is read: 64 MiB. What is read of it takes several times as much memory.
  public static let sizeMax = 64 << 20

  /// A file whose text is already here.
  public init(name: String, text: String) {
    self.name = name
    let scalars = text.unicodeScalars
    self.text = scalars.first == "\u{FEFF}" ? String(scalars.dropFirst()) : text
  }

  /// A file whose bytes are already here.
  ///
  /// - Throws: A problem at the first byte that is not UTF-8.
  public init(name: String, bytes: [UInt8]) throws(Problems) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      if let problem = Self.foreign(bytes) {
        throw Problems(
          Problem(
            file: name, mark: .start, code: .encoding, message: problem,
            hint: "write a text file in UTF-8"))
      }
      let good = Self.validPrefix(of: bytes)
      let value = String(bytes[good], radix: 16, uppercase: true)
      throw Problems(
        Problem(
          file: name, mark: Self.mark(ofOffset: good, in: bytes), code: .encoding,
          message: "byte 0x\(value) is not valid UTF-8", hint: "save the file as UTF-8"))
    }
    self.init(name: name, text: text)
  }

  /// The file at `path`, named `name` in messages (the path itself when nil).
  ///
  /// - Throws: A problem when the file cannot be read, is larger than ``sizeMax`` or is not UTF-8.
  /// - Complexity: O(length of the file), and never more memory than ``sizeMax``.
  public init(path: String, name: String? = nil) throws(Problems) {
    let shown = name ?? path
    let bytes: [UInt8]
    do throws(UnreadableFile) {
      bytes = try UnreadableFile.bytes(of: path, limit: Self.sizeMax)
    } catch {
      throw Problems(
        Problem(
          file: shown, mark: .start, code: .unreadable, message: error.message, hint: error.hint))
    }
    try self.init(name: shown, bytes: bytes)
  }

  /// What bytes that are not UTF-8 are instead, when that can be told.
  private static func foreign(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return "the file is UTF-16"
    }
    return bytes.prefix(1_024).contains(0) ? "this is not a text file" : nil
  }

  /// The place of the byte at `offset`; the end of the file when it is past it.
  ///
  /// - Complexity: O(`offset`).
  public func mark(ofOffset offset: Int) -> Mark {
    var copy = text
    return copy.withUTF8 { Self.mark(ofOffset: offset, in: $0) }
  }

  private static func mark(ofOffset offset: Int, in bytes: some Sequence<UInt8>) -> Mark {
    var line = 1
    var column = 1
    for byte in bytes.prefix(max(0, offset)) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return Mark(line: line, column: column)
  }

  /// How many bytes come before the first that is not UTF-8.
  private static func validPrefix(of bytes: [UInt8]) -> Int {
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var good = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let encoded): good += encoded.count
      case .error, .emptyInput: return min(good, bytes.count - 1)
      }
    }
  }
}
