import Documents
import KubeAPI
import Results
import Scheduler
import SchedulerLab
import Testing

/// What must not happen from one way to place pods to another.
struct ThresholdTests {
  private static func diff(moved: Int, of count: Int) -> PlacementDiff {
    var diff = PlacementDiff(nameA: "a", nameB: "b", nodeCount: 1)
    diff.pods = (0..<count).map { index in
      let place = PlacementDiff.Place(node: index < moved ? "other" : "n")
      return PlacementDiff.PodRow(
        pod: "p\(index)", workload: "w", runsOn: nil, a: .init(node: "n"), b: place)
    }
    (diff.seeds, diff.moved, diff.onlyA, diff.onlyB) = ([0], [moved], [0], [0])
    var unplaced = ComparedFigure("unplaced", "pods without a node")
    (unplaced.a, unplaced.b) = ([1], [3])
    var stranded = ComparedFigure("cpu_stranded_share", "")
    (stranded.a, stranded.b) = ([0.1], [0.145])
    diff.figures = [unplaced, stranded]
    return diff
  }

  @Test(arguments: [
    ("moved", "5%", true), ("moved", "4.9%", false), ("moved", "5", true), ("moved", "4", false),
    ("unplaced", "3", true), ("unplaced", "2", false), ("unplacedMore", "2", true),
    ("unplacedMore", "1", false), ("strandedMore", "5%", true), ("strandedMore", "4%", false),
  ])
  func `a limit holds up to itself`(name: String, limit: String, holds: Bool) throws {
    var thresholds = DiffThresholds()
    try thresholds.set(name, limit)
    let outcomes = thresholds.outcomes(Self.diff(moved: 5, of: 100))
    #expect(outcomes.map(\.name) == [name])
    #expect(outcomes[0].holds == holds)
  }

  @Test func `what is passed is said with by how much`() throws {
    var thresholds = DiffThresholds()
    try thresholds.set("moved", "2%")
    try thresholds.set("unplacedMore", "0")
    #expect(
      thresholds.outcomes(Self.diff(moved: 5, of: 100)).map(\.sentence) == [
        "pods that go to another node: 5 % (5 of 100), 3 points over the limit of 2 %",
        "pods more without a node: 2, 2 over the limit of 0",
      ])
  }

  @Test func `a file is read with its places, and options win over it`() throws {
    var thresholds = try DiffThresholds(
      reading: SourceFile(name: "t.yaml", text: "moved: 10%\nvictims: 3\nstrandedMore: 2%\n"))
    var options = DiffThresholds()
    try options.set("moved", "4")
    thresholds.override(with: options)
    let outcomes = thresholds.outcomes(Self.diff(moved: 5, of: 100))
    #expect(outcomes.map(\.name) == ["moved", "victims", "strandedMore"])
    #expect(outcomes.map(\.limit) == [4, 3, 0.02])
    #expect(!outcomes[0].isShare)
  }

  @Test(arguments: [
    ("moved: ten", "t.yaml:1:8: error: moved is \"ten\"; write a number of pods such as 20"),
    ("victims: 5%", "t.yaml:1:10: error: victims is \"5%\"; write a whole number such as 3"),
    ("strandedMore: 3", "strandedMore is \"3\"; write points of a share such as 2%"),
    ("unplacedmore: 3", "unknown field \"unplacedmore\"; did you mean \"unplacedMore\"?"),
    ("moved: -1", "moved is \"-1\""), ("moved: 1e3%", "moved is \"1e3%\""),
    ("moved: 2.5", "moved is \"2.5\""), ("", "t.yaml:1:1: error: there is nothing in this file"),
    ("- moved", "write a mapping"),
  ])
  func `a wrong file is an error at its place`(text: String, message: String) {
    #expect {
      try DiffThresholds(reading: SourceFile(name: "t.yaml", text: text))
    } throws: { "\($0)".contains(message) }
  }
}
