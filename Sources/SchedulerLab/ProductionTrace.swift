import Documents
import KubeAPI
import Scheduler

/// The 1,067 pods of a production cluster (openb) on 100 nodes, and where the real kube-scheduler
/// v1.34.1 puts each, taken in the order of the file.
///
/// The recorded totals are those of the full default profile.
public struct ProductionTrace {
  /// The files that it needs.
  public static let files = [
    "traces/openb/nodes-100.yaml", "traces/openb/pods-100.yaml",
    "traces/openb/placements-100.jsonl",
  ]
  /// The pods of the trace.
  public static let podCount = 1_067

  private let nodes: [Node]
  private let pods: [Pod]
  private let lines: [DocumentNode]

  /// Reads the trace.
  ///
  /// - Throws: `Problems` when a file cannot be read.
  public init(in truth: TruthFolder) throws {
    func objects(_ path: String) throws -> [any KubeObject] {
      let log = ProblemLog(file: path)
      return ManifestReader.objects(in: try truth.file(path), log: log).map(\.object)
    }
    nodes = try objects(Self.files[0]).compactMap { $0 as? Node }
    pods = try objects(Self.files[1]).compactMap { $0 as? Pod }
    // The first line says what the trace is.
    lines = Array(try JSONReader.documents(in: truth.file(Self.files[2])).dropFirst())
  }

  /// Places all pods; the lines that differ from the recording (pod, node, feasible nodes, nodes
  /// tied for best, points), as texts, and how many there were in all.
  public func differences() throws -> (lines: Int, differing: [String]) {
    let placed = try PlacementEngine(nodes: nodes, scoresSoleNode: true).place(pods)
    var differing: [String] = []
    for (real, ours) in zip(lines, placed) {
      let expected = [
        real["pod"]?.string ?? "", real["chosen"]?.string ?? "", real["feasible"]?.string ?? "",
        real["best"]?.string ?? "", real["total"]?.string ?? "",
      ]
      let found = [
        "\(ours.pod)", ours.node ?? "", "\(ours.feasibleCount)", "\(ours.bestCount)",
        ours.total.map(String.init) ?? "",
      ]
      if expected != found { differing.append("really \(expected), here \(found)") }
    }
    let unmatched = max(lines.count, placed.count) - min(lines.count, placed.count)
    differing += Array(
      repeating: "a line without its pod, or a pod without its line", count: unmatched)
    return (max(lines.count, placed.count), differing)
  }
}
