/// The way from a document's root to a field, as messages show it: `spec.containers[0].name`.
public indirect enum FieldPath: Sendable, CustomStringConvertible {
  /// The document itself, with what it describes (such as `Pod`).
  case root(String)
  /// A field of a mapping.
  case field(FieldPath, String)
  /// An item of a list, from 0.
  case item(FieldPath, Int)

  /// `spec.containers[0].name`; empty for the root.
  public var description: String { text(withIndices: true) }

  /// The same for all items of a list, after what the document describes:
  /// `Pod spec.containers[].name`.
  public var pattern: String {
    let path = text(withIndices: false)
    let name = rootName
    return name.isEmpty ? path : path.isEmpty ? name : name + " " + path
  }

  /// The field below this one called `key`.
  public func child(_ key: String) -> FieldPath { .field(self, key) }

  private var rootName: String {
    switch self {
    case .root(let name): return name
    case .field(let parent, _), .item(let parent, _): return parent.rootName
    }
  }

  private func text(withIndices: Bool) -> String {
    switch self {
    case .root: return ""
    case .item(let parent, let index):
      return parent.text(withIndices: withIndices) + (withIndices ? "[\(index)]" : "[]")
    case .field(let parent, let key):
      let before = parent.text(withIndices: withIndices)
      guard Self.isPlain(key) else { return before + "[\(quoted(key))]" }
      return before.isEmpty ? key : before + "." + key
    }
  }

  private static func isPlain(_ key: String) -> Bool {
    !key.isEmpty && key.utf8.count <= 64 && key.utf8.allSatisfy(ScalarLooks.isWord)
  }
}
