import Results
import Units

/// How far decisions agree with a trace.
public struct TraceAgreement: Sendable, CustomStringConvertible {
  /// How many decisions the trace has.
  public var recorded: Int
  /// How many decisions agree in everything before the first that does not.
  public var agreeing: Int
  /// The first that does not agree; nil when all do.
  public var divergence: TraceDivergence?
  /// How many decisions after it choose the same node.
  public var sameNodeAfter = 0
  /// How many decisions after it agree in everything.
  public var sameAfter = 0
  /// What else the reader should know, such as a profile or an input that is not what was
  /// recorded; a sentence each.
  public var notes: [String] = []

  /// The answer, then what is known of the first difference.
  public var description: String { lines.joined(separator: "\n") }

  /// The answer, then what is known of the first difference, a line each.
  public var lines: [String] {
    guard let divergence else {
      return ["All \(FigureText.grouped(recorded)) decisions agree with the trace."] + notes
    }
    let after = recorded - agreeing - 1
    let rest =
      after <= 0
      ? "It is the last one."
      : "Of the \(FigureText.grouped(after)) after it, \(FigureText.grouped(sameNodeAfter)) choose "
        + "the same node and \(FigureText.grouped(sameAfter)) agree in everything."
    return [
      "The decisions part from the trace at number \(divergence.index + 1) of "
        + "\(FigureText.grouped(recorded)): \(divergence.summary)."
    ] + divergence.lines
      + ["\(FigureText.grouped(agreeing)) decisions agree before it. \(rest)"] + notes
  }
}

/// The first difference between decisions and a trace.
public struct TraceDivergence: Hashable, Sendable {
  /// What differs.
  public enum Aspect: String, Hashable, Sendable {
    /// Another pod, another time or another try is decided about.
    case order
    /// A plugin turns a node down, or no longer does.
    case refusal
    /// A plugin gives a node other points.
    case score
    /// The same is said of all nodes that are known, and another one is chosen.
    case choice
    /// Room is made otherwise.
    case preemption
    /// What the pod's event says.
    case message
  }

  /// What differs.
  public var aspect: Aspect
  /// The decision's place in the trace, from 0.
  public var index: Int
  /// When it was made; nil where no time passes.
  public var time: Instant?
  /// The pod.
  public var pod: String
  /// The node; empty when it is not about one.
  public var node = ""
  /// The plugin; empty when it is not about one.
  public var plugin = ""
  /// What was recorded.
  public var expected: String
  /// What is found.
  public var found: String
  /// The node that was chosen then; nil for none.
  public var chosenThen: String?
  /// The node that is chosen now; nil for none.
  public var chosenNow: String?

  /// The pod and its nodes, in a few words.
  public var summary: String {
    func place(_ node: String?) -> String { node ?? "no node" }
    let what =
      chosenThen == chosenNow
      ? "still goes to \(place(chosenNow)), for other reasons"
      : "goes to \(place(chosenNow)) instead of \(place(chosenThen))"
    return "pod \(pod) \(what)"
  }

  /// What is known of it, a line each.
  var lines: [String] {
    var lines: [String] = []
    if let time { lines.append("  time      \(Transcript.time(time))") }
    lines.append("  pod       \(pod)")
    if !node.isEmpty { lines.append("  node      \(node)") }
    if !plugin.isEmpty { lines.append("  plugin    \(plugin)") }
    lines.append("  recorded  \(expected)")
    lines.append("  found     \(found)")
    return lines
  }
}
