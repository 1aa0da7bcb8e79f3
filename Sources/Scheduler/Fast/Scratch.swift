/// Room for the passes of one search, used again by the next.
struct Scratch {
  let rowCount: Int
  /// The rows that can take the pod, in the order of the search, and how many they are.
  private(set) var rows: UnsafeMutablePointer<Int32>
  private(set) var feasible = 0
  /// Whether they are all rows, from the first to the last.
  private(set) var isWhole = false
  /// Their points, but for those that all of them have.
  let totals: Column<Int32>
  /// The points that all of them have.
  var common: Int32 = 0
  /// What the first filter says of each row, where plugins look at the whole cluster.
  let codes: Column<UInt16>
  let sums: Column<Int64>
  let reals: Column<Double>
  let indices: Column<Int32>
  private let listed: Column<Int32>
  private let whole: Column<Int32>

  init(rows count: Int) {
    rowCount = count
    listed = Column(count, 0)
    whole = Column(count, 0)
    for row in 0..<count { whole.values[row] = Int32(row) }
    rows = listed.values
    totals = Column(count, 0)
    codes = Column(count, 0)
    sums = Column(count, 0)
    reals = Column(count, 0)
    indices = Column(count, 0)
  }

  /// All rows can take the pod.
  mutating func takeAll() {
    rows = whole.values
    feasible = rowCount
    isWhole = true
  }

  /// Lists the rows whose code is 0, from the first of the search on, until they are enough.
  /// - Returns: how many rows were looked at.
  mutating func gather(
    _ codes: UnsafeMutablePointer<UInt16>, _ search: FastPlacement.Search
  ) -> Int {
    rows = listed.values
    isWhole = false
    let rows = rows
    var found = 0
    if search.enough >= rowCount {
      for row in search.start..<rowCount {
        rows[found] = Int32(truncatingIfNeeded: row)
        found &+= codes[row] == 0 ? 1 : 0
      }
      for row in 0..<search.start {
        rows[found] = Int32(truncatingIfNeeded: row)
        found &+= codes[row] == 0 ? 1 : 0
      }
      feasible = found
      return rowCount
    }
    var row = search.start
    var examined = 0
    while examined < rowCount && found < search.enough {
      if codes[row] == 0 {
        rows[found] = Int32(truncatingIfNeeded: row)
        found += 1
      }
      examined += 1
      row = row + 1 == rowCount ? 0 : row + 1
    }
    feasible = found
    return examined
  }
}
