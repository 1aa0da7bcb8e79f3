/// A bar on one line of a terminal that fills as a run goes on.
///
/// Writes to what it is given, which should be standard error, so that output can be piped. Writes
/// nothing at all when that is no terminal.
///
///     let bar = ProgressBar(isTerminal: isatty(2) != 0, width: 80) { fputs($0, stderr) }
///     bar.show(0.42, "4:12 of 10:00, 1.2M requests")
///     bar.clear()
public final class ProgressBar {
  private static let barWidth = 24

  private let isTerminal: Bool
  private let width: Int
  private let write: (String) -> Void
  private var shown = ""

  /// A bar on a terminal of `width` columns that `write` prints to.
  public init(isTerminal: Bool, width: Int = 80, write: @escaping (String) -> Void) {
    self.isTerminal = isTerminal
    self.width = width
    self.write = write
  }

  /// Shows `done`, 0 … 1, and a few words; what lies outside is moved to the nearer end. Cheap to
  /// call often: a line that would look the same is not written again.
  public func show(_ done: Double, _ text: String) {
    guard isTerminal else { return }
    let line = ProgressBar.line(done, text, width: width)
    guard line != shown else { return }
    shown = line
    write("\r\u{1b}[K" + line)
  }

  /// Removes the bar, so that other output can follow.
  public func clear() {
    guard isTerminal, !shown.isEmpty else { return }
    shown = ""
    write("\r\u{1b}[K")
  }

  /// `[██████············]  25 % text`, in at most `width - 1` characters.
  package static func line(_ done: Double, _ text: String, width: Int) -> String {
    let share = done.isFinite ? min(1, max(0, done)) : 0
    let filled = Int(share * Double(barWidth))
    let percent = Int(share * 100).description
    let bar =
      "[" + String(repeating: "█", count: filled)
      + String(repeating: "·", count: barWidth - filled) + "] "
      + String(repeating: " ", count: 3 - percent.count) + percent + " % "
    return String((bar + Style.harmless(text)).prefix(max(0, width - 1)))
  }
}
