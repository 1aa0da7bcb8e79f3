import Documents

/// How well a default is known.
public enum DefaultLabel: String, CaseIterable, Hashable, Sendable {
  /// By a measurement that the source names.
  case measured
  /// By documentation or source code that the source names.
  case documented
  /// Not at all: a plausible value, which a report lists when it moves the answer.
  case assumed
}

/// A field of the scenario language that need not be written, and what holds when it is not.
public struct DefaultRow: Hashable, Sendable {
  /// The section that the field is in, such as `control-plane`; `images.gunicorn` for a program's.
  public let section: String
  /// The field's name.
  public let field: String
  /// The default as a scenario would write it.
  public let value: String
  /// How well it is known.
  public let label: DefaultLabel
  /// Who says so.
  public let source: String
  /// What the field means, in a few words.
  public let meaning: String
  /// How it is written, such as `a duration such as 30s`; nil where another table tells.
  public var form: String?

  /// The field's way from the root of a scenario.
  public var path: String { "\(section).\(field)" }
}

/// One field of a design with a default: how a scenario writes it and where it goes.
struct Parameter<Root>: Sendable {
  /// The field's description.
  let row: DefaultRow
  /// Reads the field into a design when it is written.
  let read: @Sendable (MappingReader, inout Root) -> Void
  /// Whether a design holds just what the described default says.
  let isDefault: @Sendable (Root) -> Bool

  init<Value: Equatable & Sendable>(
    _ section: String, _ field: String, _ target: WritableKeyPath<Root, Value> & Sendable,
    _ format: ScalarFormat<Value>, _ value: String, _ label: DefaultLabel, _ source: String,
    _ meaning: String
  ) {
    row = DefaultRow(
      section: section, field: field, value: value, label: label, source: source,
      meaning: meaning, form: format.expected)
    read = { reader, root in
      if let value = reader.optional(field, format) { root[keyPath: target] = value }
    }
    isDefault = { root in
      let scalar = DocumentNode.Scalar(text: value, style: .plain, mark: .start)
      return (try? format.read(scalar)) == root[keyPath: target]
    }
  }
}

extension MappingReader {
  /// Reads every field of `parameters` that is written into `root`.
  func read<Root>(_ parameters: [Parameter<Root>], into root: inout Root) {
    for parameter in parameters { parameter.read(self, &root) }
  }
}
