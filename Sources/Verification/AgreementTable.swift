import Results

/// What `wavetank verify` prints and writes: every agreement, and what could not be looked at.
public struct AgreementTable: Sendable {
  /// A suite that was not run, and why.
  public struct Skip: Sendable, Equatable {
    /// The suite's name.
    public let suite: String
    /// What was missing.
    public let reason: String
  }

  /// The agreements, in the order of the suites.
  public private(set) var agreements: [Agreement] = []
  /// The suites that were not run; they are never counted as held.
  public private(set) var skips: [Skip] = []

  /// A table without rows.
  public init() {}

  /// Adds what one suite found.
  public mutating func add(_ outcome: VerificationSuite.Outcome, of suite: String) {
    switch outcome {
    case .rows(let rows): agreements += rows
    case .skipped(let reason): skips.append(Skip(suite: suite, reason: reason))
    }
  }

  /// Whether every row holds. Suites that were skipped claim nothing and are not counted.
  public var holds: Bool { agreements.allSatisfy(\.holds) }

  /// A list of `{name, value, unit, floor or target, holds}`, the same bytes for the same rows.
  public var json: JSONValue { .array(agreements.map(\.json)) }

  /// The rows in aligned columns, at most `width` characters wide: what does not fit of the last
  /// column is cut.
  public func text(width: Int = 120) -> String {
    var lines = [["", "name", "value", "bound", "unit", "truth and observation"]]
    for row in agreements {
      lines.append([
        row.holds ? "ok" : "NO", row.name, Self.number(row.value), row.bound.text, row.unit,
        row.detail,
      ])
    }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for line in lines {
      var row = ""
      for (column, cell) in line.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        let isNumber = column == 2
        row += (isNumber ? blanks + cell : cell + blanks) + "  "
      }
      text += Self.cut(row, to: width) + "\n"
    }
    for skip in skips { text += "skipped: \(skip.suite): \(skip.reason)\n" }
    return text + summary + "\n"
  }

  /// One line: how many agreements hold.
  public var summary: String {
    let held = agreements.count(where: \.holds)
    let suites = skips.count == 1 ? "1 suite" : "\(skips.count) suites"
    let skipped = skips.isEmpty ? "" : "; \(suites) skipped"
    return "\(held) of \(agreements.count) agreements hold\(skipped)"
  }

  private static func cut(_ line: String, to width: Int) -> String {
    var line = line.count > width ? String(line.prefix(max(1, width - 1))) + "…" : line
    while line.last == " " { line.removeLast() }
    return line
  }

  /// A figure with four digits after the point, or fewer when they are zeros.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
    return NumberText.decimal(Int64((value * 1e4).rounded()), digits: 4)
  }
}

extension Agreement.Bound {
  /// `≥ 1` or `≤ 0.05`.
  var text: String {
    switch self {
    case .floor(let least): "≥ " + AgreementTable.number(least)
    case .target(let most): "≤ " + AgreementTable.number(most)
    }
  }
}
