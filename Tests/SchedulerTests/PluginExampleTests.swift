import Foundation
import Testing

/// The example of a plugin of one's own stays short, and does what it says.
struct PluginExampleTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The example beside the tests; nil when only these were built.
  private static let program: URL? = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    let folder = URL(fileURLWithPath: bundle ?? CommandLine.arguments[0])
      .deletingLastPathComponent()
    let program = folder.appendingPathComponent("scheduler-plugin-example")
    return FileManager.default.isExecutableFile(atPath: program.path) ? program : nil
  }()

  @Test func `it has less than 60 lines`() throws {
    let path = Self.root.appendingPathComponent("Sources/scheduler-plugin-example/main.swift")
    let lines = try String(contentsOf: path, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 60)
  }

  @Test(.enabled(if: program != nil, "the example is not built beside the tests"))
  func `it prints what its plugin changes`() throws {
    let process = Process()
    process.executableURL = try #require(Self.program)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(
      String(decoding: data, as: UTF8.self) == """
        without CoolNodes: 3 nodes fit, web goes to attic
        with CoolNodes: 2 nodes fit, web goes to cellar

        """)
  }
}
