/// How far the decisions of many cases agree with the real scheduler's, category by category.
public struct CaseAgreement: Sendable {
  /// The cases of one category.
  public struct Row: Sendable {
    /// The category; empty for cases that do not say.
    public let category: String
    /// How many cases it has.
    public fileprivate(set) var cases = 0
    /// Their decisions.
    public fileprivate(set) var tally = OracleTally()
  }

  /// The categories, in the order in which they came first.
  public private(set) var rows: [Row] = []

  /// Nothing looked at.
  public init() {}

  /// Counts the steps of one case; those without a recorded decision claim nothing.
  public mutating func add(_ steps: [OracleReplay.Step], of one: OracleCase) {
    let place: Int
    if let found = rows.firstIndex(where: { $0.category == one.category }) {
      place = found
    } else {
      place = rows.count
      rows.append(Row(category: one.category))
    }
    rows[place].cases += 1
    for step in steps { rows[place].tally.add(step) }
  }

  /// All categories together.
  public var total: OracleTally {
    rows.reduce(into: OracleTally()) { $0.merge($1.tally) }
  }

  /// The sentence that says it all.
  public var summary: String {
    let all = total
    let count = all.agreeing == all.steps ? "all \(all.steps)" : "\(all.agreeing) of \(all.steps)"
    return "\(count) decisions agree with the recorded ones"
  }

  /// The heading of each column of `cells`, and whether numbers stand below it.
  public static let columns: [(heading: String, isNumber: Bool)] =
    [("category", false), ("cases", true), ("decisions", true), ("agree", true)]
    + OracleDifference.Aspect.allCases.map { ($0.rawValue, true) }

  /// A row a category, and one for all where there are several: how many decisions agree in
  /// everything, and in each aspect.
  public var cells: [[String]] {
    var lines = rows.map { Self.line($0.category, $0.cases, $0.tally) }
    if rows.count > 1 { lines.append(Self.line("all", rows.reduce(0) { $0 + $1.cases }, total)) }
    return lines
  }

  private static func line(_ name: String, _ cases: Int, _ tally: OracleTally) -> [String] {
    [name.isEmpty ? "–" : name, "\(cases)", "\(tally.steps)", "\(tally.agreeing)"]
      + OracleDifference.Aspect.allCases.map { "\(tally.agreeing(in: $0))" }
  }
}
