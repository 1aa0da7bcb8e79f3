/// Writes `requests.csv` row by row, so that a run of millions of requests holds none of them.
///
/// `ResultFolder.requestRows()` makes it and `ResultFolder.commit()` ends it.
public final class RequestRowWriter {
  private static let bufferSize = 1 << 18

  /// The columns, in order.
  public static let columns =
    [
      "request", "client", "endpoint", "arrived_s", "latency_ms", "outcome", "status", "cause",
      "attempts", "version", "pod",
    ] + RequestStage.allCases.map { "\($0.key)_ms" }

  /// The file's path.
  var path: String { file.path }
  private let file: OutputFile
  private var rows: CSVText

  init(path: String) throws(OutputError) {
    file = try OutputFile(path: path)
    rows = CSVText(columns: RequestRowWriter.columns)
    rows.bytes.reserveCapacity(RequestRowWriter.bufferSize + 4_096)
  }

  /// Adds a request; rows should come in order of arrival or of end, the same in every run.
  ///
  /// - Throws: `OutputError` when the disk is full.
  /// - Complexity: O(length of the row); every few thousand rows go to the disk at once.
  public func write(_ row: RequestRow) throws(OutputError) {
    rows.field(row.number)
    rows.field(row.client)
    rows.field(row.endpoint)
    rows.seconds(row.arrived)
    rows.milliseconds(row.latency)
    rows.field(row.outcome.rawValue)
    rows.field(row.status)
    rows.field(row.cause)
    rows.field(row.attempts)
    rows.field(row.version)
    rows.field(row.pod)
    for stage in RequestStage.allCases { rows.milliseconds(row.timeSpent[stage]) }
    rows.endRow()
    if rows.bytes.count >= RequestRowWriter.bufferSize { try flush() }
  }

  func close() throws(OutputError) {
    try flush()
    try file.close()
  }

  private func flush() throws(OutputError) {
    try file.write(rows.bytes)
    rows.bytes.removeAll(keepingCapacity: true)
  }
}
