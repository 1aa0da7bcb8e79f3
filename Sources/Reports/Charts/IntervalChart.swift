import Results
import Statistics

/// Horizontal bars, one a variant, each as long as the mean of a figure, with a whisker over its
/// 95 % interval where there is one.
struct IntervalChart: Chart {
  /// One bar.
  struct Bar {
    let name: String
    let estimate: ReplicationEstimate
    let colour: String
  }

  let id: String
  let title: String
  let kind: FigureKind
  let bars: [Bar]

  var height: Int { bars.count * 30 + 50 }
  var legend: [LegendEntry] { [] }

  /// A linear axis from zero: lengths of bars can only be compared on one.
  private var scale: (to: Double, ticks: [Double]) {
    let ends = bars.map { max($0.estimate.mean ?? 0, $0.estimate.interval?.upper ?? 0) }
    return ValueAxis.fromZero(to: max(ends.max() ?? 0, 1e-6))
  }

  func svg(_ format: ChartFormat) -> String {
    let isWide = format.width > 600
    let row = isWide ? 30.0 : 42.0
    let height = Double(bars.count) * row + 24
    let left = isWide ? 232.0 : 6.0
    let right = format.width - (isWide ? 170 : 120)
    let scale = scale
    var drawing = SVGBuilder(
      width: format.width, height: height, className: format.name, label: title)
    func x(_ value: Double) -> Double { left + value / scale.to * (right - left) }
    for (index, tick) in scale.ticks.enumerated() {
      drawing.line(x(tick), 0, x(tick), height - 22, className: "grid")
      guard index.isMultiple(of: isWide ? 1 : 2) else { continue }
      drawing.label(
        kind.text(tick), x: x(tick), y: height - 8,
        anchor: tick == 0 && !isWide ? "start" : "middle")
    }
    for (index, bar) in bars.enumerated() {
      let top = Double(index) * row
      drawing.label(
        ChartText.shortened(bar.name, to: isWide ? 34 : 48), x: isWide ? left - 8 : left,
        y: top + (isWide ? 19 : 14), anchor: isWide ? "end" : "start", className: "row",
        title: bar.name)
      draw(bar, top: top + (isWide ? 5 : 19), &drawing, x)
    }
    return drawing.text
  }

  private func draw(
    _ bar: Bar, top: Double, _ drawing: inout SVGBuilder, _ x: (Double) -> Double
  ) {
    let text = kind.text(bar.estimate)
    guard let mean = bar.estimate.mean else {
      return drawing.label(text, x: x(0) + 6, y: top + 14, className: "row")
    }
    drawing.rectangle(
      x: x(0), y: top, width: x(mean) - x(0), height: 18, colour: bar.colour,
      title: "\(bar.name): \(text)")
    var end = mean
    if let interval = bar.estimate.interval {
      let (low, high) = (x(interval.lower), x(interval.upper))
      drawing.line(low, top + 9, high, top + 9, className: "whisker")
      drawing.line(low, top + 4, low, top + 14, className: "whisker")
      drawing.line(high, top + 4, high, top + 14, className: "whisker")
      end = max(end, interval.upper)
    }
    drawing.label(text, x: x(end) + 6, y: top + 14, className: "row")
  }

  var option: JSONValue {
    .object([
      ("animation", .bool(false)),
      (
        "grid",
        .object([
          ("left", .int(236)), ("right", .int(160)), ("top", .int(6)), ("bottom", .int(26)),
        ])
      ),
      (
        "tooltip",
        .object([
          ("trigger", .string("item")), ("confine", .bool(true)),
          ("formatter", .string("@estimate")),
        ])
      ),
      (
        "xAxis",
        .object([
          ("type", .string("value")), ("min", .int(0)), ("max", .double(scale.to)),
          ("axisLabel", ChartOption.axisLabel("@\(kind.formatter)")),
          ("splitLine", ChartOption.line(Palette.grid)),
        ])
      ),
      (
        "yAxis",
        .object([
          ("type", .string("category")), ("inverse", .bool(true)),
          ("axisLabel", ChartOption.rowLabel(width: 216)),
          ("axisTick", .object([("show", .bool(false))])),
          ("axisLine", ChartOption.line(Palette.muted)),
        ])
      ),
      ("series", .array([barOption, whiskerOption, labelOption])),
      (
        "media",
        ChartOption.media(
          wide: ChartOption.rows(labels(34), width: 236, right: 160),
          narrow: ChartOption.rows(labels(15), width: 104, right: 116))
      ),
    ])
  }

  /// The bars' names, no longer than `limit`.
  private func labels(_ limit: Int) -> [String] {
    bars.map { ChartText.shortened($0.name, to: limit) }
  }

  private var barOption: JSONValue {
    .object([
      ("type", .string("bar")), ("barMaxWidth", .int(18)),
      (
        "data",
        .array(
          bars.map { bar in
            .object([
              ("name", .string(bar.name)), ("value", .double(bar.estimate.mean ?? 0)),
              ("text", .string(kind.text(bar.estimate))),
              ("itemStyle", .object([("color", .string(bar.colour))])),
            ])
          })
      ),
    ])
  }

  private var whiskerOption: JSONValue {
    let data = bars.enumerated().compactMap { index, bar -> JSONValue? in
      bar.estimate.interval.map { interval in
        .object([
          ("value", .array([.int(index), .double(interval.lower), .double(interval.upper)]))
        ])
      }
    }
    return .object([
      ("type", .string("custom")), ("renderItem", .string("@whisker")), ("silent", .bool(true)),
      ("z", .int(5)), ("itemStyle", .object([("color", .string(Palette.text))])),
      (
        "encode", .object([("x", .array([.int(1), .int(2)])), ("y", .int(0))])
      ),
      ("data", .array(data)),
    ])
  }

  /// Points without a size at the ends of bars and whiskers, which carry the figures as labels.
  private var labelOption: JSONValue {
    let data = bars.enumerated().map { index, bar -> JSONValue in
      let end = max(bar.estimate.mean ?? 0, bar.estimate.interval?.upper ?? 0)
      return .object([
        ("value", .array([.double(end), .int(index)])),
        ("text", .string(kind.text(bar.estimate))),
      ])
    }
    return .object([
      ("type", .string("scatter")), ("symbolSize", .int(0)), ("silent", .bool(true)),
      (
        "label",
        .object([
          ("show", .bool(true)), ("position", .string("right")), ("fontSize", .int(11)),
          ("color", .string(Palette.text)), ("formatter", .string("@text")),
        ])
      ),
      ("data", .array(data)),
    ])
  }
}

extension FigureKind {
  /// The name of the formatter in `charts.js`.
  fileprivate var formatter: String { self == .milliseconds ? "latency" : rawValue }
}
