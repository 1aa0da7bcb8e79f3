import Documents

/// Puts values into a document at paths such as `clients.readers.rate`, for overrides and variants.
///
/// A path names fields with dots between them; an item of a list by its `name` (or `image`,
/// `phase`) or by its number from 0. A name with dots stands in double quotes:
/// `images."web:1.2".size`. The field need not be there.
struct NodeEditor {
  /// Fields by which an item of a list can be named.
  private static let names = ["name", "image", "phase"]

  /// Where what cannot be placed is reported.
  let log: ProblemLog

  /// A member of a path and its place.
  struct Step {
    let name: String
    let mark: Mark
  }

  /// The members of `path`, which begins at `mark`; nil when one is missing, which is reported.
  func steps(of path: String, at mark: Mark) -> [Step]? {
    var steps: [Step] = []
    var name = ""
    var (column, begin) = (mark.column, mark.column)
    var isQuoted = false
    func end() {
      steps.append(Step(name: name, mark: Mark(line: mark.line, column: begin)))
      name = ""
    }
    for scalar in path.unicodeScalars {
      column += 1
      switch scalar {
      case "\"": isQuoted.toggle()
      case "." where !isQuoted:
        end()
        begin = column
      default: name.unicodeScalars.append(scalar)
      }
    }
    end()
    if isQuoted {
      log.error(
        at: mark, .syntax, "a quote has no end in \(quoted(path))", hint: "close it")
      return nil
    }
    if let empty = steps.first(where: \.name.isEmpty) {
      log.error(
        at: empty.mark, .syntax, "a name is missing in \(quoted(path))",
        hint: "write names with single dots between them")
      return nil
    }
    return steps
  }

  /// `root` with `value` at the place that `steps` name; what cannot be placed is reported.
  func replacing(
    _ steps: [Step], in root: DocumentNode, with value: DocumentNode
  ) -> DocumentNode {
    replacing(steps[...], in: root, with: value)
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
