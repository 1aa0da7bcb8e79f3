import Statistics

/// Every figure of every replication: a column a figure, a row a replication.
///
/// Holds eight bytes a value and each path once, so that a thousand replications fit anywhere.
public struct FigureTable: Sendable {
  /// The figures of one replication with their paths; nil where it has none, as a latency when
  /// nothing was answered.
  public typealias Row = [(path: [String], value: Double?)]

  /// The paths of all figures that any replication has, in the order in which they came up.
  public private(set) var paths: [[String]] = []
  private var columns: [[String]: Int] = [:]
  /// Not-a-number where a replication has no such figure; rows may end early.
  private var rows: [[Double]] = []

  /// A table without replications.
  public init() {}

  /// How many replications there are.
  public var count: Int { rows.count }

  /// Adds the figures of the next replication.
  public mutating func add(_ row: Row) {
    var values = [Double](repeating: .nan, count: paths.count)
    for (path, value) in row {
      let column = columns[path] ?? paths.count
      if column == paths.count {
        columns[path] = column
        paths.append(path)
        values.append(.nan)
      }
      values[column] = value ?? .nan
    }
    rows.append(values)
  }

  /// The figure at `path` in each replication, in order; nil where one does not have it.
  ///
  /// A cause of loss that a replication does not name lost nothing there, which is zero.
  public func values(_ path: [String]) -> [Double?] {
    let raw = stored(path)
    guard path.count > 2, path[path.count - 2] == "failures_by_cause" else { return raw }
    let group = stored(path.dropLast(2) + ["lost"])
    return zip(raw, group).map { value, lost in value ?? (lost == nil ? nil : 0) }
  }

  private func stored(_ path: [String]) -> [Double?] {
    guard let column = columns[path] else { return rows.map { _ in nil } }
    return rows.map { row in
      column < row.count && !row[column].isNaN ? row[column] : nil
    }
  }

  /// What the replications say of the figure at `path` together.
  public func estimate(_ path: [String]) -> ReplicationEstimate {
    ReplicationEstimate(
      values(path), within: FigureKind(path).bounds, unsupported: thinness(of: path))
  }

  /// Why a quantile means too little: a replication in which fewer than ten requests lie beyond it.
  public func thinness(of path: [String]) -> String? {
    guard path.count > 2, path[path.count - 2] == "latency_ms",
      let tail = FigurePath.tail(of: path[path.count - 1])
    else { return nil }
    let samples = stored(path.dropLast(2) + ["latency_sample_count"])
    guard let thin = samples.firstIndex(where: { ($0 ?? 0) * tail < 10 - 1e-9 }) else { return nil }
    let name = path[path.count - 1].replacing("_", with: ".")
    return "fewer than 10 requests beyond \(name) in replication \(thin)"
  }
}
