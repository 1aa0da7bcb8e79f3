import Results

/// Horizontal bars, one a category, each stacked of the same parts.
struct BarChart: Chart {
  /// One part of every bar.
  struct Part {
    let name: String
    let colour: String
    /// One value a category, in the order of `categories`.
    let amounts: [Double]
  }

  let id: String
  let title: String
  let kind: ValueKind
  let categories: [String]
  let parts: [Part]

  var height: Int { categories.count * 28 + 76 }

  var legend: [LegendEntry] {
    parts.count < 2 ? [] : parts.map { LegendEntry(name: $0.name, colour: $0.colour) }
  }

  private var totals: [Double] {
    categories.indices.map { index in parts.reduce(0) { $0 + $1.amounts[index] } }
  }

  /// A linear axis: parts of a bar can only be compared on one.
  private var scale: (to: Double, ticks: [Double]) {
    ValueAxis.fromZero(to: max(totals.max() ?? 0, kind == .count ? 1 : 0.1))
  }

  func svg(_ format: ChartFormat) -> String {
    let isWide = format.width > 600
    let row = isWide ? 28.0 : 40.0
    let height = Double(categories.count) * row + 24
    let left = isWide ? 232.0 : 6.0
    let right = format.width - (isWide ? 76 : 64)
    let scale = scale
    var drawing = SVGBuilder(
      width: format.width, height: height, className: format.name, label: title)
    func x(_ value: Double) -> Double { left + value / scale.to * (right - left) }
    let everyOther = isWide ? 1 : 2
    for (index, tick) in scale.ticks.enumerated() {
      drawing.line(x(tick), 0, x(tick), height - 22, className: "grid")
      if index.isMultiple(of: everyOther) {
        drawing.label(
          kind.text(tick), x: x(tick), y: height - 8,
          anchor: tick == 0 && !isWide ? "start" : "middle")
      }
    }
    for (index, category) in categories.enumerated() {
      let top = Double(index) * row
      let name = ChartText.shortened(category, to: isWide ? 34 : 48)
      // On a narrow page the name stands above its bar, where there is room for it.
      drawing.label(
        name, x: isWide ? left - 8 : left, y: top + (isWide ? 18 : 14),
        anchor: isWide ? "end" : "start", className: "row", title: category)
      let (barTop, barHeight) = isWide ? (top + 5, 18.0) : (top + 19, 16.0)
      var sum = 0.0
      for part in parts where part.amounts[index] > 0 {
        let value = part.amounts[index]
        drawing.rectangle(
          x: x(sum), y: barTop, width: x(sum + value) - x(sum), height: barHeight,
          colour: part.colour, title: "\(category): \(part.name) \(kind.text(value))")
        sum += value
      }
      drawing.label(kind.text(sum), x: x(sum) + 6, y: barTop + 13, className: "row")
    }
    return drawing.text
  }

  var option: JSONValue {
    let totals = totals
    return .object([
      ("animation", .bool(false)),
      ("legend", parts.count < 2 ? .object([("show", .bool(false))]) : ChartOption.legend),
      (
        "grid",
        .object([
          ("left", .int(236)), ("right", .int(80)), ("top", .int(parts.count < 2 ? 8 : 36)),
          ("bottom", .int(28)),
        ])
      ),
      ("tooltip", ChartOption.barTip(kind)), ("xAxis", ChartOption.valueAxis(kind)),
      ("yAxis", ChartOption.rowAxis(labelWidth: 216)),
      ("series", .array(parts.map(partOption) + [totalOption(totals)])),
      (
        "media",
        ChartOption.media(
          wide: ChartOption.rows(labels(34), width: 236),
          narrow: ChartOption.rows(labels(17), width: 116))
      ),
    ])
  }

  /// The categories, no longer than `limit`.
  private func labels(_ limit: Int) -> [String] {
    categories.map { ChartText.shortened($0, to: limit) }
  }

  private func partOption(_ part: Part) -> JSONValue {
    .object([
      ("type", .string("bar")), ("name", .string(part.name)), ("stack", .string("all")),
      ("barMaxWidth", .int(18)),
      ("itemStyle", .object([("color", .string(part.colour))])),
      (
        "data",
        .array(
          zip(categories, part.amounts).map { category, value in
            .object([("name", .string(category)), ("value", .double(value))])
          })
      ),
    ])
  }

  /// An invisible part at the end of each bar that carries the bar's total as its label.
  private func totalOption(_ totals: [Double]) -> JSONValue {
    .object([
      ("type", .string("bar")), ("name", .string("")), ("stack", .string("all")),
      ("silent", .bool(true)),
      (
        "data",
        .array(totals.map { .object([("value", .int(0)), ("total", .double($0))]) })
      ),
      (
        "label",
        .object([
          ("show", .bool(true)), ("position", .string("right")),
          ("color", .string(Palette.text)), ("fontSize", .int(11)),
          ("formatter", .string("@total-\(kind.rawValue)")),
        ])
      ),
    ])
  }
}

/// Text that must fit into a chart.
enum ChartText {
  /// `text` with its middle left out when it is longer than `limit`: names differ at their ends.
  static func shortened(_ text: String, to limit: Int) -> String {
    guard text.count > limit else { return text }
    let head = (limit - 1) / 2
    return text.prefix(head) + "…" + text.suffix(limit - 1 - head)
  }
}
