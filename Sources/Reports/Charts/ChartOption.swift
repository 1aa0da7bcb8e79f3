import Results

/// The parts that the options of several charts share.
enum ChartOption {
  static let legend = JSONValue.object([
    ("type", .string("scroll")), ("top", .int(0)), ("left", .int(0)),
    ("itemWidth", .int(14)), ("itemHeight", .int(10)),
    ("textStyle", .object([("color", .string(Palette.text))])),
    ("pageTextStyle", .object([("color", .string(Palette.text))])),
    ("pageIconColor", .string(Palette.text)), ("pageIconInactiveColor", .string(Palette.grid)),
    ("inactiveColor", .string(Palette.grid)),
  ])

  /// Zooming by a slider, or by the wheel with Ctrl so that the page still scrolls. Bars that begin
  /// outside the window stay, hence no filter.
  static let zoom = JSONValue.array([
    .object([
      ("type", .string("inside")), ("filterMode", .string("none")),
      ("zoomOnMouseWheel", .string("ctrl")), ("moveOnMouseMove", .string("shift")),
      ("preventDefaultMouseMove", .bool(false)),
    ]),
    .object([
      ("type", .string("slider")), ("filterMode", .string("none")), ("height", .int(18)),
      ("bottom", .int(8)), ("showDetail", .bool(false)), ("brushSelect", .bool(false)),
      ("borderColor", .string(Palette.grid)), ("backgroundColor", .string("transparent")),
      ("fillerColor", .string("var(--shade)")), ("showDataShadow", .bool(false)),
      ("handleStyle", .object([("color", .string("var(--surface)"))])),
      ("moveHandleStyle", .object([("color", .string(Palette.grid))])),
    ]),
  ])

  /// What is shown of a row of bars under the pointer.
  static func barTip(_ kind: ValueKind) -> JSONValue {
    .object([
      ("trigger", .string("axis")), ("confine", .bool(true)),
      ("axisPointer", .object([("type", .string("shadow"))])),
      ("formatter", .string("@bars-\(kind.rawValue)")),
    ])
  }

  /// The values of bars, along their length.
  static func valueAxis(_ kind: ValueKind) -> JSONValue {
    .object([
      ("type", .string("value")), ("axisLabel", axisLabel(kind.formatter)),
      ("splitLine", line(Palette.grid)),
    ])
  }

  /// The names of rows of bars, the first on top; `labelWidth` in pixels.
  static func rowAxis(labelWidth: Int) -> JSONValue {
    .object([
      ("type", .string("category")), ("inverse", .bool(true)),
      ("axisLabel", rowLabel(width: labelWidth)),
      ("axisTick", .object([("show", .bool(false))])), ("axisLine", line(Palette.muted)),
    ])
  }

  /// Time in milliseconds after the start on an axis that divides it into minutes and hours.
  static func timeAxis(_ axis: TimeAxis) -> JSONValue {
    .object([
      ("type", .string("time")),
      ("min", .double(axis.from * 1_000)), ("max", .double(axis.to * 1_000)),
      ("axisLabel", axisLabel("@clock")),
      ("axisLine", line(Palette.muted)), ("axisTick", line(Palette.muted)),
      ("splitLine", .object([("show", .bool(false))])),
    ])
  }

  static func axisLabel(_ formatter: String) -> JSONValue {
    .object([
      ("color", .string(Palette.muted)), ("hideOverlap", .bool(true)), ("fontSize", .int(11)),
      ("formatter", .string(formatter)),
    ])
  }

  /// Labels of rows, cut to `width` pixels.
  static func rowLabel(width: Int) -> JSONValue {
    .object([
      ("color", .string(Palette.text)), ("fontSize", .int(11)), ("interval", .int(0)),
      ("width", .int(width)), ("overflow", .string("truncate")),
    ])
  }

  /// The timeline's steps as lines across a chart, with `texts` above some of them.
  static func markLine(
    _ marks: [ChartMark], texts: [(seconds: Double, text: String)]
  ) -> JSONValue {
    let data = marks.map { mark in
      JSONValue.object([
        ("xAxis", .double(mark.seconds * 1_000)),
        ("name", .string(texts.first { $0.seconds == mark.seconds }?.text ?? "")),
      ])
    }
    return .object([
      ("symbol", .string("none")), ("silent", .bool(true)),
      (
        "label",
        .object([
          ("formatter", .string("{b}")), ("position", .string("end")), ("fontSize", .int(11)),
          ("color", .string(Palette.text)), ("distance", .int(4)),
        ])
      ),
      (
        "lineStyle",
        .object([
          ("type", .string("dashed")), ("width", .int(1)), ("color", .string(Palette.muted)),
          ("opacity", .double(0.7)),
        ])
      ),
      ("data", .array(data)),
    ])
  }

  static func line(_ colour: String) -> JSONValue {
    .object([("lineStyle", .object([("color", .string(colour))]))])
  }

  /// What differs between a wide page and a narrow one.
  static func media(wide: JSONValue, narrow: JSONValue) -> JSONValue {
    .array([
      .object([("option", wide)]),
      .object([("query", .object([("maxWidth", .int(560))])), ("option", narrow)]),
    ])
  }

  /// `labels` of rows in a margin of `width` pixels; what stands right of the bars has `right`.
  static func rows(_ labels: [String], width: Int, right: Int? = nil) -> JSONValue {
    let margin: [(String, JSONValue)] = right.map { [("right", .int($0))] } ?? []
    return .object([
      ("grid", .object([("left", .int(width))] + margin)),
      (
        "yAxis",
        .object([
          ("data", .array(labels.map { .string($0) })),
          ("axisLabel", .object([("width", .int(width - 12))])),
        ])
      ),
    ])
  }

  /// The texts above the marks of the first series.
  static func marks(_ marks: [ChartMark], texts: [(seconds: Double, text: String)]) -> JSONValue {
    .object([
      ("series", .array([.object([("markLine", markLine(marks, texts: texts))])]))
    ])
  }
}
