/// A function of whole numbers, worked out once for each where that takes less than once for each
/// row.
struct PointTable {
  private let first: Int64
  private let values: [Int32]
  private let function: (Int64) -> Int32

  init(_ range: ClosedRange<Int64>, rows: Int, _ function: @escaping (Int64) -> Int32) {
    first = range.lowerBound
    self.function = function
    let (length, overflow) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
    values = overflow || length >= Int64(rows) ? [] : range.map(function)
  }

  /// Adds the function of each of `values` to the one of `totals` in its place.
  func add(
    _ given: UnsafeMutablePointer<Int64>, to totals: UnsafeMutablePointer<Int32>, count: Int
  ) {
    if values.isEmpty {
      for place in 0..<count { totals[place] &+= function(given[place]) }
      return
    }
    values.withUnsafeBufferPointer { table in
      for place in 0..<count { totals[place] &+= table[Int(given[place] &- first)] }
    }
  }

  subscript(value: Int64) -> Int32 {
    values.isEmpty ? function(value) : values[Int(value &- first)]
  }
}
