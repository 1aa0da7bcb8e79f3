import Glibc

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

  /// Writes `text` to standard output or standard error.
  static func write(_ text: String, isError: Bool = false) {
    guard isError else { return print(text, terminator: "") }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
