/// A point of a line; a nil value breaks the line.
package struct ChartPoint: Sendable, Equatable {
  package var x: Double
  package var y: Double?

  package init(x: Double, y: Double? = nil) {
    self.x = x
    self.y = y
  }
}

/// Fewer points that look the same.
package enum DownSampling {
  /// At most `limit` of `points`, in order: the lowest and the highest of each bucket, so that no
  /// peak gets lost. A bucket without a value leaves a gap.
  ///
  /// - Complexity: O(points).
  package static func extremes(_ points: [ChartPoint], limit: Int) -> [ChartPoint] {
    precondition(limit >= 2, "a line needs two points")
    guard points.count > limit else { return points }
    return buckets(points.count, limit / 2).flatMap { range -> [ChartPoint] in
      let slice = points[range]
      let valued = slice.filter { $0.y != nil }
      guard let first = valued.first else { return [ChartPoint(x: slice[range.lowerBound].x)] }
      var (lowest, highest) = (first, first)
      for point in valued {
        if let y = point.y, let low = lowest.y, y < low { lowest = point }
        if let y = point.y, let high = highest.y, y > high { highest = point }
      }
      if lowest == highest { return [lowest] }
      return lowest.x <= highest.x ? [lowest, highest] : [highest, lowest]
    }
  }

  /// At most `limit` points, each the mean of a bucket at the bucket's first x: for areas that are
  /// stacked and so need the same x in each line.
  ///
  /// - Complexity: O(points).
  package static func means(_ points: [ChartPoint], limit: Int) -> [ChartPoint] {
    guard points.count > limit else { return points }
    return buckets(points.count, limit).map { range in
      let values = points[range].compactMap(\.y)
      let mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      return ChartPoint(x: points[range.lowerBound].x, y: mean)
    }
  }

  /// The points at which a line that keeps its value changes it, and the last one; the extremes of
  /// them when they are more than `limit`.
  package static func steps(_ points: [ChartPoint], limit: Int) -> [ChartPoint] {
    var changes: [ChartPoint] = []
    for point in points where changes.last.map({ $0.y != point.y }) ?? true {
      changes.append(point)
    }
    if let last = points.last, let change = changes.last, change.x < last.x {
      changes.append(last)
    }
    return extremes(changes, limit: limit)
  }

  private static func buckets(_ count: Int, _ number: Int) -> [Range<Int>] {
    (0..<number).map { (count * $0 / number)..<(count * ($0 + 1) / number) }
  }
}
