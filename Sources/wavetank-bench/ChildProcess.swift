import Glibc

/// A benchmark in a process of its own, so that its memory is nobody else's.
enum ChildProcess {
  /// Runs the benchmark called `name` with `program` and takes over the figures that it prints.
  static func run(_ name: String, program: String, isQuick: Bool) {
    let command = "'\(program)' \(name)\(isQuick ? " --quick" : "")"
    guard let pipe = popen(command, "r") else {
      return print("error: \(name) cannot be started")
    }
    var buffer = [CChar](repeating: 0, count: 512)
    while fgets(&buffer, 512, pipe) != nil {
      let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let line = String(decoding: bytes, as: UTF8.self)
      let words = line.split { $0 == " " || $0 == "\n" }
      if words.count == 3, let value = Double(words[1]) {
        report(String(words[0]), value, String(words[2]))
      } else if !line.hasPrefix("holds ") && !line.hasPrefix("missed ") {
        print(line, terminator: "")
      }
    }
    if pclose(pipe) != 0 { print("error: \(name) ended badly") }
  }

  /// The most memory that this process has had, in millions of bytes.
  static var peakMegabytes: Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) * 1_024 / 1e6
  }
}
