import Documents
import Foundation

/// Input that lies beside the package and may be absent.
enum SharedInput {
  /// The folder `../shared` of the package's root.
  static let folder: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("../shared").standardizedFileURL

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
  }

  /// The file at `path` below the folder.
  static func file(_ path: String) throws -> SourceFile {
    try SourceFile(path: folder.appendingPathComponent(path).path, name: path)
  }
}

extension DocumentNode {
  /// The text of a scalar; nil for anything else and for nothing.
  var string: String? {
    guard case .scalar(let scalar) = self, !scalar.isNull else { return nil }
    return scalar.text
  }

  var integer: Int64? { string.flatMap { Int64($0) } }

  /// The items of a list; none for anything else.
  var list: [DocumentNode] {
    guard case .sequence(let sequence) = self else { return [] }
    return sequence.items
  }

  /// The entries of a mapping; none for anything else.
  var fields: [(key: String, value: DocumentNode)] {
    guard case .mapping(let mapping) = self else { return [] }
    return mapping.entries.map { ($0.key, $0.value) }
  }

  subscript(_ keys: String...) -> DocumentNode? {
    var node: DocumentNode? = self
    for key in keys { node = node?.fields.first { $0.key == key }?.value }
    return node
  }

  var strings: [String] { list.compactMap(\.string) }
}
