import Documents
import KubeAPI
import Scheduler
import Testing

/// Places 1,067 pods of a production cluster on 100 nodes, as the real kube-scheduler v1.34.1 did.
///
/// The recorded totals are those of the full default profile. Its plugins that are not built yet
/// have nothing to say of these pods (no volumes, no affinity between pods, no owner that the
/// default spreading would count), so nothing has to be added to ours.
struct ProductionTraceTests {
  private static let nodes = "traces/openb/nodes-100.yaml"
  private static let pods = "traces/openb/pods-100.yaml"
  private static let placements = "traces/openb/placements-100.jsonl"

  private static func objects(_ path: String) throws -> [any KubeObject] {
    let log = ProblemLog(file: path)
    let objects = ManifestReader.objects(in: try SharedInput.file(path), log: log)
    return objects.map(\.object)
  }

  @Test(.enabled(if: SharedInput.exists(placements)))
  func `every production pod goes where the real scheduler put it`() throws {
    let nodes = try Self.objects(Self.nodes).compactMap { $0 as? Node }
    let pods = try Self.objects(Self.pods).compactMap { $0 as? Pod }
    let lines = try JSONReader.documents(in: SharedInput.file(Self.placements)).dropFirst()
    #expect(nodes.count == 100)
    #expect(pods.count == 1_067)
    #expect(lines.count == pods.count)
    let clock = CPUClock()
    // The only node that fits needs no points; the recording has them all the same.
    let placed = try PlacementEngine(nodes: nodes, scoresSoleNode: true).place(pods)
    let milliseconds = clock.milliseconds
    var differences: [String] = []
    for (real, ours) in zip(lines, placed) {
      let expected = [
        real["pod"]?.string ?? "", real["chosen"]?.string ?? "", real["feasible"]?.string ?? "",
        real["best"]?.string ?? "", real["total"]?.string ?? "",
      ]
      let found = [
        "\(ours.pod)", ours.node ?? "", "\(ours.feasibleCount)", "\(ours.bestCount)",
        ours.total.map(String.init) ?? "",
      ]
      if expected != found { differences.append("really \(expected), here \(found)") }
    }
    print(
      "openb: \(placed.count - differences.count) of \(placed.count) lines agree; "
        + "placed in \(milliseconds) ms of CPU time")
    #expect(differences.prefix(5) == [], "\(differences.count) differences")
  }
}
