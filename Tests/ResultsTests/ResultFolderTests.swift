import Foundation
import Results
import Testing
import Units

struct ResultFolderTests {
  private let root: String

  init() throws {
    root = NSTemporaryDirectory() + "results-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  private func names(_ path: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? []
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func results() -> RunResults {
    var results = RunResults(scenario: "s", seed: 7, version: "1", simulated: .seconds(2))
    results.phases = [
      PhaseFigures(
        "quiet", from: .start, to: .start + .seconds(2),
        RequestFigures(arrived: 4, succeeded: 3, failed: 1, failuresByCause: [CauseCount("x", 1)]))
    ]
    results.headline = Headline("Lost ", figure: 1, at: "/phases/0/failed", " of 4.")
    results.steps = [StepRow(at: .start, text: "kubectl get pods", output: "none")]
    return results
  }

  @Test func `a run's folder appears at once with all files`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let path = root + "/deep/run"
    let folder = try ResultFolder(path + "/")
    let requests = try folder.requestRows()
    for number in 0..<20_000 {
      try requests.write(
        RequestRow(
          number: number, client: "c", endpoint: "GET /", arrived: .start + .milliseconds(1),
          latency: .microseconds(1_500), outcome: .succeeded, status: 200))
    }
    try folder.write(results())
    try folder.write("<html>", to: "report.html")
    #expect(names(path).isEmpty)
    try folder.commit()
    #expect(names(root + "/deep") == ["run"])
    let ofMany = ["comparison.csv", "diff.json", "figures.csv", "replications.csv"]
    #expect(names(path) == ResultFolder.fileNames.filter { !ofMany.contains($0) })
    let rows = try text(path + "/requests.csv").components(separatedBy: "\r\n")
    #expect(rows.count == 20_002)
    #expect(rows[0].hasPrefix("request,client,endpoint,arrived_s,latency_ms,outcome,status"))
    #expect(rows[20_000] == "19999,c,GET /,0.001,1.5,succeeded,200,,1,,,0,0,0,0,0,0,0,0,0")
    #expect(try text(path + "/transcript.txt") == "[00:00:00.000] $ kubectl get pods\nnone\n")
  }

  @Test func `a later run replaces the files of an earlier one and nothing else`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let path = root + "/run"
    let first = try ResultFolder(path)
    _ = try first.requestRows()
    try first.write(results())
    try first.commit()
    try "mine".write(toFile: path + "/notes.md", atomically: true, encoding: .utf8)
    let second = try ResultFolder(path)
    var changed = results()
    changed.seed = 8
    try second.write(changed)
    try second.commit()
    #expect(names(root) == ["run"])
    #expect(names(path).contains("notes.md"))
    #expect(!names(path).contains("requests.csv"))
    #expect(try text(path + "/summary.json").contains("\"seed\": 8"))
  }

  @Test func `output that is given up leaves nothing`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    do {
      let folder = try ResultFolder(root + "/run")
      _ = try folder.requestRows()
      try folder.write(results())
    }
    #expect(names(root).isEmpty)
  }

  @Test func `two runs cannot write to one folder at once`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let path = root + "/run"
    let first = try ResultFolder(path)
    #expect(
      throws: OutputError("write to", path, reason: "another run is writing to it")
    ) { try ResultFolder(path) }
    try first.write(results())
    try first.commit()
    #expect(names(path).contains("summary.json"))
  }

  @Test func `a place that cannot be written to is named`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let file = root + "/file"
    try "x".write(toFile: file, atomically: true, encoding: .utf8)
    let error = #expect(throws: OutputError.self) { try ResultFolder(file) }
    #expect(error?.description == "error: cannot write to \(file): it is a file, not a folder")
    let below = #expect(throws: OutputError.self) { try ResultFolder(file + "/run") }
    #expect(below?.description.hasSuffix("Not a directory") == true)
  }

  @Test func `a full disk is an error, not a short file`() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    let path = root + "/run"
    let folder = try ResultFolder(path)
    try FileManager.default.createSymbolicLink(
      atPath: path + ".tmp/summary.json", withDestinationPath: "/dev/full")
    let error = #expect(throws: OutputError.self) { try folder.write(results()) }
    #expect(error?.description.hasSuffix("summary.json: No space left on device") == true)
    folder.discard()
    #expect(names(root).isEmpty)
  }

  @Test func `the summary holds the headline's figure where it points`() throws {
    let document = SummaryDocument.json(of: results())
    let headline = try #require(results().headline)
    #expect(document.value(at: headline.pointer)?.number == headline.figure)
    #expect(document.value(at: "/phases/0/failures_by_cause/x")?.number == 1)
    #expect(document.value(at: "/run/latency_ms/p99_9") == .null)
    #expect(document.text() == SummaryDocument.json(of: results()).text())
    try? FileManager.default.removeItem(atPath: root)
  }
}
