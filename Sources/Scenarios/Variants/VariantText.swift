import Documents

/// One entry of `variants` as it is written, before its changes are made.
struct VariantText {
  /// The variant's name and where it stands.
  let name: Located<String>
  /// What it is in a few words.
  let title: String?
  /// What it changes: the path's text and place, and the value.
  let changes: [(path: Located<String>, value: ValueReader)]
  /// What must hold of it besides what must of every variant.
  let expectations: ValueReader?

  /// The entry that `reader` reads; nil when it is unusable, which is reported.
  init?(_ reader: MappingReader) {
    let name = reader.located("name", .name)
    title = reader.optional("title", .string)?.trimmed
    changes = (reader.value("set")?.entries ?? []).map { (path: $0.key, value: $0.value) }
    expectations = reader.value("expect")
    guard let name else {
      _ = reader.required("name", .name)
      return nil
    }
    self.name = name
  }

  /// The list of variants in a scenario's root; empty when there is none.
  static func all(in root: DocumentNode, log: ProblemLog) -> [VariantText] {
    guard case .mapping(let mapping) = root, let node = mapping["variants"], !node.isNull else {
      return []
    }
    let list = ValueReader(node, path: .root("").child("variants"), log: log)
    var texts: [VariantText] = []
    for item in list.items ?? [] {
      guard let text = item.object({ VariantText($0) }) else { continue }
      if texts.contains(where: { $0.name.value == text.name.value }) {
        log.error(
          at: text.name.mark, .wrongValue,
          "\(item.path).name is \(quoted(text.name.value)), which another variant has",
          hint: "give each variant a name of its own")
      }
      texts.append(text)
    }
    return texts
  }

  /// Fields of the root that no variant may change, and why.
  private static let fixed = [
    "variants": "a variant has no variants of its own",
    "compare": "all variants are compared by the same figures",
    "best": "all variants are held to the same goal",
    "seed": "all variants share their random numbers",
    "name": "it is the scenario's; the variant has its own name",
    "expect": "the variant has its own expect: beside set:",
  ]

  /// `root` with the changes made; what cannot be made is reported to `log`.
  ///
  /// - Parameter lines: The file's lines, to tell keys in quotes.
  func applied(to root: DocumentNode, lines: [Substring], log: ProblemLog) -> DocumentNode {
    let editor = NodeEditor(log: log)
    var node = root
    for change in changes {
      let mark = Self.textMark(change.path.mark, lines)
      guard let steps = editor.steps(of: change.path.value, at: mark) else { continue }
      if let why = steps.first.flatMap({ Self.fixed[$0.name] }) {
        log.error(
          at: mark, .wrongValue, "set cannot change \(quoted(steps[0].name)): \(why)",
          hint: "remove it")
        continue
      }
      node = editor.replacing(steps, in: node, with: change.value.node)
    }
    return node
  }

  /// Where a key's text begins when the key at `mark` may stand in quotes.
  private static func textMark(_ mark: Mark, _ lines: [Substring]) -> Mark {
    guard lines.indices.contains(mark.line - 1) else { return mark }
    let scalars = lines[mark.line - 1].unicodeScalars
    let first = scalars.dropFirst(mark.column - 1).first
    let isQuoted = first == "'" || first == "\""
    return isQuoted ? Mark(line: mark.line, column: mark.column + 1) : mark
  }

  /// The changes as `--set` would take them; lists and mappings are named, not shown.
  var changeTexts: [String] {
    changes.map { change in
      let value = change.value.node
      return "\(change.path.value)=\(value.text ?? value.description)"
    }
  }
}
