import Results

extension TimeChart {
  /// Where on the drawing the axes stand.
  private struct Plot {
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double
    let time: TimeAxis
    let value: ValueAxis

    func x(_ seconds: Double) -> Double {
      let share = (seconds - time.from) / (time.to - time.from)
      return left + min(1, max(0, share)) * (right - left)
    }

    func y(_ value: Double) -> Double {
      bottom - self.value.position(value) * (bottom - top)
    }

    func contains(_ seconds: Double) -> Bool { seconds >= time.from && seconds <= time.to }
  }

  func svg(_ format: ChartFormat) -> String {
    let height = format.width > 600 ? 260.0 : 210.0
    let plot = Plot(
      left: 54, right: format.width - 12, top: marks.isEmpty ? 10 : 22, bottom: height - 22,
      time: axis, value: valueAxis)
    var drawing = SVGBuilder(
      width: format.width, height: height, className: format.name, label: title)
    drawAxes(plot, format, &drawing)
    drawStack(plot, format, &drawing)
    for series in series where series.shape != .area {
      drawing.path(
        commands(series.reduced(format.pointsMax), isStep: series.shape == .step, plot),
        colour: series.colour, isFilled: false, isDashed: series.isDashed, title: series.name)
    }
    drawMarks(plot, &drawing)
    return drawing.text
  }

  private func drawAxes(_ plot: Plot, _ format: ChartFormat, _ drawing: inout SVGBuilder) {
    for tick in plot.value.ticks {
      let y = plot.y(tick)
      drawing.line(plot.left, y, plot.right, y, className: "grid")
      drawing.label(kind.text(tick), x: plot.left - 6, y: y + 4, anchor: "end")
    }
    for tick in axis.ticks(limit: format.width > 600 ? 12 : 5) {
      let x = plot.x(tick)
      drawing.line(x, plot.bottom, x, plot.bottom + 4, className: "axis")
      drawing.label(
        Quantity.clock(seconds: Int(tick)), x: x, y: plot.bottom + 16, anchor: "middle")
    }
    drawing.line(plot.left, plot.bottom, plot.right, plot.bottom, className: "axis")
  }

  private func drawMarks(_ plot: Plot, _ drawing: inout SVGBuilder) {
    let shown = marks.filter { plot.contains($0.seconds) }
    for mark in shown {
      let x = plot.x(mark.seconds)
      drawing.line(x, plot.top - 4, x, plot.bottom, className: "mark")
    }
    let secondsPerPixel = (axis.to - axis.from) / (plot.right - plot.left)
    for (seconds, text) in markTexts(gap: 32 * secondsPerPixel) where plot.contains(seconds) {
      drawing.label(
        text, x: plot.x(seconds), y: plot.top - 8, anchor: "middle", className: "mark-text")
    }
  }

  private func drawStack(_ plot: Plot, _ format: ChartFormat, _ drawing: inout SVGBuilder) {
    var floor: [Double] = []
    for series in series where series.shape == .area {
      let points = series.reduced(format.pointsMax)
      if floor.isEmpty { floor = Array(repeating: 0, count: points.count) }
      guard points.count == floor.count, !points.isEmpty else { continue }
      let ceiling = zip(floor, points).map { $0 + ($1.y ?? 0) }
      var path = ""
      for (index, point) in points.enumerated() {
        path += (index == 0 ? "M" : "L") + at(point.x, ceiling[index], plot)
      }
      for (index, point) in points.enumerated().reversed() {
        path += "L" + at(point.x, floor[index], plot)
      }
      drawing.path(path + "Z", colour: series.colour, isFilled: true, title: series.name)
      floor = ceiling
    }
  }

  private func commands(_ points: [ChartPoint], isStep: Bool, _ plot: Plot) -> String {
    var path = ""
    var isDrawing = false
    for point in points {
      guard let y = point.y else {
        isDrawing = false
        continue
      }
      if isDrawing, isStep { path += "H" + SVGBuilder.number(plot.x(point.x)) }
      path += (isDrawing ? "L" : "M") + at(point.x, y, plot)
      // A lone point between two gaps shows as a dot, since lines have round ends.
      if !isDrawing { path += "h0" }
      isDrawing = true
    }
    return path
  }

  private func at(_ seconds: Double, _ value: Double, _ plot: Plot) -> String {
    SVGBuilder.number(plot.x(seconds)) + " " + SVGBuilder.number(plot.y(value))
  }
}
