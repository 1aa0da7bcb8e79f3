import Foundation

/// A text file that a person wrote: its name as messages show it, and its text.
public struct SourceFile: Sendable {
  /// The name in messages, normally the path that the person typed.
  public let name: String
  /// The whole text, without a byte order mark.
  public let text: String

  /// The largest file that is read: 256 MiB.
  public static let sizeMax = 256 << 20

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
  public init(path: String, name: String? = nil) throws(Problems) {
    let shown = name ?? path
    func refuse(_ message: String, _ hint: String) -> Problems {
      Problems(
        Problem(file: shown, mark: .start, code: .unreadable, message: message, hint: hint))
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw refuse("there is no such file", "check the path")
    }
    guard !isFolder.boolValue else { throw refuse("this is a folder", "name a file in it") }
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? NSNumber
    if let size, size.int64Value > Int64(Self.sizeMax) {
      throw refuse("the file has \(size) bytes", "split it: \(Self.sizeMax) bytes are the limit")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw refuse("the file cannot be read", "check its permissions")
    }
    try self.init(name: shown, bytes: [UInt8](data))
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
