import Documents
import SchedulerLab

/// One run of the measured stack (NGINX, Gunicorn, Django, PostgreSQL): what was asked of it, and
/// what it answered.
struct RecordedRun {
  /// The table of all runs, below the folder of truth.
  static let path = "reference/django-stack/runs.csv"

  let id: String
  /// The experiment that it belongs to.
  let experiment: String
  /// Gunicorn workers.
  let workers: Int
  /// Seconds that Django keeps a connection to the database; 0: one for each request.
  let connectionAge: Int
  /// The mix of endpoints, as JSON.
  let endpoints: String
  /// Requests a second that were offered, in the mean; 0 for closed loops.
  let rate: Double
  /// Requests a second that were answered.
  let throughput: Double
  let meanMilliseconds: Double
  let p99Milliseconds: Double
  /// Whether something else disturbed it, so that it must not be compared.
  let isDisturbed: Bool

  /// All runs that were not disturbed.
  ///
  /// - Throws: `Problems` when the table cannot be read.
  static func all(in truth: TruthFolder) throws -> [RecordedRun] {
    var reader = try CSVReader(truth.file(path))
    var runs: [RecordedRun] = []
    while let row = try reader.next() {
      func text(_ column: String) -> String { row[column] ?? "" }
      func number(_ column: String) -> Double { Double(text(column)) ?? .nan }
      runs.append(
        RecordedRun(
          id: text("run_id"), experiment: text("exp"), workers: Int(text("w")) ?? 0,
          connectionAge: Int(text("cma")) ?? 0, endpoints: text("endpoints"),
          rate: number("rate_rps"), throughput: number("throughput_rps"),
          meanMilliseconds: number("mean_ms"), p99Milliseconds: number("p99_ms"),
          isDisturbed: !text("flags").isEmpty))
    }
    return runs.filter { !$0.isDisturbed }
  }
}
