import Testing

struct DocCommentTests {
  /// Members that a protocol already documents may go without a comment of their own.
  private static let standard = [
    "description", "hash", "==", "rawValue", "debugDescription", "run", "configuration",
  ]

  /// The names of all members that a protocol of the tree declares.
  private let requirements: Set<String> = {
    var names: Set<String> = Set(Self.standard)
    for file in SourceTree.shared.files where file.isSource {
      var indent: Int?
      for line in file.lines {
        let depth = line.prefix { $0 == " " }.count
        if line.split(separator: " ").prefix(3).contains("protocol") {
          indent = depth
        } else if let outer = indent, depth == outer, line.trimmed.hasPrefix("}") {
          indent = nil
        } else if indent != nil, let name = memberName(line) {
          names.insert(name)
        }
      }
    }
    return names
  }()

  @Test func `every public declaration says what it means`() {
    var silent: [String] = []
    for file in SourceTree.shared.files where file.isSource {
      for (number, line) in file.lines.enumerated() where needsComment(line) {
        if !isDocumented(file.lines, number) { silent.append("\(file.path):\(number + 1)") }
      }
    }
    #expect(silent == [])
  }

  private func needsComment(_ line: String) -> Bool {
    let text = line.trimmed
    guard text.hasPrefix("public ") else { return false }
    if let name = memberName(line), requirements.contains(name) { return false }
    return !text.hasPrefix("public import") && !text.hasPrefix("public extension")
  }

  private func isDocumented(_ lines: [String], _ number: Int) -> Bool {
    var above = number - 1
    while above >= 0, lines[above].trimmed.hasPrefix("@") { above -= 1 }
    guard above >= 0 else { return false }
    return lines[above].trimmed.hasPrefix("///")
  }
}

/// The name that a line declares, when it declares a function, a property or a type.
private func memberName(_ line: String) -> String? {
  let words = line.split { " (:<{".contains($0) }.map(String.init)
  let keywords = ["func", "var", "let"]
  guard let place = words.firstIndex(where: keywords.contains), place + 1 < words.count else {
    return nil
  }
  return words[place + 1]
}
