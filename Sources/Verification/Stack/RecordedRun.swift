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
      func text(_ column: String) throws -> String { try row.value(column, .anyText) }
      /// A field without a figure is empty: not a number, and so in no bound.
      func number(_ column: String) throws -> Double {
        try text(column).isEmpty ? .nan : row.value(column, .number)
      }
      runs.append(
        RecordedRun(
          id: try text("run_id"), experiment: try text("exp"),
          workers: try row.value("w", .integer(in: 0...10_000)),
          connectionAge: try row.value("cma", .integer(in: 0 ... .max)),
          endpoints: try text("endpoints"), rate: try number("rate_rps"),
          throughput: try number("throughput_rps"), meanMilliseconds: try number("mean_ms"),
          p99Milliseconds: try number("p99_ms"), isDisturbed: try !text("flags").isEmpty))
    }
    return runs.filter { !$0.isDisturbed }
  }
}

extension ScalarFormat where Value == String {
  /// Whatever a field holds, also nothing.
  fileprivate static var anyText: ScalarFormat { ScalarFormat(expected: "text") { $0.text } }
}
