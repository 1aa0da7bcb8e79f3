import Results

extension TimeChart {
  var option: JSONValue {
    let value = valueAxis
    let span = axis.to - axis.from
    let wideTexts = markTexts(gap: 28 * span / 1_040)
    var list = series.map(seriesOption)
    // Here as well as under `media`, which alone does not make ECharts draw them at first.
    if !list.isEmpty, !marks.isEmpty {
      list[0] = list[0].adding("markLine", ChartOption.markLine(marks, texts: wideTexts))
    }
    return .object([
      ("animation", .bool(false)),
      ("useUTC", .bool(true)),
      ("legend", ChartOption.legend),
      (
        "grid",
        .object([
          ("left", .int(58)), ("right", .int(16)), ("top", .int(54)), ("bottom", .int(62)),
        ])
      ),
      (
        "tooltip",
        .object([
          ("trigger", .string("axis")), ("confine", .bool(true)),
          ("formatter", .string("@tooltip-\(kind.rawValue)")),
        ])
      ),
      ("xAxis", ChartOption.timeAxis(axis)),
      (
        "yAxis",
        .object([
          ("type", .string(value.isLogarithmic ? "log" : "value")),
          ("min", .double(value.from)), ("max", .double(value.to)),
          (
            "axisLabel",
            ChartOption.axisLabel(kind.formatter)
              .adding("showMaxLabel", .bool(!value.isLogarithmic))
          ),
          ("splitLine", ChartOption.line(Palette.grid)),
        ])
      ),
      ("dataZoom", ChartOption.zoom),
      ("series", .array(list)),
      (
        "media",
        ChartOption.media(
          wide: ChartOption.marks(marks, texts: wideTexts),
          narrow: ChartOption.marks(marks, texts: markTexts(gap: 36 * span / 278)))
      ),
    ])
  }

  private func seriesOption(_ series: Series) -> JSONValue {
    let data = series.reduced(ChartFormat.wide.pointsMax).map { point in
      JSONValue.array([.double(point.x * 1_000), point.y.map { .double($0) } ?? .null])
    }
    var members: [(String, JSONValue)] = [
      ("type", .string("line")), ("name", .string(series.name)),
      ("showSymbol", .bool(false)), ("data", .array(data)),
      ("itemStyle", .object([("color", .string(series.colour))])),
      (
        "lineStyle",
        .object([
          ("color", .string(series.colour)), ("width", .double(series.shape == .area ? 0.5 : 1.5)),
          ("type", .string(series.isDashed ? "dashed" : "solid")),
        ])
      ),
    ]
    switch series.shape {
    case .line: break
    case .step: members.append(("step", .string("end")))
    case .area:
      members.append(("stack", .string("all")))
      members.append(
        ("areaStyle", .object([("color", .string(series.colour)), ("opacity", .double(0.85))])))
    }
    return .object(members)
  }
}

extension JSONValue {
  /// This object with one more member.
  func adding(_ key: String, _ value: JSONValue) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members + [(key, value)])
  }
}
