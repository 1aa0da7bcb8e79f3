/// One value of a YAML or JSON document, with the place where it is written.
///
/// Scalars stay text: `no`, `010` and `12:30` mean what the field that reads them wants, never
/// what an untyped reader of YAML 1.1 would guess.
public enum DocumentNode: Sendable {
  /// Text, a number, a truth value or nothing.
  case scalar(Scalar)
  /// A list.
  case sequence(Sequence)
  /// Keys with values, in the order in which they are written.
  case mapping(Mapping)

  /// How a scalar is written, which says what it can mean.
  public enum Style: Sendable {
    /// YAML without quotes: a number, a truth value, nothing, or text.
    case plain
    /// In quotes or as a block of text: always text.
    case quoted
    /// A bare word of JSON (number, `true`, `false`, `null`): never text.
    case literal
  }

  /// A single value, kept as it is written with quotes and escapes resolved.
  public struct Scalar: Sendable {
    /// The text without its quotes.
    public let text: String
    /// How it is written.
    public let style: Style
    /// Where it begins.
    public let mark: Mark

    /// The scalar `text` at `mark`.
    public init(text: String, style: Style, mark: Mark) {
      self.text = text
      self.style = style
      self.mark = mark
    }

    /// Whether this is nothing: an empty plain value, `~` or `null`.
    public var isNull: Bool {
      guard style != .quoted else { return false }
      switch text {
      case "", "~", "null", "Null", "NULL": return true
      default: return false
      }
    }

    /// Whether an untyped reader of YAML 1.1 (kubectl's) takes this for a number or a truth value.
    public var looksTyped: Bool {
      style != .quoted && ScalarLooks.isNumberOrBoolean(text)
    }
  }

  /// A list of values.
  public struct Sequence: Sendable {
    /// The values in order.
    public let items: [DocumentNode]
    /// Where the list begins.
    public let mark: Mark

    /// The list of `items` at `mark`.
    public init(items: [DocumentNode], mark: Mark) {
      self.items = items
      self.mark = mark
    }
  }

  /// One key of a mapping with its value.
  public struct Entry: Sendable {
    /// The key's text.
    public let key: String
    /// Where the key is written.
    public let keyMark: Mark
    /// What the key stands for.
    public let value: DocumentNode

    /// The entry `key: value`.
    public init(key: String, keyMark: Mark, value: DocumentNode) {
      self.key = key
      self.keyMark = keyMark
      self.value = value
    }
  }

  /// Keys with values; no key occurs twice.
  public struct Mapping: Sendable {
    /// The entries in the order in which they are written.
    public let entries: [Entry]
    /// Where the mapping begins.
    public let mark: Mark

    /// The mapping of `entries` at `mark`.
    public init(entries: [Entry], mark: Mark) {
      self.entries = entries
      self.mark = mark
    }

    /// The value of `key`, or nil when it is not there.
    ///
    /// - Complexity: O(number of entries).
    public subscript(key: String) -> DocumentNode? {
      entries.first { $0.key == key }?.value
    }
  }

  /// Where the value begins.
  public var mark: Mark {
    switch self {
    case .scalar(let scalar): return scalar.mark
    case .sequence(let sequence): return sequence.mark
    case .mapping(let mapping): return mapping.mark
    }
  }

  /// Whether this is nothing: an empty plain value, `~` or `null`.
  public var isNull: Bool {
    guard case .scalar(let scalar) = self else { return false }
    return scalar.isNull
  }

  /// The text of a scalar, or nil for a list or a mapping.
  public var text: String? {
    guard case .scalar(let scalar) = self else { return nil }
    return scalar.text
  }

  /// The value as an error message names it, such as `a list` or `the quoted text "3"`.
  public var description: String {
    switch self {
    case .sequence: return "a list"
    case .mapping: return "a mapping"
    case .scalar(let scalar):
      if scalar.isNull { return "empty" }
      let typed = ScalarLooks.isNumberOrBoolean(scalar.text)
      return (scalar.style == .quoted && typed ? "the quoted text " : "") + quoted(scalar.text)
    }
  }
}
