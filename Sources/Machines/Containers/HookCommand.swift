public import Units

/// How long a command of a preStop hook takes, as far as it can be read off the command.
///
/// What hooks do as a rule is sleep. Commands joined by `;` or `&&` take their sum; a command other
/// than `sleep` is taken to be done at once and named in `unknown`, so that the user is told.
public struct HookCommand: Hashable, Sendable {
  /// How long the command sleeps.
  public var duration = TimeSpan.zero
  /// Commands of which nothing is known.
  public var unknown: [String] = []

  /// Reads `words`, a command with its arguments.
  public init(_ words: [String]) {
    guard let program = words.first.map(Self.baseName) else { return }
    if ["sh", "bash", "ash", "dash"].contains(program),
      let flag = words.firstIndex(where: { $0.hasPrefix("-") && $0.hasSuffix("c") }),
      flag + 1 < words.count
    {
      for command in Self.commands(of: words[flag + 1]) { add(command) }
    } else {
      add(words)
    }
  }

  private mutating func add(_ words: [String]) {
    guard let program = words.first.map(Self.baseName) else { return }
    switch program {
    case "sleep":
      let spans = words.dropFirst().map(Self.span)
      if spans.isEmpty || spans.contains(nil) {
        unknown.append(words.joined(separator: " "))
      } else {
        duration = spans.reduce(duration) { $0 + ($1 ?? .zero) }
      }
    case "true", ":", "exit", "echo", "sync": break
    default: unknown.append(words.joined(separator: " "))
    }
  }

  private static func commands(of script: String) -> [[String]] {
    script.split(whereSeparator: { ";&|\n".contains($0) })
      .map { $0.split(separator: " ").map(String.init) }
      .filter { !$0.isEmpty }
  }

  private static func baseName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? Substring(path))
  }

  /// A span as the `sleep` program takes it: a number with `s`, `m`, `h`, `d` or nothing.
  private static func span(_ text: String) -> TimeSpan? {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    let unit = text.last.flatMap { units[$0] }
    let number = unit == nil ? text : String(text.dropLast())
    guard let amount = Double(number), amount >= 0, amount.isFinite else { return nil }
    return TimeSpan(seconds: amount * (unit ?? 1))
  }
}
