import Results

/// An SVG drawing under construction. Coordinates are rounded to a tenth of a pixel, so that
/// drawings are small and the same everywhere.
struct SVGBuilder {
  private var body = ""
  private let width: Double
  private let height: Double
  private let className: String
  private let label: String

  init(width: Double, height: Double, className: String, label: String) {
    self.width = width
    self.height = height
    self.className = className
    self.label = label
  }

  /// The finished element.
  var text: String {
    "<svg class=\"\(className)\" viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\""
      + " role=\"img\" aria-label=\"\(escapedForHTML(label))\">\(body)</svg>"
  }

  static func number(_ value: Double) -> String {
    NumberText.decimal(Int64((value * 10).rounded()), digits: 1)
  }

  /// A straight line of a class of the style sheet.
  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, className: String
  ) {
    body += "<line class=\"\(className)\" x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\""
    body += " x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\"/>"
  }

  /// Text at a baseline; `anchor` is `start`, `middle` or `end`.
  mutating func label(
    _ text: String, x: Double, y: Double, anchor: String = "start", className: String = "tick",
    title: String? = nil
  ) {
    body += "<text class=\"\(className)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
    body += " text-anchor=\"\(anchor)\">\(escapedForHTML(text))"
    if let title { body += "<title>\(escapedForHTML(title))</title>" }
    body += "</text>"
  }

  /// A rectangle in a colour, with a text that shows when the pointer rests on it.
  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, colour: String, title: String? = nil
  ) {
    body += "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
    body += " width=\"\(Self.number(max(0, width)))\" height=\"\(Self.number(height))\""
    body += " style=\"fill:\(colour)\""
    if let title {
      body += "><title>\(escapedForHTML(title))</title></rect>"
    } else {
      body += "/>"
    }
  }

  /// A path in a colour: a line, or an area when `isFilled`.
  mutating func path(
    _ commands: String, colour: String, isFilled: Bool, isDashed: Bool = false, title: String
  ) {
    guard !commands.isEmpty else { return }
    let className = isFilled ? "area" : isDashed ? "curve dashed" : "curve"
    let property = isFilled ? "fill" : "stroke"
    body += "<path class=\"\(className)\" style=\"\(property):\(colour)\" d=\"\(commands)\">"
    body += "<title>\(escapedForHTML(title))</title></path>"
  }
}
