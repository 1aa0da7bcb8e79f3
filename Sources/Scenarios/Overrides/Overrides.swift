import Documents

/// Values that replace fields of a scenario: `--set clients.readers.rate=40/s`.
///
/// A path names fields with dots between them; an item of a list by its `name` (or `image`,
/// `phase`) or by its number from 0. The value is YAML. The field need not be there.
struct Overrides {
  /// Marks of overridden values lie behind this line, so that problems tell where they come from.
  private static let firstLine = 1 << 40
  /// Fields by which an item of a list can be named.
  private static let names = ["name", "image", "phase"]

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
      node = replacing(steps[...], in: node, with: value)
    }
    return node
  }

  /// A member of a path and its column.
  private struct Step {
    let name: String
    let mark: Mark
  }

  private func parse(_ text: String, line: Int) -> (steps: [Step], value: DocumentNode)? {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      log.error(
        at: Mark(line: line, column: 1), .syntax, "\(quoted(text)) sets nothing",
        hint: "write a path, = and a value, such as clients.readers.rate=40/s")
      return nil
    }
    var steps: [Step] = []
    var column = 1
    for part in text[..<equals].split(separator: ".", omittingEmptySubsequences: false) {
      steps.append(Step(name: String(part), mark: Mark(line: line, column: column)))
      column += part.unicodeScalars.count + 1
    }
    if let empty = steps.first(where: \.name.isEmpty) {
      log.error(
        at: empty.mark, .syntax, "a name is missing in \(quoted(String(text[..<equals])))",
        hint: "write names with single dots between them")
      return nil
    }
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

  private func replacing(
    _ steps: ArraySlice<Step>, in node: DocumentNode, with value: DocumentNode
  ) -> DocumentNode {
    guard let step = steps.first else { return value }
    let rest = steps.dropFirst()
    switch node {
    case .mapping(let mapping):
      return .mapping(replacing(step, rest, in: mapping, with: value))
    case .sequence(let sequence):
      guard let place = index(of: step, in: sequence) else { return node }
      var items = sequence.items
      items[place] = replacing(rest, in: items[place], with: value)
      return .sequence(.init(items: items, mark: sequence.mark))
    case .scalar(let scalar):
      if scalar.isNull {
        let empty = DocumentNode.mapping(.init(entries: [], mark: step.mark))
        return replacing(steps, in: empty, with: value)
      }
      log.error(
        at: step.mark, .wrongType,
        "\(quoted(step.name)) cannot be set inside \(node.description), which has no fields",
        hint: "set the field itself")
      return node
    }
  }

  private func replacing(
    _ step: Step, _ rest: ArraySlice<Step>, in mapping: DocumentNode.Mapping,
    with value: DocumentNode
  ) -> DocumentNode.Mapping {
    var entries = mapping.entries
    let place = entries.firstIndex { $0.key == step.name }
    let old = place.map { entries[$0].value } ?? .mapping(.init(entries: [], mark: step.mark))
    let entry = DocumentNode.Entry(
      key: step.name, keyMark: step.mark, value: replacing(rest, in: old, with: value))
    if let place { entries[place] = entry } else { entries.append(entry) }
    return .init(entries: entries, mark: mapping.mark)
  }

  private func index(of step: Step, in sequence: DocumentNode.Sequence) -> Int? {
    if let number = Int(step.name) {
      if sequence.items.indices.contains(number) { return number }
      log.error(
        at: step.mark, .wrongValue, "there is no item \(number)",
        hint: "the list has \(sequence.items.count), counted from 0")
      return nil
    }
    let names = sequence.items.map(Self.name)
    if let place = names.firstIndex(of: step.name) { return place }
    let known = names.compactMap { $0 }
    log.error(
      at: step.mark, .wrongValue, "there is no item called \(quoted(step.name))",
      hint: Suggestion.hint(for: step.name, among: known)
        ?? "give its number from 0, below \(sequence.items.count)")
    return nil
  }

  private static func name(of node: DocumentNode) -> String? {
    guard case .mapping(let mapping) = node else { return nil }
    return names.lazy.compactMap { mapping[$0]?.text }.first
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
