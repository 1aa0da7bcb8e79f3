import Glibc

/// Instructions per request, or per event held, under callgrind, which are the same however busy
/// the machine is.
///
/// Each count is the difference of two lengths of the same run, so that starting up cancels out.
enum InstructionCounts {
  /// Counts when valgrind is there; says so when it is not.
  static func run(program: String) {
    guard system("command -v valgrind >/dev/null 2>&1") == 0 else {
      print("no valgrind: instructions are not counted")
      return
    }
    // Without its debug information, which valgrind 3.19 cannot read as Swift 6.3 writes it.
    let stripped = "\(program).stripped"
    guard system("strip -o '\(stripped)' '\(program)'") == 0 else {
      print("no strip: instructions are not counted")
      return
    }
    count("event_list_instructions_per_hold", "hold-once", stripped)
    count("web_path_instructions_per_request", "webpath-once", stripped)
    count("mm8_instructions_per_request", "mm8-once", stripped)
    for workload in ["plain", "antiaffinity", "spread", "spread-hard"] {
      let name = workload.replacing("-", with: "_")
      count(
        "place_\(name)_instructions_per_pod", "place-\(workload)-once", stripped, 500, 1_500)
    }
    unlink(stripped)
  }

  private static let short = 20_000
  private static let long = 60_000

  private static func count(
    _ name: String, _ benchmark: String, _ program: String, _ short: Int = short,
    _ long: Int = long
  ) {
    guard let few = instructions(program, benchmark, short),
      let many = instructions(program, benchmark, long)
    else {
      print("error: callgrind gave no count of \(benchmark)")
      return
    }
    report(name, (many - few) / Double(long - short), "instructions")
  }

  /// The instructions of one run of `requests` requests.
  private static func instructions(
    _ program: String, _ benchmark: String, _ requests: Int
  ) -> Double? {
    let command =
      "SWIFT_DETERMINISTIC_HASHING=1 valgrind --tool=callgrind --callgrind-out-file=/dev/null "
      + "'\(program)' \(benchmark) --requests \(requests) 2>&1 | grep 'Collected'"
    guard let pipe = popen(command, "r") else { return nil }
    defer { pclose(pipe) }
    var buffer = [CChar](repeating: 0, count: 256)
    guard fgets(&buffer, 256, pipe) != nil else { return nil }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    return words.last.flatMap { Double($0) }
  }
}
