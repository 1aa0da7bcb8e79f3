import Documents

/// Values that replace fields of a scenario: `--set clients.readers.rate=40/s`.
///
/// A path names fields with dots between them; an item of a list by its `name` (or `image`,
/// `phase`) or by its number from 0. The value is YAML. The field need not be there.
struct Overrides {
  /// Marks of overridden values lie behind this line, so that problems tell where they come from.
  private static let firstLine = 1 << 40
  private let texts: [String]
  private let log: ProblemLog

  init(_ texts: [String], log: ProblemLog) {
    self.texts = texts
    self.log = log
  }

  /// `problems` with those of overridden values at the place that a person typed them:
  /// `--set:N:COLUMN` for the N-th override.
  static func relocated(_ problems: Problems) -> Problems {
    let all = problems.all.map { problem in
      guard problem.line >= firstLine else { return problem }
      return Problem(
        file: "--set", mark: Mark(line: problem.line - firstLine, column: problem.column),
        severity: problem.severity, code: problem.code, message: problem.message,
        hint: problem.hint)
    }
    return Problems(all, omitted: problems.omitted)
  }

  /// `root` with every override in its place; what cannot be placed is reported.
  func applied(to root: DocumentNode) -> DocumentNode {
    var node = root
    for (index, text) in texts.enumerated() {
      let line = Self.firstLine + index + 1
      guard let (steps, value) = parse(text, line: line) else { continue }
      node = NodeEditor(log: log).replacing(steps, in: node, with: value)
    }
    return node
  }

  private func parse(
    _ text: String, line: Int
  ) -> (steps: [NodeEditor.Step], value: DocumentNode)? {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      log.error(
        at: Mark(line: line, column: 1), .syntax, "\(quoted(text)) sets nothing",
        hint: "write a path, = and a value, such as clients.readers.rate=40/s")
      return nil
    }
    let path = String(text[..<equals])
    guard
      let steps = NodeEditor(log: log).steps(of: path, at: Mark(line: line, column: 1))
    else { return nil }
    let start = text[...equals].unicodeScalars.count
    let valueLog = ProblemLog(file: "--set")
    let source = SourceFile(name: "--set", text: String(text[text.index(after: equals)...]))
    let documents = YAMLReader.documents(in: source, log: valueLog)
    let shift = Shift(line: line, column: start)
    for problem in valueLog.problems.errors {
      log.error(
        at: shift.moved(problem.mark), problem.code, problem.message, hint: problem.hint)
    }
    guard !valueLog.hasErrors else { return nil }
    let nothing = DocumentNode.scalar(
      .init(text: "", style: .plain, mark: Mark(line: 1, column: 1)))
    return (steps, shift.moved(documents.first ?? nothing))
  }
}

/// Moves the marks of a value that was read on its own to where it stands in an override.
private struct Shift {
  let line: Int
  /// Scalars before the value.
  let column: Int

  func moved(_ mark: Mark) -> Mark {
    Mark(line: line, column: mark.line == 1 ? mark.column + column : mark.column)
  }

  func moved(_ node: DocumentNode) -> DocumentNode {
    switch node {
    case .scalar(let scalar):
      return .scalar(.init(text: scalar.text, style: scalar.style, mark: moved(scalar.mark)))
    case .sequence(let sequence):
      return .sequence(.init(items: sequence.items.map(moved), mark: moved(sequence.mark)))
    case .mapping(let mapping):
      let entries = mapping.entries.map {
        DocumentNode.Entry(key: $0.key, keyMark: moved($0.keyMark), value: moved($0.value))
      }
      return .mapping(.init(entries: entries, mark: moved(mapping.mark)))
    }
  }
}
