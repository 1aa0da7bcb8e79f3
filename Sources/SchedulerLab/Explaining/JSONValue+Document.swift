import Documents
import Results

extension JSONValue {
  /// The value that `node` is, without its places.
  init(_ node: DocumentNode) {
    switch node {
    case .scalar(let scalar): self.init(scalar)
    case .sequence(let sequence): self = .array(sequence.items.map { JSONValue($0) })
    case .mapping(let mapping):
      self = .object(mapping.entries.map { ($0.key, JSONValue($0.value)) })
    }
  }

  private init(_ scalar: DocumentNode.Scalar) {
    if scalar.isNull {
      self = .null
    } else if scalar.style == .quoted {
      self = .string(scalar.text)
    } else if let whole = Int(scalar.text) {
      self = .int(whole)
    } else if let number = Double(scalar.text) {
      self = .double(number)
    } else if scalar.text == "true" || scalar.text == "false" {
      self = .bool(scalar.text == "true")
    } else {
      self = .string(scalar.text)
    }
  }

  /// The value of `key`; nil where there is none.
  subscript(key: String) -> JSONValue? { members.first { $0.0 == key }?.1 }

  /// The members of an object; none of anything else.
  var members: [(String, JSONValue)] {
    if case .object(let members) = self { members } else { [] }
  }

  /// The items of a list; none of anything else.
  var items: [JSONValue] {
    if case .array(let items) = self { items } else { [] }
  }

  /// The text; nil for anything else.
  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }
}
