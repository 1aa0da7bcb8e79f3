import Results

/// Horizontal bars side by side, one of each part in every category, so that two ways can be
/// compared.
struct PairedBarChart: Chart {
  let id: String
  let title: String
  let kind: ValueKind
  let categories: [String]
  let parts: [BarChart.Part]

  private static let barHeight = 11.0

  var height: Int { categories.count * Int(rowHeight) + 76 }

  var legend: [LegendEntry] { parts.map { LegendEntry(name: $0.name, colour: $0.colour) } }

  private var rowHeight: Double { Double(parts.count) * Self.barHeight + 10 }

  private var scale: (to: Double, ticks: [Double]) {
    ValueAxis.fromZero(to: max(parts.flatMap(\.amounts).max() ?? 0, 1))
  }

  func svg(_ format: ChartFormat) -> String {
    let isWide = format.width > 600
    let left = isWide ? 132.0 : 92.0
    let right = format.width - 56
    let height = Double(categories.count) * rowHeight + 24
    let scale = scale
    var drawing = SVGBuilder(
      width: format.width, height: height, className: format.name, label: title)
    func x(_ value: Double) -> Double { left + value / scale.to * (right - left) }
    for (index, tick) in scale.ticks.enumerated() {
      drawing.line(x(tick), 0, x(tick), height - 22, className: "grid")
      if index.isMultiple(of: isWide ? 1 : 2) {
        drawing.label(kind.text(tick), x: x(tick), y: height - 8, anchor: "middle")
      }
    }
    for (index, category) in categories.enumerated() {
      let top = Double(index) * rowHeight
      drawing.label(
        category, x: left - 8, y: top + rowHeight / 2 + 4, anchor: "end", className: "row")
      for (place, part) in parts.enumerated() where part.amounts[index] > 0 {
        let value = part.amounts[index]
        let barTop = top + 5 + Double(place) * Self.barHeight
        drawing.rectangle(
          x: x(0), y: barTop, width: x(value) - x(0), height: Self.barHeight - 1,
          colour: part.colour, title: "\(category): \(part.name) \(kind.text(value))")
        drawing.label(kind.text(value), x: x(value) + 5, y: barTop + 9, className: "row")
      }
    }
    return drawing.text
  }

  var option: JSONValue {
    .object([
      ("animation", .bool(false)), ("legend", ChartOption.legend),
      (
        "grid",
        .object([
          ("left", .int(136)), ("right", .int(60)), ("top", .int(36)), ("bottom", .int(28)),
        ])
      ),
      ("tooltip", ChartOption.barTip(kind)), ("xAxis", ChartOption.valueAxis(kind)),
      ("yAxis", ChartOption.rowAxis(labelWidth: 116)),
      ("series", .array(parts.map(series))),
      (
        "media",
        ChartOption.media(
          wide: ChartOption.rows(categories, width: 136),
          narrow: ChartOption.rows(categories, width: 100))
      ),
    ])
  }

  private func series(_ part: BarChart.Part) -> JSONValue {
    .object([
      ("type", .string("bar")), ("name", .string(part.name)), ("barMaxWidth", .int(11)),
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
}
