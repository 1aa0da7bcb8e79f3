import Results

/// Lines, steps or stacked areas over the time of the run.
struct TimeChart: Chart {
  /// How a series is drawn.
  enum Shape {
    /// Straight from point to point; breaks where there is no value.
    case line
    /// Keeps its value up to the next point.
    case step
    /// Stacked on the area before it.
    case area
  }

  /// One quantity over time.
  struct Series {
    let name: String
    let colour: String
    let shape: Shape
    let points: [ChartPoint]
    var isDashed = false

    /// The points to draw when at most `limit` may be.
    func reduced(_ limit: Int) -> [ChartPoint] {
      switch shape {
      case .line: DownSampling.extremes(points, limit: limit)
      case .step: DownSampling.steps(points, limit: limit)
      case .area: DownSampling.means(points, limit: limit)
      }
    }
  }

  let id: String
  let title: String
  let kind: ValueKind
  let axis: TimeAxis
  let marks: [ChartMark]
  let series: [Series]

  let height = 280

  var legend: [LegendEntry] { series.map { LegendEntry(name: $0.name, colour: $0.colour) } }

  /// The vertical axis that holds all series, or the stack when they are stacked.
  var valueAxis: ValueAxis {
    let stacked = series.filter { $0.shape == .area }
    var values = series.filter { $0.shape != .area }.flatMap { $0.points.compactMap(\.y) }
    if let first = stacked.first {
      values += first.points.indices.map { index in
        stacked.reduce(0) { sum, series in
          sum + (series.points.indices.contains(index) ? series.points[index].y ?? 0 : 0)
        }
      }
    }
    return ValueAxis(kind: kind, values: values)
  }

  /// The text above each mark when two texts need `gap` seconds between them: marks that stand
  /// closer share one, such as `3–5`, above the first of them.
  func markTexts(gap: Double) -> [(seconds: Double, text: String)] {
    var texts: [(seconds: Double, text: String)] = []
    var index = 0
    while index < marks.count {
      var last = index
      while last + 1 < marks.count, marks[last + 1].seconds - marks[index].seconds < gap {
        last += 1
      }
      let text =
        last == index ? "\(marks[index].number)" : "\(marks[index].number)–\(marks[last].number)"
      texts.append((marks[index].seconds, text))
      index = last + 1
    }
    return texts
  }
}
