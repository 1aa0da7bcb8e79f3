/// The folder of one run's output, which appears when all of it is written and not before.
///
/// Files go to a neighbour called `NAME.tmp`, which takes the folder's place at once in `commit()`;
/// an earlier run's files go, other files in the folder stay. A folder that is not committed leaves
/// nothing behind, except after a kill, when the next run clears the neighbour up.
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
    "decisions.csv", "events.csv", "nodes.csv", "pods.csv", "report.html", "requests.csv",
    "summary.json", "timeseries.csv", "transcript.txt",
  ]

  /// Where the output will be.
  public let path: String
  private let staging: StagingFolder
  private var written: [String] = []
  private var requests: RequestRowWriter?
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
    staging = try StagingFolder(for: path, clearing: ResultFolder.fileNames)
  }

  /// Removes what was written so far; for a handler that ends the program on a signal, on whatever
  /// thread, while the folder is still open.
  public var abandon: @Sendable () -> Void {
    let path = staging.path
    return { StagingFolder.remove(path, ResultFolder.fileNames) }
  }

  deinit { discard() }

  /// The writer of `requests.csv`; call it once, before `commit()`.
  public func requestRows() throws(OutputError) -> RequestRowWriter {
    precondition(requests == nil, "requests.csv has its writer already")
    let writer = try RequestRowWriter(path: stage("requests.csv"))
    requests = writer
    return writer
  }

  /// Writes the summary, all tables but that of the requests, and the transcript.
  public func write(_ results: RunResults) throws(OutputError) {
    try write(SummaryDocument.json(of: results).text(), to: "summary.json")
    try write(TimeSeriesTable.csv(results.series).bytes, to: "timeseries.csv")
    try write(PodTable.csv(results.pods).bytes, to: "pods.csv")
    try write(NodeTable.csv(results.nodes).bytes, to: "nodes.csv")
    try write(EventTable.csv(results.events).bytes, to: "events.csv")
    try write(DecisionTable.csv(results.decisions).bytes, to: "decisions.csv")
    try write(Transcript.text(results.steps), to: "transcript.txt")
  }

  /// Writes `text` to the file called `name`, which must be one of `fileNames`.
  public func write(_ text: String, to name: String) throws(OutputError) {
    try write(Array(text.utf8), to: name)
  }

  private func write(_ bytes: [UInt8], to name: String) throws(OutputError) {
    let file = try OutputFile(path: stage(name))
    try file.write(bytes)
    try file.close()
  }

  /// Makes the output appear at `path`.
  public func commit() throws(OutputError) {
    precondition(isOpen, "output at \(path) was committed or discarded already")
    try requests?.close()
    try staging.publish(written, of: ResultFolder.fileNames)
    isOpen = false
  }

  /// Gives the output up and removes what was written; does nothing after `commit()`.
  public func discard() {
    guard isOpen else { return }
    isOpen = false
    staging.discard(written)
  }

  private func stage(_ name: String) -> String {
    precondition(isOpen, "output at \(path) was committed or discarded already")
    precondition(ResultFolder.fileNames.contains(name), "\(name) is no file of a run")
    if !written.contains(name) { written.append(name) }
    return staging.path + "/" + name
  }
}
