import Results

/// The decisions of many cases as a file: a list of results in the form of the recorded truth, one
/// case a line.
public struct CaseResults: Sendable {
  private var lines: [String] = []

  /// A list without cases.
  public init() {}

  /// Adds the decisions of one case.
  public mutating func add(_ steps: [OracleReplay.Step], of one: OracleCase) {
    let result = JSONValue.object([
      ("name", .string(one.name)), ("results", .array(steps.map(\.result))),
    ])
    lines.append(result.compactText())
  }

  /// The whole file.
  public var text: String { "[\n" + lines.joined(separator: ",\n") + "\n]\n" }
}
