import Foundation
import Results
import Scenarios
import Testing

/// `wavetank explain` as a person types it, and the figures that it must know.
@Suite(.enabled(if: Program.path != nil, "the wavetank binary is not built beside the tests"))
struct ExplainCommandTests {
  @Test func `a field, a list of all, and an unknown name`() throws {
    try Stage.withFolder { folder in
      let one = try Program.run(["explain", "workers"], in: folder)
      #expect(one.status == 0)
      #expect(one.output.hasPrefix("images.gunicorn.workers\n  worker processes\n"))
      let all = try Program.run(["explain"], in: folder)
      #expect(all.status == 0)
      #expect(all.output.split(separator: "\n").count > 200)
      let none = try Program.run(["explain", "wrok\u{1B}ers"], in: folder)
      #expect(none.status == 2)
      #expect(none.output == "")
      #expect(none.errors.contains("did you mean \"workers\"?"))
      #expect(!none.errors.contains("\u{1B}"))
    }
  }

  @Test func `every figure of a summary is explained`() throws {
    let results = try Stage.articleRun.get().results
    let names = Set(TopicCatalogue.all.map(\.name))
    var missing: Set<String> = []
    Self.walk(SummaryDocument.json(of: results), "") { path in
      let isKnown = names.contains(path) || names.contains { path.hasPrefix($0 + ".") }
      if !isKnown { missing.insert(path) }
    }
    #expect(missing.sorted() == [], "add them to Sources/Scenarios/Explaining/FigureTopics.swift")
  }

  /// Visits every figure, those of requests and nodes without the names of their group.
  private static func walk(_ value: JSONValue, _ path: String, _ visit: (String) -> Void) {
    guard case .object(let members) = value else {
      if case .array(let items) = value, path == "phases" {
        for item in items {
          guard case .object(let members) = item else { continue }
          for (name, member) in members {
            let isOwn = ["name", "from_seconds", "to_seconds"].contains(name)
            walk(member, isOwn ? "phases." + name : name, visit)
          }
        }
        return
      }
      return visit(path)
    }
    for (name, member) in members {
      switch path {
      case "": walk(member, name, visit)
      case "run": walk(member, name, visit)
      case "clients", "endpoints", "versions": walk(member, "run", visit)
      case "utilisation": walk(member, name == "nodes" ? "utilisation.nodes" : path + ".", visit)
      case "utilisation.nodes": walk(member, "utilisation.", visit)
      case "utilisation.", "containers.", "database.", "limits.": visit(path + name)
      case "containers", "database": walk(member, path + ".", visit)
      case "limits":
        let isOwn = ["first", "objective"].contains(name)
        walk(member, isOwn ? "limits." + name : "limits.", visit)
      case "failures_by_cause": visit(path)
      default: walk(member, path + "." + name, visit)
      }
    }
  }
}
