import Testing

struct LayoutTests {
  let tree = SourceTree.shared

  @Test func `the tree is not empty`() {
    #expect(tree.files.count > 100)
  }

  @Test func `no line is longer than 100 columns`() {
    let long = tree.places { _, line in line.count > 100 }
    #expect(long == [])
  }

  @Test func `no source file is longer than 600 lines`() {
    let long = tree.files.filter { $0.isSource && $0.lines.count > 601 }.map(\.path)
    #expect(long == [])
  }

  @Test func `no function is longer than 70 lines`() {
    #expect(tree.files.filter(\.isSource).flatMap(longFunctions) == [])
  }

  /// A function ends at the first later line that is a closing brace at its own indentation; one
  /// without a body, or on one line, is short.
  private func longFunctions(in file: SourceTree.File) -> [String] {
    var found: [String] = []
    for (start, line) in file.lines.enumerated() where isFunctionStart(line) {
      let length = bodyLength(file.lines, from: start, indent: line.prefix { $0 == " " })
      if length > 70 { found.append("\(file.path):\(start + 1) (\(length))") }
    }
    return found
  }

  private func bodyLength(_ lines: [String], from start: Int, indent: Substring) -> Int {
    if lines[start].hasSuffix("}") { return 1 }
    for (offset, line) in lines[start...].enumerated().dropFirst() {
      if line == indent + "}" { return offset + 1 }
      // Text at the function's own indentation, but for the end of a signature, is a new thing.
      let depth = line.prefix { $0 == " " }.count
      if !line.isEmpty, depth <= indent.count, !line.trimmed.hasPrefix(")") { return 1 }
    }
    return 1
  }

  private func isFunctionStart(_ line: String) -> Bool {
    let words = line.split { " (<".contains($0) }
    guard !line.trimmed.hasPrefix("//") else { return false }
    return words.contains("func") || words.first == "init" || line.trimmed.hasPrefix("public init")
  }

  @Test(arguments: ["Utils", "Helpers", "Common", "Manager", "Misc", "Placeholder"])
  func `no file is called by a name that says nothing`(name: String) {
    #expect(tree.files.filter { $0.path.hasSuffix("/\(name).swift") }.map(\.path) == [])
  }
}

extension String {
  var trimmed: Substring { drop { $0 == " " } }
}
