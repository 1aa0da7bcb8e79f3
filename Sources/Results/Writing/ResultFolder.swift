/// The folder of one run's output, which appears when all of it is written and not before.
///
/// Files go to a neighbour called `NAME.tmp`, which takes the folder's place at once in `commit()`;
/// an earlier run's files go, other files in the folder stay. A scenario with variants has a folder
/// for each in `variants`. A folder that is not committed leaves nothing behind, except after a
/// kill, when the next run clears the neighbour up.
///
///     let folder = try ResultFolder("reports/article/1")
///     let requests = try folder.requestRows()
///     …                                     // try requests.write(row), for each request
///     try folder.write(results)
///     try folder.write(html, to: "report.html")
///     try folder.commit()
public final class ResultFolder {
  /// Names of all files that a run may write.
  public static let fileNames = [
    "comparison.csv", "decision-nodes.csv", "decisions.csv", "diff.json", "events.csv",
    "figures.csv", "nodes.csv",
    "pods.csv", "replications.csv", "report.html", "requests.csv", "summary.json",
    "timeseries.csv", "transcript.txt",
  ]

  /// Where the output will be.
  public let path: String
  private let staging: StagingFolder
  private var written: [String] = []
  private var requests: [RequestRowWriter] = []
  private var isOpen = true

  /// Starts output that will appear at `path`, making the folders above it.
  ///
  /// - Throws: `OutputError` when `path` is not a folder, cannot be made, or another run is writing
  ///   to it.
  public init(_ path: String) throws(OutputError) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard !path.isEmpty else {
      throw OutputError("write to", "\"\"", reason: "no folder is called so")
    }
    self.path = path
    staging = try StagingFolder(for: path)
  }

  /// Removes what was written so far; for a handler that ends the program on a signal, on whatever
  /// thread, while the folder is still open.
  public var abandon: @Sendable () -> Void {
    let path = staging.path
    return { StagingFolder.remove(path) }
  }

  deinit { discard() }

  /// The writer of `requests.csv`; call it once for each variant, before `commit()`.
  ///
  /// - Parameter variant: Whose requests they are; nil: those of a scenario without variants.
  public func requestRows(of variant: String? = nil) throws(OutputError) -> RequestRowWriter {
    let path = try stage("requests.csv", variant)
    precondition(!requests.contains { $0.path == path }, "\(path) has its writer already")
    let writer = try RequestRowWriter(path: path)
    requests.append(writer)
    return writer
  }

  /// Writes the summary, all tables but that of the requests, and the transcript.
  public func write(_ results: RunResults) throws(OutputError) {
    try write(SummaryDocument.json(of: results).text(), to: "summary.json")
    try writeTables(of: results, variant: nil)
  }

  /// Writes the summary of all replications and a row for each, and the tables and transcript of
  /// the first.
  ///
  /// - Parameter variant: Whose they are; nil: those of a scenario without variants.
  public func write(
    _ replications: Replications, of variant: String? = nil
  ) throws(OutputError) {
    let summary = SummaryDocument.json(of: replications).text()
    try write(summary, to: "summary.json", of: variant)
    try write(ReplicationTable.csv(replications).bytes, to: "replications.csv", variant)
    try writeTables(of: replications.first, variant: variant)
  }

  /// Writes every variant's files and what sets them side by side.
  public func write(_ study: StudyResults) throws(OutputError) {
    try write(SummaryDocument.json(of: study).text(), to: "summary.json")
    try write(ComparisonTable.csv(study).bytes, to: "comparison.csv", nil)
    for variant in study.variants { try write(variant.replications, of: variant.name) }
  }

  /// Writes a comparison of placements, all but its report.
  public func write(_ diff: PlacementDiff) throws(OutputError) {
    try write(diff.json.text(), to: "diff.json")
    try write(diff.figureTable.bytes, to: "figures.csv", nil)
    try write(diff.podTable.bytes, to: "pods.csv", nil)
    try write(diff.nodeTable.bytes, to: "nodes.csv", nil)
  }

  private func writeTables(of results: RunResults, variant: String?) throws(OutputError) {
    try write(TimeSeriesTable.csv(results.series).bytes, to: "timeseries.csv", variant)
    try write(PodTable.csv(results.pods).bytes, to: "pods.csv", variant)
    try write(NodeTable.csv(results.nodes).bytes, to: "nodes.csv", variant)
    try write(EventTable.csv(results.events).bytes, to: "events.csv", variant)
    try write(DecisionTable.csv(results.decisions).bytes, to: "decisions.csv", variant)
    let nodes = DecisionNodeTable.csv(results.decisions)
    try write(nodes.bytes, to: "decision-nodes.csv", variant)
    try write(Transcript.text(results.steps), to: "transcript.txt", of: variant)
  }

  /// Writes `text` to the file called `name`, which must be one of `fileNames`.
  public func write(
    _ text: String, to name: String, of variant: String? = nil
  ) throws(OutputError) {
    try write(Array(text.utf8), to: name, variant)
  }

  private func write(
    _ bytes: [UInt8], to name: String, _ variant: String?
  ) throws(OutputError) {
    let file = try OutputFile(path: stage(name, variant))
    try file.write(bytes)
    try file.close()
  }

  /// Makes the output appear at `path`.
  public func commit() throws(OutputError) {
    precondition(isOpen, "output at \(path) was committed or discarded already")
    for writer in requests { try writer.close() }
    try staging.publish(written)
    isOpen = false
  }

  /// Gives the output up and removes what was written; does nothing after `commit()`.
  public func discard() {
    guard isOpen else { return }
    isOpen = false
    staging.discard()
  }

  private func stage(_ name: String, _ variant: String?) throws(OutputError) -> String {
    precondition(isOpen, "output at \(path) was committed or discarded already")
    precondition(ResultFolder.fileNames.contains(name), "\(name) is no file of a run")
    let folder = variant.map { VariantFolders.name + "/" + $0 + "/" } ?? ""
    if variant != nil { try StagingFolder.makeFolder(staging.path + "/" + folder) }
    if !written.contains(folder + name) { written.append(folder + name) }
    return staging.path + "/" + folder + name
  }
}
