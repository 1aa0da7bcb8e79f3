import Glibc
import Reports

/// What the program may do with the terminal that it was started from.
enum Terminal {
  /// Whether results go to a terminal.
  static var isOutput: Bool { isatty(STDOUT_FILENO) != 0 }
  /// Whether progress and errors go to a terminal.
  static var isError: Bool { isatty(STDERR_FILENO) != 0 }

  /// The width of the terminal in characters; 80 when it does not say.
  static var width: Int {
    var size = winsize()
    let descriptor = isOutput ? STDOUT_FILENO : STDERR_FILENO
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Whether colours are wanted on standard output: it is a terminal, and neither `NO_COLOR` is
  /// set nor `TERM` is `dumb`.
  static var hasColours: Bool {
    let isDumb = variable("TERM") == "dumb"
    return isOutput && !isDumb && (variable("NO_COLOR") ?? "").isEmpty
  }

  /// Writes `text`, which holds nothing that others made up, to standard output or standard error.
  ///
  /// Standard output that cannot be written to ends the program with status 3: a person, or a
  /// program that reads us, must not take half of a table for the whole. Standard error that cannot
  /// be written to is nobody's loss.
  static func write(_ text: String, isError: Bool = false) {
    let descriptor = isError ? STDERR_FILENO : STDOUT_FILENO
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        guard !isError else { return }
        write(
          "error: cannot write to standard output: \(String(cString: strerror(errno)))\n",
          isError: true)
        exit(ExitStatus.unwritable)
      }
    }
  }

  /// Writes lines that may hold names and texts of others' choice, without what a terminal obeys.
  static func tell(_ lines: String, isError: Bool = false) {
    let harmless = lines.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Style.harmless(String($0)) }
    write(harmless.joined(separator: "\n"), isError: isError)
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
