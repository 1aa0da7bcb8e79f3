import Foundation

/// The `wavetank` binary that was built with these tests.
enum Program {
  /// Where it is: beside the test bundle; nil when it was not built.
  static let path: String? = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    if let bundle = CommandLine.arguments.first(where: { $0.hasSuffix(".xctest") }) {
      folder = URL(fileURLWithPath: bundle).deletingLastPathComponent()
    }
    let binary = folder.appendingPathComponent("wavetank").path
    return FileManager.default.isExecutableFile(atPath: binary) ? binary : nil
  }()

  /// Runs it in `folder` and waits for its end.
  static func run(_ arguments: [String], in folder: String) throws -> Outcome {
    try start(path ?? "", arguments, in: folder)
  }

  /// Runs a shell's `script` in `folder`; in it `$WAVETANK` is the program and `$0` is `argument`.
  static func shell(
    _ script: String, _ argument: String = "sh", in folder: String
  ) throws -> Outcome {
    try start("/bin/sh", ["-c", script, argument], in: folder)
  }

  /// Whether a test may mount a file system of its own.
  static let mayMount: Bool = {
    let script =
      "unshare -m mount -t tmpfs none /mnt 2>/dev/null || unshare -rm mount -t tmpfs none /mnt"
    return (try? shell(script, in: "/"))?.status == 0
  }()

  private static func start(
    _ program: String, _ arguments: [String], in folder: String
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment
      .merging(["WAVETANK": path ?? "", "SWIFT_BACKTRACE": "enable=no"]) { $1 }
    // Files rather than pipes: nobody has to empty them while the program runs.
    let streams = ["output", "errors"].map { name in
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "wavetank-\(name)-\(UUID().uuidString)")
    }
    defer { for file in streams { try? FileManager.default.removeItem(at: file) } }
    for file in streams { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: streams[0])
    process.standardError = try FileHandle(forWritingTo: streams[1])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: try String(contentsOf: streams[0], encoding: .utf8),
      errors: try String(contentsOf: streams[1], encoding: .utf8))
  }
}

/// What came of a run of the program.
struct Outcome {
  var status: Int32
  var output: String
  var errors: String
  /// The folder that it was to write to.
  var folder = ""

  init(status: Int32, output: String, errors: String) {
    self.status = status
    self.output = output
    self.errors = errors
  }

  /// The names of the files that it wrote, sorted.
  var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// The fields of each row of `requests.csv`; none of these tests' fields is quoted.
  func requests() throws -> [[String]] {
    try String(contentsOfFile: folder + "/requests.csv", encoding: .utf8)
      .replacing("\r\n", with: "\n").split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  /// What the tests look at of `summary.json`.
  func summary() throws -> (trustworthy: Bool, users: Int) {
    struct Summary: Decodable {
      struct Figures: Decodable { var arrived: Int }
      var trustworthy: Bool
      var clients: [String: Figures]
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/summary.json"))
    let summary = try JSONDecoder().decode(Summary.self, from: data)
    return (summary.trustworthy, summary.clients["users"]?.arrived ?? 0)
  }
}
