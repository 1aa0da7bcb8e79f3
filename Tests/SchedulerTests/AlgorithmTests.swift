import KubeAPI
import Randomness
import Scheduler
import Testing

/// The order of nodes, sampling, and ties.
struct AlgorithmTests {
  /// Source: `pkg/scheduler/schedule_one_test.go` (Test_numFeasibleNodesToFind), v1.34.
  @Test(arguments: [
    (NodeSampling.all, 5_000, 5_000), (.adaptive, 10, 10), (.adaptive, 99, 99),
    (.adaptive, 100, 100), (.adaptive, 1_000, 420), (.adaptive, 6_000, 300),
    (.adaptive, 100_000, 5_000), (.percentage(40), 10, 10), (.percentage(40), 1_000, 400),
    (.percentage(40), 6_000, 2_400), (.percentage(1), 150, 100),
  ])
  func `enough nodes are enough`(sampling: NodeSampling, nodes: Int, enough: Int) {
    #expect(sampling.enough(of: nodes) == enough)
  }

  @Test func `nodes are tried zone by zone in turn`() throws {
    let zones = ["a": ["a1", "a2", "a3"], "b": ["b1"], "c": ["c1", "c2"]]
    let nodes = ["a", "b", "c"].flatMap { zone in
      (zones[zone] ?? []).map {
        Samples.node($0, labels: ["topology.kubernetes.io/zone": zone])
      }
    }
    let cache = SchedulerCache()
    for node in nodes { cache.add(node) }
    #expect(cache.nodes.map(\.name) == ["a1", "b1", "c1", "a2", "c2", "a3"])
    cache.remove(nodes[3])
    #expect(cache.nodes.map(\.name) == ["a1", "c1", "a2", "c2", "a3"])
    var moved = nodes[0]
    moved.metadata.labels = ["topology.kubernetes.io/zone": "c"]
    cache.add(moved)
    #expect(cache.nodes.map(\.name) == ["a2", "c1", "a3", "c2", "a1"])
  }

  @Test func `a sampled search goes on where the last one stopped`() throws {
    let nodes = (0..<250).map { Samples.node("n\($0)") }
    let engine = try PlacementEngine(nodes: nodes, sampling: .percentage(40))
    let looked = (0..<5).map { engine.explain(Samples.pod("p\($0)")).feasible.count }
    #expect(looked == [100, 100, 100, 100, 100])
    let names = (0..<5).map { index in Set(engine.explain(Samples.pod("q\(index)")).feasible) }
    #expect(names[0].isDisjoint(with: names[1]))
    #expect(names[0].union(names[1]).union(names[2]).count == 250)
  }

  @Test func `a node that is turned down counts as looked at`() throws {
    var nodes = (0..<250).map { Samples.node("n\($0)") }
    for index in 0..<100 { nodes[index].spec.isUnschedulable = true }
    let engine = try PlacementEngine(nodes: nodes, sampling: .percentage(40))
    let first = engine.explain(Samples.pod("p"))
    #expect(first.nodes.count == 200)
    #expect(first.feasible.count == 100)
    let second = engine.explain(Samples.pod("q"))
    #expect(second.feasible.contains("n249"))
    #expect(second.nodes.count == 200)
  }

  @Test func `ties go to the smallest name, or to any node with equal chance`() throws {
    let nodes = ["b", "a", "d", "c"].map { Samples.node($0) }
    #expect(try PlacementEngine(nodes: nodes).place(Samples.pod("p")).node == "a")
    let stream = Streams(seed: 7).stream("scheduler/ties")
    var counts: [String: Int] = [:]
    var ties = TieBreaker.random(stream)
    let infos = nodes.map { NodeInfo($0) }
    for _ in 0..<4_000 {
      let winner = ties.winner(among: infos, [5, 5, 4, 5])
      counts[infos[winner].name, default: 0] += 1
    }
    #expect(counts["d"] == nil)
    // Five standard deviations of a binomial with 4,000 draws and one third.
    for name in ["a", "b", "c"] { #expect(abs((counts[name] ?? 0) - 1_333) < 150, "\(counts)") }
  }

  @Test func `the same stream gives the same placements`() throws {
    let nodes = (0..<20).map { Samples.node("n\($0)") }
    let pods = (0..<50).map { Samples.pod("p\($0)") }
    func placed(_ seed: UInt64) throws -> [String?] {
      let ties = TieBreaker.random(Streams(seed: seed).stream("scheduler/ties"))
      return try PlacementEngine.place(pods: pods, nodes: nodes, ties: ties).map(\.node)
    }
    #expect(try placed(1) == placed(1))
    #expect(try placed(1) != placed(2))
  }

  @Test func `amounts at the end of the range do not bring it down`() throws {
    let node = Samples.node("n", cpu: .max, memory: .max)
    let engine = try PlacementEngine(nodes: [node, Samples.node("m")], scoresSoleNode: true)
    let pods = (0..<3).map { Samples.pod("p\($0)", cpu: .max, memory: .max) }
    #expect(engine.place(pods).map(\.node) == ["n", nil, nil])
    let cache = SchedulerCache()
    cache.add(node)
    for pod in pods { #expect(cache.assume(PodInfo(pod), on: "n")) }
    for pod in pods { #expect(cache.forget(PodInfo(pod))) }
    #expect(cache.nodes[0].requested.isZero)
  }
}
