/// One kind of truth that the simulation is held against.
public struct VerificationSuite: Sendable {
  /// What a suite came to.
  public enum Outcome: Sendable {
    /// Its agreements.
    case rows([Agreement])
    /// Not run, and why: a suite without its truth claims nothing.
    case skipped(String)
  }

  /// The name that `--only` takes.
  public let name: String
  /// What it holds against what, in a sentence.
  public let summary: String
  /// What of the folder of truth it needs, by path.
  let needs: [String]
  /// Finds the agreements.
  let rows: @Sendable (VerificationContext) throws -> [Agreement]

  /// Runs the suite, unless its truth is not there.
  ///
  /// - Throws: what is wrong with the scenarios or records that it reads.
  public func run(_ context: VerificationContext) throws -> Outcome {
    if let missing = context.truth.missing(of: needs) {
      return .skipped("\(context.truth.path)/\(missing) is not there")
    }
    return .rows(try rows(context))
  }

  /// Every suite, in the order in which the table shows them.
  public static let all: [VerificationSuite] = [
    .theory, .coverage, .schedulerOracle, .productionTrace, .controlPlane, .stack,
  ]

  /// The suites called `names`, or all when there are none.
  ///
  /// - Throws: `UnknownSuite` for the first name that no suite has.
  public static func named(_ names: [String]) throws(UnknownSuite) -> [VerificationSuite] {
    for name in names where !all.contains(where: { $0.name == name }) {
      throw UnknownSuite(name: name)
    }
    return all.filter { names.isEmpty || names.contains($0.name) }
  }

  /// A name that no suite has.
  public struct UnknownSuite: Error, CustomStringConvertible {
    /// The name.
    public let name: String

    public var description: String {
      "there is no suite called \(name); the suites are "
        + VerificationSuite.all.map(\.name).joined(separator: ", ")
    }
  }
}
