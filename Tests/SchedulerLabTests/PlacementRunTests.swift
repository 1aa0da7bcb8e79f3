import Documents
import Foundation
import KubeAPI
import Randomness
import Scheduler
import SchedulerLab
import Testing

@Suite struct PlacementRunTests {
  private static let all = SchedulerConfiguration(.standard, nodeSampling: .all)

  /// The cluster that a manifest describes.
  static func cluster(_ yaml: String) throws -> ClusterInput {
    let log = ProblemLog(file: "cluster.yaml")
    let file = SourceFile(name: "cluster.yaml", text: yaml)
    let objects = ManifestReader.objects(in: file, log: log, origin: .record)
    try log.throwIfErrors()
    return ClusterInput(objects.map(\.object))
  }

  static func node(
    _ name: String, cpu: String = "4", labels: String = "", spec: String = "{}"
  ) -> String {
    """
    apiVersion: v1
    kind: Node
    metadata: {name: \(name), labels: {kubernetes.io/hostname: \(name)\(labels)}}
    spec: \(spec)
    status: {allocatable: {cpu: \(cpu), memory: 8Gi, pods: 10}}
    ---

    """
  }

  static func pod(
    _ name: String, cpu: String = "1", node: String = "", priority: Int = 0, more: String = "",
    ports: String = ""
  ) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), labels: {app: web}}
    spec:
      containers: [{name: c, image: i, resources: {requests: {cpu: \(cpu)}}\(ports)}]
      priority: \(priority)
      \(node.isEmpty ? "" : "nodeName: \(node)")
      \(more)
    status: {startTime: "2024-01-01T00:00:00Z"}
    ---

    """
  }

  private static func run(_ yaml: String, preempting: Bool = true) throws -> PlacementRun {
    var run = try PlacementRun(cluster(yaml), configuration: all, mayPreempt: preempting)
    run.place()
    return run
  }

  @Test func `production pods go where the real scheduler puts them, written as it was recorded`()
    throws
  {
    let folder = "../shared/traces/openb"
    guard FileManager.default.fileExists(atPath: folder) else { return }
    let cluster = try ClusterReader.read(
      nodes: ["\(folder)/nodes-100.yaml"], pods: ["\(folder)/pods-100.yaml"])
    var run = try PlacementRun(cluster, configuration: Self.all)
    run.place()
    let text = PlacementFile.text(run.lines, trace: "t", scheduler: "s")
    let ours = text.split(separator: "\n").dropFirst().map { line in
      // The recording has no reasons.
      line.contains(", \"reasons\": ")
        ? line.prefix(upTo: line.range(of: ", \"reasons\": ")!.lowerBound) + "}" : String(line)
    }
    let recorded = try String(contentsOfFile: "\(folder)/placements-100.jsonl", encoding: .utf8)
      .split(separator: "\n").dropFirst().map(String.init)
    #expect(recorded.count == 1_067)
    #expect(ours == recorded)
  }

  @Test func `a placement is a line, with reasons where there is no node`() throws {
    let run = try Self.run(
      Self.node("a") + Self.node("b", cpu: "2") + Self.pod("p", cpu: "3") + Self.pod("q", cpu: "3"))
    #expect(
      PlacementFile.text(run.lines, trace: "t \"x\"", scheduler: "s") == """
        {"trace": "t \\"x\\"", "scheduler": "s"}
        {"pod": "default/p", "feasible": 1, "best": 1, "total": 423, "chosen": "a"}
        {"pod": "default/q", "feasible": 0, "best": 0, "total": null, "chosen": "", \
        "reasons": {"Insufficient cpu": 2}}

        """)
  }

  @Test func `a more important pod takes the place of others, which are gone at once`() throws {
    let yaml =
      Self.node("a") + Self.pod("old", cpu: "3", node: "a") + Self.pod("new", cpu: "1")
      + Self.pod("vip", cpu: "4", priority: 10)
    let run = try Self.run(yaml)
    #expect(run.lines.map(\.chosen) == ["a", "a"])
    #expect(run.lines[1].victims.map(\.name) == ["old", "new"])
    #expect(run.lines[0].pushedAsideBy?.name == "vip")
    #expect(run.evicted.map(\.name) == ["old"])
    #expect(run.engine.nodes.flatMap(\.pods).map(\.name) == ["vip"])
    let text = PlacementSummary(run).text(seconds: 1)
    #expect(
      text.hasPrefix("1 of 2 pods are placed on 1 node; 1 had to go for more important ones."))
    let meek = try Self.run(yaml, preempting: false)
    #expect(meek.lines.map(\.chosen) == ["a", ""])
  }

  @Test func `ties are broken alike for one seed, and otherwise for another`() throws {
    let yaml = (0..<8).map { Self.node("n\($0)") }.joined()
      + (0..<16).map { Self.pod("p\($0)") }.joined()
    func chosen(_ seed: UInt64) throws -> [String] {
      let stream = Streams(seed: seed).stream("scheduler/ties")
      var run = try PlacementRun(
        Self.cluster(yaml), configuration: Self.all, ties: .random(stream))
      run.place()
      return run.lines.map(\.chosen)
    }
    #expect(try chosen(1) == chosen(1))
    #expect(try chosen(1) != chosen(2))
  }

  /// What would help the one pod of a cluster that has no node.
  private static func remedies(_ yaml: String) throws -> [String] {
    let summary = PlacementSummary(try run(yaml))
    #expect(summary.unplaced.count == 1)
    return summary.unplaced.first?.remedies.map(\.text) ?? []
  }

  @Test(arguments: [
    (node("a") + pod("p", more: "nodeSelector: {disk: ssd}"),
      ["if the selector disk=ssd were dropped"]),
    (node("a", spec: "{taints: [{key: k, value: v, effect: NoSchedule}]}") + pod("p"),
      ["if it tolerated the taint k=v:NoSchedule"]),
    (node("a", spec: "{unschedulable: true}") + pod("p"), ["if a node were not cordoned"]),
    (node("a") + node("b", cpu: "5") + pod("p", cpu: "7500m"),
      ["if one node had 2.5 more cores (b)", "if it asked for 5 cores at most"]),
    (node("a") + pod("o", cpu: "2", node: "a") + pod("p", cpu: "3"),
      [
        "if one node had 1 more core (a)", "if it asked for 2 cores at most",
        "with 1 pod fewer on a (default/o)",
      ]),
    (node("a") + pod("o", node: "a")
      + pod("p", more: """
        affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: \
        [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}}
        """),
      [
        "if its anti-affinity over kubernetes.io/hostname were preferred",
        "with 1 pod fewer on a (default/o)",
      ]),
    (node("a") + pod("p", more: "schedulingGates: [{name: example.com/wait}]"),
      ["if its scheduling gate example.com/wait were removed"]),
    (node("a", labels: ", zone: x") + node("b", cpu: "1", labels: ", zone: y")
      + pod("o", cpu: "1", node: "a")
      + pod("p", cpu: "2", more: """
        topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, \
        whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]
        """),
      [
        "if its spread over zone were ScheduleAnyway", "if one node had 1 more core (b)",
        "if it asked for 1 core at most",
      ]),
  ])
  func `what would help a pod is found by asking`(yaml: String, expected: [String]) throws {
    #expect(try Self.remedies(yaml) == expected)
  }

  @Test func `two things at once are not called a single change`() throws {
    let yaml = Self.node("a", cpu: "1", spec: "{taints: [{key: k, effect: NoSchedule}]}")
      + Self.pod("p", cpu: "2")
    #expect(try Self.remedies(yaml).isEmpty)
  }

  @Test func `trying changes leaves the cluster as it was`() throws {
    let run = try Self.run(
      Self.node("a") + Self.pod("o", cpu: "2", node: "a") + Self.pod("p", cpu: "3"))
    _ = PlacementSummary(run)
    #expect(run.engine.nodes.map { $0.allocatable.milliCPU } == [4_000])
    #expect(run.engine.nodes.flatMap(\.pods).map(\.name) == ["o"])
  }

  @Test func `alike pods are told of together`() throws {
    let run = try Self.run(
      Self.node("a") + (0..<5).map { Self.pod("p\($0)", cpu: "8") }.joined())
    let summary = PlacementSummary(run)
    #expect(summary.unplaced.map(\.pods.count) == [5])
    let text = summary.text(seconds: 0.5)
    #expect(text.hasPrefix("0 of 5 pods are placed on 1 node; 5 fit nowhere.\n10 pods/s: 0.5 s"))
    #expect(text.contains("5 pods such as default/p0: 1 Insufficient cpu\n"))
    #expect(text.contains("  would fit if one node had 4 more cores (a)\n"))
  }
}
