import Documents
import Foundation
import Results
import Scheduler
import SchedulerLab
import Testing

/// What the real scheduler did, beside the package; may be absent.
private let truth = TruthFolder(
  path: URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("../shared").standardizedFileURL.path)

/// Cases in, decisions out, in the form of the recorded truth.
struct CaseFileTests {
  /// Read by another reader than ours, so that a mistake in the one does not hide in the other.
  private static func recorded(_ category: OracleCategory) throws -> [[String: Any]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(truth.path)/\(category.path)"))
    let pairs = try #require(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    return try pairs.map { try #require($0["result"] as? [String: Any]) }
  }

  /// What is written for a category, as any reader of JSON sees it.
  private static func written(_ cases: [OracleCase]) throws -> [[String: Any]] {
    var text = CaseResults()
    for one in cases {
      var replay = try OracleReplay(one)
      text.add(replay.run(), of: one)
    }
    let data = Data(text.text.utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
  }

  @Test(
    .enabled(if: truth.has("oracle/scheduler/FORMAT.md")), arguments: OracleCategory.all)
  func `what is written is what was recorded, field by field`(category: OracleCategory) throws {
    let cases = try CaseFile.cases(in: truth.file(category.path))
    let ours = try Self.written(cases)
    let real = try Self.recorded(category)
    #expect(ours.count == real.count)
    var differing: [String] = []
    for (mine, theirs) in zip(ours, real)
    where !NSDictionary(dictionary: mine).isEqual(to: theirs) {
      differing.append("\(theirs["name"] ?? "?")")
    }
    #expect(differing == [])
  }

  /// The truth's `chosen` is the rule that the replay follows by itself, too.
  @Test(.enabled(if: truth.has("oracle/scheduler/FORMAT.md")), arguments: OracleCategory.all)
  func `without recorded results the replay comes to the same`(category: OracleCategory) throws {
    let text = try truth.file(category.path).text
    let pairs = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    let bare = try JSONSerialization.data(withJSONObject: pairs.map { $0["case"] ?? [:] })
    let cases = try CaseFile.cases(in: SourceFile(name: "bare.json", bytes: Array(bare)))
    #expect(cases.allSatisfy { $0.steps.isEmpty })
    let real = try Self.recorded(category)
    for (mine, theirs) in zip(try Self.written(cases), real) {
      #expect(NSDictionary(dictionary: mine).isEqual(to: theirs), "\(theirs["name"] ?? "?")")
    }
  }

  // MARK: Ways to write cases

  static let one = """
    {"name": "a", "category": "small", "nodes": [{"metadata": {"name": "n"}, \
    "status": {"allocatable": {"cpu": "1", "memory": "1Gi", "pods": "10"}}}], "pods": null, \
    "incoming": [{"metadata": {"name": "p"}, "spec": {"containers": [{"name": "c", \
    "image": "i", "resources": {"requests": {"cpu": "500m"}}}]}}], "extra": []}
    """

  @Test(arguments: [
    one, "[\(one)]", "[\n{\"case\": \(one)}\n]\n", "{\"case\": \(one), \"result\": null}",
    one + "\n" + one.replacing("\"a\"", with: "\"b\"") + "\n",
  ])
  func `a case alone, in a list, beside a result or one a line is read`(text: String) throws {
    let cases = try CaseFile.cases(in: SourceFile(name: "f.json", text: text))
    #expect(cases.map(\.name) == ["a", "b"].prefix(cases.count).map { $0 })
    for one in cases {
      var replay = try OracleReplay(one)
      let steps = replay.run()
      #expect(steps.map { "\($0.pod)" } == ["default/p"])
      #expect(steps[0].decision.chosen == "n")
      #expect(steps[0].differences == nil)
    }
  }

  // MARK: Agreement

  @Test func `a decision that is recorded otherwise is counted and told`() throws {
    let result = """
      {"name": "a", "results": [{"pod": "default/p", "feasible": ["n", "o"], "rejected": {}, \
      "scores": {}, "best": ["o"], "chosen": "o", "preemption": null}]}
      """
    let text = "{\"case\": \(Self.one), \"result\": \(result)}"
    var agreement = CaseAgreement()
    for one in try CaseFile.cases(in: SourceFile(name: "f.json", text: text)) {
      var replay = try OracleReplay(one)
      agreement.add(replay.run(), of: one)
    }
    #expect(agreement.summary == "0 of 1 decisions agree with the recorded ones")
    #expect(agreement.cells == [["small", "1", "1", "0", "0", "1", "0", "0", "0", "1"]])
    let told = agreement.total.differences
    #expect(
      told.first == "a default/p: feasible (feasible): really [\"n\",\"o\"], here [\"n\"]")
    #expect(told.contains { $0.hasPrefix("a default/p: scores (n): really nothing, here {") })
    #expect(told.contains("a default/p: outcome (chosen): really \"o\", here \"n\""))
  }
}
