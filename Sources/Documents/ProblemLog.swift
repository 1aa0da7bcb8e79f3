/// Collects the problems of one file while it is read, so that reading goes on after the first.
public final class ProblemLog {
  /// The file's name in messages.
  public let file: String
  /// How many errors are kept; more are only counted.
  public static let errorsMax = 200

  /// Told of every field that a reader asks for, whether it is written or not: what the readers
  /// accept, for tests that hold an index of fields to it.
  package var onAsked: ((FieldPath) -> Void)?

  private var kept: [Problem] = []
  private var errorCount = 0
  private var warned: Set<String> = []

  /// An empty log for the file called `file`.
  public init(file: String) { self.file = file }

  /// Whether any error has been reported.
  public var hasErrors: Bool { errorCount > 0 }
  /// How many errors have been reported so far; compare before and after to see whether a part
  /// was read without fault.
  public var errorsSoFar: Int { errorCount }

  /// Whether further errors are only counted, so that no work need go into their hints.
  var isFull: Bool { errorCount >= Self.errorsMax }

  /// Reports what stops us.
  public func error(
    at mark: Mark, _ code: Problem.Code, _ message: String, hint: String? = nil
  ) {
    errorCount += 1
    guard errorCount <= Self.errorsMax else { return }
    kept.append(Problem(file: file, mark: mark, code: code, message: message, hint: hint))
  }

  /// Reports what the person should know.
  ///
  /// - Parameter once: A name under which later warnings are the same one and are left out.
  public func warning(
    at mark: Mark, _ code: Problem.Code, _ message: String, hint: String? = nil,
    once: String? = nil
  ) {
    if let once, !warned.insert(once).inserted { return }
    kept.append(
      Problem(
        file: file, mark: mark, severity: .warning, code: code, message: message, hint: hint))
  }

  /// Takes over what another reader threw.
  public func add(_ problems: Problems) {
    for problem in problems.all {
      if problem.severity == .error { errorCount += 1 }
      kept.append(problem)
    }
    errorCount += problems.omitted
  }

  /// Everything reported, in the order of the file.
  ///
  /// - Complexity: O(*n* log *n*) for *n* problems.
  public var problems: Problems {
    let sorted = kept.enumerated().sorted {
      ($0.element.mark, $0.offset) < ($1.element.mark, $1.offset)
    }
    return Problems(sorted.map(\.element), omitted: max(0, errorCount - Self.errorsMax))
  }

  /// The warnings, in the order of the file.
  public var warnings: [Problem] { problems.warnings }

  /// Ends the reading.
  ///
  /// - Throws: Everything reported, when there is an error among it.
  public func throwIfErrors() throws(Problems) {
    if hasErrors { throw problems }
  }
}
