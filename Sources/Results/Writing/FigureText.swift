/// Figures as a person reads them: thousands apart, few digits.
public enum FigureText {
  /// A whole number with a comma between thousands; any other with at most two decimals.
  public static func grouped(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    if value == value.rounded(), value.magnitude < 9e15 { return grouped(Int(value)) }
    return fixed(value, digits: value.magnitude < 1 ? 4 : 2)
  }

  /// A whole number with a comma between thousands.
  public static func grouped(_ value: Int) -> String {
    let digits = Array(value.magnitude.description)
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// A number with at most `digits` decimals (0 … 6), thousands apart, without trailing zeros.
  public static func fixed(_ value: Double, digits: Int) -> String {
    precondition((0...6).contains(digits), "0 to 6 decimals, not \(digits)")
    guard value.isFinite, value.magnitude < 9e11 else { return NumberText.shortest(value) ?? "–" }
    var scale: Int64 = 1
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int64((value * Double(scale)).rounded())
    let text = NumberText.decimal(scaled, digits: digits)
    let parts = text.split(separator: ".", maxSplits: 1)
    guard let whole = Int(parts[0]) else { return text }
    let sign = whole == 0 && scaled < 0 ? "-" : ""
    return sign + grouped(whole) + (parts.count == 2 ? "." + parts[1] : "")
  }
}
