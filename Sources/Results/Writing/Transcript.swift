import Units

/// The timeline as a person would have seen it in a terminal, without anything that a terminal
/// would obey: the file is safe to print.
public enum Transcript {
  /// All steps with their simulated time and what they printed.
  public static func text(_ steps: [StepRow]) -> String {
    var text = ""
    for step in steps {
      text += heading(step) + "\n"
      text += HarmlessText.shown(step.output, lines: true)
      if !step.output.isEmpty, !step.output.hasSuffix("\n") { text += "\n" }
    }
    return text
  }

  /// A step's first line: `[00:02:10.500] $ kubectl get pods`.
  public static func heading(_ step: StepRow) -> String {
    let prompt = step.kind == .command || step.kind == .query ? "$" : "#"
    return "[\(clock(step.at))] \(prompt) \(HarmlessText.shown(step.text))"
  }

  /// An instant as hours, minutes, seconds and milliseconds after the start: `00:02:10.500`.
  public static func clock(_ instant: Instant) -> String {
    time(instant) + "." + padded(instant.nanoseconds / 1_000_000 % 1_000, to: 3)
  }

  /// An instant as whole hours, minutes and seconds after the start: `00:02:10`.
  public static func time(_ instant: Instant) -> String {
    let seconds = instant.nanoseconds / 1_000_000_000
    let fields = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, to: 2) }
    return fields.joined(separator: ":")
  }

  private static func padded(_ number: Int64, to width: Int) -> String {
    let digits = number.description
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
