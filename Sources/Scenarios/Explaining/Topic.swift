import Documents

/// One thing that `wavetank explain` can explain: a field, a command, a model, a figure …
public struct Topic: Hashable, Sendable {
  /// What sort of thing a topic is, in the order in which lists show them.
  public enum Sort: String, CaseIterable, Sendable {
    /// A field of a scenario.
    case field
    /// Something that goes wrong on purpose.
    case fault
    /// What a step may wait for.
    case condition
    /// A command that a timeline understands.
    case command
    /// A model of a program.
    case model
    /// A shape of times that vary.
    case distribution
    /// A figure of `summary.json`.
    case figure
    /// Why a request was lost.
    case cause
    /// How a run went.
    case verdict

    /// The heading of a list of them.
    public var heading: String {
      switch self {
      case .field: "fields of a scenario"
      case .fault: "faults"
      case .condition: "conditions of wait"
      case .command: "commands"
      case .model: "models of programs"
      case .distribution: "times that vary"
      case .figure: "figures of summary.json"
      case .cause: "causes of failure"
      case .verdict: "verdicts"
      }
    }
  }

  /// The name that a person asks for, such as `images.gunicorn.workers`.
  public let name: String
  /// What sort of thing it is.
  public let sort: Sort
  /// What it means, in a sentence or two.
  public let meaning: String
  /// How it is written, with its unit; nil where there is nothing to write.
  public var form: String?
  /// The value that holds when nothing is written, or what was measured.
  public var value: String?
  /// How well that is known.
  public var label: DefaultLabel?
  /// Who says so: a measurement, a documentation, a file of Kubernetes' sources.
  public var source: String?

  init(
    _ name: String, _ sort: Sort, _ meaning: String, form: String? = nil, value: String? = nil,
    label: DefaultLabel? = nil, source: String? = nil
  ) {
    self.name = name
    self.sort = sort
    // Tables are written in Markdown; a terminal shows plain words.
    self.meaning = meaning.replacing("**", with: "").replacing("`", with: "")
    self.form = form
    self.value = value
    self.label = label
    self.source = source
  }

  /// The topic of a field with a default.
  init(_ row: DefaultRow) {
    self.init(
      row.path, .field, row.meaning, form: row.form, value: row.value, label: row.label,
      source: row.source)
  }
}
