import ClusterSim
import Experiments
import Foundation
import Results
import Scenarios
import Units

/// Where scenarios for these tests come from, and how they are run.
enum Stage {
  /// The repository's root, from this file's place in it.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The folder of input beside the package; nil when it is not there.
  static let shared: String? = {
    let folder = URL(fileURLWithPath: "\(root)/../shared").standardizedFileURL.path
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()

  /// The article's folder.
  static let article = "\(root)/scenarios/article"

  /// The article with overrides.
  static func articleDesign(_ overrides: [String] = []) throws -> ClusterDesign {
    try ScenarioLoader.load(path: article, overrides: overrides)
  }

  /// The article's run with its own seed, made once for all tests that only look at it.
  static let articleRun = Result { try Record(articleDesign()) }

  /// A scenario of one's own over manifests in `folder`.
  static func design(_ text: String, folder: String = article) throws -> ClusterDesign {
    try ScenarioLoader.load(text: text, folder: folder)
  }

  /// A folder for one test, removed after `body`.
  static func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("wavetank-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  /// Writes `text` to `name` in `folder`, which is made when it is not there.
  static func write(_ text: String, _ name: String, in folder: String) throws {
    let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}

/// A run that is over: its results and the requests that it wrote down.
struct Record: Sendable {
  let results: RunResults
  let rows: [RequestRow]

  init(
    _ design: ClusterDesign, seed: UInt64? = nil, replication: UInt64 = 0,
    trace: RequestTrace = .none
  ) throws {
    var options = RunOptions()
    options.seed = seed
    options.replication = replication
    options.traceRequests = trace
    var rows: [RequestRow] = []
    results = try Experiment.run(design, options: options, rows: { rows.append($0) })
    self.rows = rows
  }

  /// The phase called `name`.
  func phase(_ name: String) -> PhaseFigures? { results.phases.first { $0.name == name } }

  /// Requests of a phase that ended for a cause.
  func count(_ cause: String, in phase: String) -> Int {
    self.phase(phase)?.figures.failuresByCause.first { $0.cause == cause }?.count ?? 0
  }

  /// The promises that did not hold, as sentences.
  var brokenPromises: [String] {
    results.invariants.filter { !$0.holds }.map { "\($0.name): \($0.detail)" }
  }

  /// The expectations that did not hold, as sentences.
  var unmetExpectations: [String] {
    results.expectations.filter { !$0.holds }.map { "\($0.text), but \($0.observed)" }
  }

  /// What the step whose text holds `words` printed; of several, the one of index `place`.
  func output(_ words: String, _ place: Int = 0) -> String {
    let found = results.steps.filter { $0.text.contains(words) }
    return place < found.count ? found[place].output : "no such step"
  }

  /// Every text file that the run makes, by name.
  var files: [String: String] {
    [
      "summary.json": SummaryDocument.json(of: results).text(),
      "timeseries.csv": String(decoding: TimeSeriesTable.csv(results.series).bytes, as: UTF8.self),
      "pods.csv": String(decoding: PodTable.csv(results.pods).bytes, as: UTF8.self),
      "nodes.csv": String(decoding: NodeTable.csv(results.nodes).bytes, as: UTF8.self),
      "events.csv": String(decoding: EventTable.csv(results.events).bytes, as: UTF8.self),
      "decisions.csv": String(decoding: DecisionTable.csv(results.decisions).bytes, as: UTF8.self),
      "decision-nodes.csv": String(
        decoding: DecisionNodeTable.csv(results.decisions).bytes, as: UTF8.self),
      "transcript.txt": Transcript.text(results.steps),
    ]
  }
}
