import Results
import Units

/// Pods as bars over time, one row each, grouped under their nodes and coloured by what they do.
struct GanttChart: Chart {
  /// One row.
  struct Row {
    /// A pod's name, or a node's when `isGroup`.
    let name: String
    let isGroup: Bool
    /// The colour of the pod's version.
    let colour: String
    let spans: [PodSpan]
  }

  let id: String
  let title: String
  let axis: TimeAxis
  let marks: [ChartMark]
  let rows: [Row]

  private static let rowHeight = 20

  var height: Int { rows.count * Self.rowHeight + 110 }

  private var states: [PodState] {
    PodState.allCases.filter { state in
      rows.contains { $0.spans.contains { $0.state == state } }
    }
  }

  var legend: [LegendEntry] {
    states.map { LegendEntry(name: $0.rawValue, colour: Palette.state($0)) }
  }

  func svg(_ format: ChartFormat) -> String {
    let isWide = format.width > 600
    let row = Double(Self.rowHeight)
    let top = 6.0
    let bottom = top + Double(rows.count) * row
    let left = isWide ? 210.0 : 128.0
    let right = format.width - 12
    var drawing = SVGBuilder(
      width: format.width, height: bottom + 22, className: format.name, label: title)
    func x(_ seconds: Double) -> Double {
      let share = (seconds - axis.from) / (axis.to - axis.from)
      return left + min(1, max(0, share)) * (right - left)
    }
    for tick in axis.ticks(limit: isWide ? 10 : 4) {
      drawing.line(x(tick), top, x(tick), bottom, className: "grid")
      drawing.label(
        Quantity.clock(seconds: Int(tick)), x: x(tick), y: bottom + 16, anchor: "middle")
    }
    for mark in marks where mark.seconds >= axis.from && mark.seconds <= axis.to {
      drawing.line(x(mark.seconds), top, x(mark.seconds), bottom, className: "mark")
    }
    for (index, entry) in rows.enumerated() {
      let y = top + Double(index) * row
      if entry.isGroup {
        drawing.line(0, y + 1, format.width, y + 1, className: "grid")
        drawing.label(
          ChartText.shortened(entry.name, to: isWide ? 60 : 40), x: 0, y: y + 14,
          className: "group", title: entry.name)
        continue
      }
      drawing.rectangle(x: 4, y: y + 6, width: 8, height: 8, colour: entry.colour)
      drawing.label(
        ChartText.shortened(entry.name, to: isWide ? 30 : 16), x: 18, y: y + 14, className: "row",
        title: entry.name)
      for span in entry.spans {
        let (from, to) = (x(span.from.seconds), x(span.to.seconds))
        drawing.rectangle(
          x: from, y: y + 4, width: max(1, to - from), height: row - 8,
          colour: Palette.state(span.state), title: text(of: span, entry.name))
      }
    }
    return drawing.text
  }

  private func text(of span: PodSpan, _ name: String) -> String {
    "\(name): \(span.state.rawValue) from \(Quantity.clock(span.from)) "
      + "for \(Quantity.duration(span.to - span.from))"
  }

  var option: JSONValue {
    .object([
      ("animation", .bool(false)),
      ("useUTC", .bool(true)),
      ("legend", ChartOption.legend),
      (
        "grid",
        .object([
          ("left", .int(200)), ("right", .int(16)), ("top", .int(36)), ("bottom", .int(62)),
        ])
      ),
      (
        "tooltip",
        .object([
          ("trigger", .string("item")), ("confine", .bool(true)),
          ("formatter", .string("@pod")),
        ])
      ),
      ("xAxis", ChartOption.timeAxis(axis)),
      (
        "yAxis",
        .object([
          ("type", .string("category")), ("inverse", .bool(true)),
          ("axisLabel", ChartOption.rowLabel(width: 190).adding("rich", labelStyles)),
          ("axisTick", .object([("show", .bool(false))])),
          ("axisLine", .object([("show", .bool(false))])),
          ("splitLine", .object([("show", .bool(false))])),
        ])
      ),
      ("dataZoom", ChartOption.zoom),
      ("series", .array(series)),
      (
        "media",
        ChartOption.media(
          wide: ChartOption.rows(rows.map { label($0, limit: 28) }, width: 200),
          narrow: ChartOption.rows(rows.map { label($0, limit: 13) }, width: 126))
      ),
    ])
  }

  /// The colours of the squares before names, each once.
  private var squares: [String] {
    rows.reduce(into: []) { colours, row in
      if !row.isGroup, !colours.contains(row.colour) { colours.append(row.colour) }
    }
  }

  /// A row's label in ECharts' rich text, whose braces no name may forge.
  private func label(_ row: Row, limit: Int) -> String {
    let name = ChartText.shortened(row.name, to: limit)
      .replacing("{", with: "(").replacing("}", with: ")")
    if row.isGroup { return "{group|\(name)}" }
    let square = squares.firstIndex(of: row.colour) ?? 0
    return "{v\(square)|■} {name|\(name)}"
  }

  private var labelStyles: JSONValue {
    func style(_ colour: String, isBold: Bool = false) -> JSONValue {
      .object([
        ("color", .string(colour)), ("fontSize", .int(11)),
        ("fontWeight", .string(isBold ? "bold" : "normal")),
      ])
    }
    return .object(
      [("group", style(Palette.muted, isBold: true)), ("name", style(Palette.text))]
        + squares.enumerated().map { ("v\($0.offset)", style($0.element)) })
  }

  private var series: [JSONValue] {
    var list = states.map(seriesOption)
    if !list.isEmpty, !marks.isEmpty {
      list[0] = list[0].adding("markLine", ChartOption.markLine(marks, texts: []))
    }
    return list
  }

  private func seriesOption(_ state: PodState) -> JSONValue {
    var data: [JSONValue] = []
    for (index, row) in rows.enumerated() {
      for span in row.spans where span.state == state {
        data.append(
          .object([
            ("name", .string(row.name)),
            (
              "value",
              .array([
                .int(index), .double(span.from.seconds * 1_000), .double(span.to.seconds * 1_000),
              ])
            ),
          ]))
      }
    }
    return .object([
      ("type", .string("custom")), ("name", .string(state.rawValue)),
      ("renderItem", .string("@bar")), ("clip", .bool(true)),
      ("encode", .object([("x", .array([.int(1), .int(2)])), ("y", .int(0))])),
      ("itemStyle", .object([("color", .string(Palette.state(state)))])),
      ("data", .array(data)),
    ])
  }
}
