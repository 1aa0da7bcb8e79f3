import Testing

/// The table of targets in `Sources/README.md` is the law, and this holds the sources to it.
struct ImportTests {
  let tree = SourceTree.shared

  /// What each target's row names.
  private var rows: [String: [String]] {
    var rows: [String: [String]] = [:]
    for line in tree.text("Sources/README.md").split(separator: "\n")
    where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.trimmingBlanks }
      guard cells.count == 3 else { continue }
      let name = cells[0].filter { $0 != "`" }
      rows[name] = cells[2].split(separator: ",").map { $0.trimmingBlanks }
        .filter { $0 != "–" }
    }
    return rows
  }

  private func allowed(_ target: String, _ rows: [String: [String]]) -> Set<String> {
    var reached: Set<String> = []
    var waiting = rows[target] ?? []
    while let next = waiting.popLast() {
      if reached.insert(next).inserted { waiting += rows[next] ?? [] }
    }
    return reached
  }

  private let platform: Set<String> = [
    "Foundation", "FoundationNetworking", "Glibc", "Synchronization", "Dispatch",
  ]

  private func imports(of file: SourceTree.File) -> [String] {
    file.lines.compactMap { line in
      let words = line.split(separator: " ").filter { !$0.hasPrefix("@") && $0 != "public" }
      guard words.first == "import", words.count >= 2 else { return nil }
      return String(words[1].split(separator: ".")[0])
    }
  }

  @Test func `every target has a row in the table`() {
    let targets = Set(tree.files.filter(\.isSource).map(\.target))
    #expect(targets.subtracting(rows.keys) == [])
  }

  @Test func `no target imports what its row does not lead to`() {
    let rows = rows
    var wrong: [String] = []
    for file in tree.files where file.isSource {
      let allowed = allowed(file.target, rows).union(platform)
      for name in imports(of: file) where !allowed.contains(name) {
        wrong.append("\(file.path) imports \(name)")
      }
    }
    #expect(wrong == [])
  }

  @Test func `code that a real cluster would run cannot see the simulator`() {
    let rows = rows
    let world: Set<String> = ["EventKernel", "Network", "Machines", "Cloud", "Workloads"]
    for target in ["ControllerRuntime", "Controllers", "Scheduler", "NodeAgents", "KubeStore"] {
      #expect(allowed(target, rows).isDisjoint(with: world), "\(target)")
    }
  }
}

extension Substring {
  var trimmingBlanks: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
