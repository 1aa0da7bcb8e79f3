import Units

/// One step of the timeline and what it printed.
public struct StepRow: Sendable, Equatable {
  /// Who did it.
  public enum Kind: String, Sendable {
    /// A command that a person typed and that changes something.
    case command
    /// A command that only looks: `get`, `describe`, `logs`. Charts do not mark it.
    case query
    /// Something that went wrong on purpose.
    case fault
    /// A change of the load.
    case load
  }

  /// When it was typed or happened.
  public var at: Instant
  /// Command, query, fault or load.
  public var kind: Kind
  /// The command line, or the fault in words.
  public var text: String
  /// A few words for a chart's mark; `text` when empty.
  public var label: String
  /// What it printed; may have many lines.
  public var output: String

  /// A step of the timeline.
  public init(
    at: Instant, kind: Kind = .command, text: String, label: String = "", output: String = ""
  ) {
    self.at = at
    self.kind = kind
    self.text = text
    self.label = label
    self.output = output
  }
}

/// One event that the cluster recorded, as `kubectl get events` would list it.
public struct EventRow: Sendable, Equatable {
  /// When it was recorded.
  public var at: Instant
  /// `Normal` or `Warning`.
  public var type: String
  /// The reason in one word, such as `FailedScheduling`.
  public var reason: String
  /// What it is about, as `kind/name`.
  public var object: String
  /// The component that recorded it.
  public var source: String
  /// The message.
  public var message: String

  /// An event.
  public init(
    at: Instant, type: String, reason: String, object: String, source: String, message: String
  ) {
    self.at = at
    self.type = type
    self.reason = reason
    self.object = object
    self.source = source
    self.message = message
  }
}
