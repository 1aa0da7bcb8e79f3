import Testing

/// A field of a design that nothing reads would be a knob that turns nothing.
struct DesignFieldTests {
  @Test func `every field of a design is read by what it describes`() {
    let files = SourceTree.shared.files.filter(\.isSource)
    let readers = files.filter { file in
      ["ClusterSim", "Experiments"].contains(file.target) && !file.path.contains("/Design/")
        || ["Timeline", "Commands", "Expectations"].contains {
          file.path.hasPrefix("Sources/Scenarios/\($0)/")
        }
    }
    let read = Set(readers.flatMap(\.lines).flatMap(words))
    var unread: [String] = []
    for file in files where file.path.hasPrefix("Sources/ClusterSim/Design/") {
      for line in file.lines where line.trimmed.hasPrefix("public var ") {
        guard let name = words(line).dropFirst(2).first, !line.hasSuffix("}") else { continue }
        if !read.contains(name) { unread.append("\(file.path): \(name)") }
      }
    }
    #expect(unread == [], "carry it over in ClusterSim/Binding, or remove it")
  }

  private func words(_ line: String) -> [String] {
    line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }
}
