import Units

/// What a run of a container has written, line by line.
public final class ContainerLog {
  /// One line: when it was written, by which program, and what.
  public struct Line: Hashable, Sendable {
    /// Whose form of line it is.
    public enum Form: Hashable, Sendable {
      case gunicorn(processID: Int)
      case postgresql(processID: Int)
      case bare
    }
    /// When it was written.
    public var at: Instant
    /// Whose form of line it is.
    public var form: Form
    /// `INFO`, `LOG`, …; empty for bare lines.
    public var level: String
    /// The message.
    public var text: String
    /// A moment that the message ends with, after `at`; nil for none.
    public var moment: Instant?
  }

  /// The lines so far.
  public private(set) var lines: [Line] = []

  /// Writes a line.
  func write(
    _ text: String, _ form: Line.Form, level: String = "", at now: Instant,
    since moment: Instant? = nil
  ) {
    lines.append(Line(at: now, form: form, level: level, text: text, moment: moment))
  }
}
