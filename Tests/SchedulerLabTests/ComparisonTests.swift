import Documents
import KubeAPI
import Randomness
import Results
import Scheduler
import SchedulerLab
import Testing

/// Two ways to place the same pods, side by side.
struct ComparisonTests {
  private static func side(
    _ name: String, _ configuration: SchedulerConfiguration = LabSamples.configuration()
  ) -> ComparedSide { ComparedSide(name, .configuration(configuration)) }

  private static var packed: SchedulerConfiguration {
    LabSamples.configuration { uses in
      uses.removeAll { $0.name == "NodeResourcesBalancedAllocation" }
      for index in uses.indices where uses[index].name == "NodeResourcesFit" {
        var arguments = NodeResourcesFitArguments()
        arguments.strategy = .mostAllocated
        uses[index].arguments = arguments
      }
    }
  }

  @Test(arguments: [[], [1, 2, 3]])
  func `the same configuration twice makes no difference`(seeds: [UInt64]) throws {
    var comparison = PlacementComparison(LabSamples.cluster, Self.side("a"), Self.side("b"))
    comparison.seeds = seeds
    let diff = try comparison.run()
    #expect(diff.isSame)
    #expect(diff.different == [])
    #expect(diff.parting == nil)
    #expect(diff.figures.allSatisfy { $0.a == $0.b })
    #expect(diff.times == max(1, seeds.count))
    #expect(diff.sentence == "b puts all 40 pods where a does: no difference.")
  }

  @Test func `packing moves pods, uses fewer nodes, and the plugin is named`() throws {
    let diff = try PlacementComparison(
      LabSamples.cluster, Self.side("default"), Self.side("packed", Self.packed)
    ).run()
    #expect(diff.moved[0] > 10)
    #expect(diff.moved[0] == diff.pods.count { $0.change == .moved })
    let used = try #require(diff.figures.first { $0.key == "nodes_used" })
    #expect(try #require(used.difference.mean) < 0)
    let parting = try #require(diff.parting)
    #expect(parting.index == diff.pods.firstIndex { $0.change != .same })
    #expect(parting.sentence.contains("NodeResourcesFit"))
    #expect(parting.verdicts.count == 4)
  }

  @Test func `a filter that is gone places pods that had no node`() throws {
    var cluster = ClusterInput()
    let taint = Taint(key: "own", value: "", effect: .noSchedule)
    cluster.nodes = [LabSamples.node("n", taints: [taint])]
    cluster.changePending { $0 = [LabSamples.pod("web")] }
    let diff = try PlacementComparison(
      cluster, Self.side("default"), Self.side("lax", LabSamples.without("TaintToleration"))
    ).run()
    #expect(diff.onlyB == [1])
    #expect(diff.pods[0].a.reason.contains("untolerated taint"))
    #expect(diff.parting?.sentence == "default puts shop/web nowhere, lax on n.")
    #expect(
      diff.sentence
        == "lax moves 0 of 1 pods (0 %) that default places, and places 1 that had no node.")
  }

  @Test func `lots depend on the pod's name, so that one more pod shifts no other's`() throws {
    let cluster = LabSamples.cluster
    // Too large for any node: it is turned down, and only its lots could matter.
    var more = cluster
    more.changePending { $0.insert(LabSamples.pod("huge", cpu: 100_000), at: 0) }
    func nodes(_ cluster: ClusterInput) throws -> [String?] {
      var comparison = PlacementComparison(cluster, Self.side("a"), Self.side("b"))
      comparison.seeds = [7]
      return try comparison.run().pods.map(\.a.node)
    }
    #expect(try Array(nodes(more).dropFirst()) == nodes(cluster))
    #expect(try Set(nodes(cluster)).count > 1)
  }

  @Test func `random ties differ from seed to seed and each is as likely`() throws {
    // Four nodes all alike: every pod's lot alone decides.
    var counts = [0, 0, 0, 0]
    for seed in UInt64(0)..<400 {
      var hash = StableHash()
      hash.absorb(seed)
      var ties = TieBreaker.ranked(hash)
      let nodes = (0..<4).map { NodeInfo(LabSamples.node("n\($0)")) }
      counts[ties.winner(among: nodes, [5, 5, 5, 5])] += 1
    }
    // The standard deviation is 8.7.
    #expect(counts.allSatisfy { (60...140).contains($0) })
  }

  @Test func `differences over several seeds come with paired intervals`() throws {
    var comparison = PlacementComparison(
      LabSamples.cluster, Self.side("default"), Self.side("packed", Self.packed))
    comparison.seeds = Array(1...8)
    let diff = try comparison.run()
    #expect(diff.moved.count == 8)
    let spread = try #require(diff.figures.first { $0.key == "cpu_spread_share" })
    #expect(spread.a.count == 8)
    #expect(spread.difference.interval != nil)
    #expect(spread.differs)
  }

  @Test func `what runs is compared with placing everything anew`() throws {
    var cluster = LabSamples.cluster
    // All on the first two nodes, with a budget that lets one of them go.
    cluster.bound = .init(
      cluster.pending.prefix(10).enumerated().map { index, pod in
        var pod = pod
        pod.spec.nodeName = index % 2 == 0 ? "node-00" : "node-01"
        return pod
      })
    cluster.changePending { $0.removeFirst(10) }
    var budget = PodDisruptionBudgetSpec(selector: LabelSelector(matchLabels: ["app": "web"]))
    budget.maxUnavailable = .count(1)
    cluster.others.append(
      PodDisruptionBudget(metadata: ObjectMeta(name: "web", namespace: "shop"), spec: budget))
    let diff = try PlacementComparison(
      cluster, ComparedSide("current", .current), Self.side("default")
    ).run()
    let disrupted = try #require(diff.figures.first { $0.key == "disrupted" })
    #expect(disrupted.a == [0])
    #expect(try #require(disrupted.b[0]) > 5)
    #expect(diff.onlyB == [30])
    #expect(diff.budgets.map(\.name) == ["shop/web"])
    #expect(diff.budgets[0].allowed == 1)
    #expect(diff.pods[0].runsOn == "node-00")
  }

  @Test func `an important pod's victims are counted, and budgets that they violate`() throws {
    var cluster = ClusterInput()
    cluster.nodes = [LabSamples.node("n")]
    cluster.bound = .init((0..<4).map { LabSamples.pod("low-\($0)", cpu: 1_000, on: "n") })
    cluster.changePending { $0 = [LabSamples.pod("high", cpu: 2_000, priority: 100)] }
    let diff = try PlacementComparison(
      cluster, Self.side("default"), Self.side("meek", LabSamples.without("DefaultPreemption"))
    ).run()
    #expect(diff.figures.first { $0.key == "victims" }?.a == [2])
    #expect(diff.figures.first { $0.key == "victims" }?.b == [0])
    #expect(diff.figures.first { $0.key == "disrupted" }?.a == [2])
    #expect(diff.onlyA == [1])
    #expect(diff.pods[0].a.node == "n")
  }

  @Test func `a recorded pod that was pushed aside later has no node`() throws {
    let text = #"{"pod": "a/b", "chosen": "n"}"# + "\n"
      + #"{"pod": "a/c", "chosen": "n", "pushedAsideBy": "a/b"}"#
    let recorded = try RecordedPlacements(reading: SourceFile(name: "p.jsonl", text: text))
    #expect(recorded.lines.map(\.node?.value) == ["n", nil])
  }

  @Test func `recorded placements stand in for a configuration`() throws {
    let cluster = LabSamples.cluster
    let placed = try PlacementEngine.place(pods: Array(cluster.pending), nodes: cluster.nodes)
    let lines = placed.map { #"{"pod": "\#($0.pod)", "chosen": "\#($0.node ?? "")"}"# }
    let text = (["{\"trace\": \"a header\"}"] + lines).joined(separator: "\n")
    func recorded(_ text: String) throws -> ComparedSide {
      ComparedSide(
        "p.jsonl",
        .recorded(try RecordedPlacements(reading: SourceFile(name: "p.jsonl", text: text))))
    }
    let diff = try PlacementComparison(cluster, recorded(text), Self.side("default")).run()
    #expect(diff.isSame)
    let other = text.replacing("\"chosen\": \"node-0\(3)\"", with: "\"chosen\": \"node-00\"")
    #expect(try !PlacementComparison(cluster, recorded(other), Self.side("d")).run().isSame)
    let wrong = lines.dropFirst(2).joined(separator: "\n")
      .replacing("web-7\"", with: "web-77\"").replacing("node-04", with: "nod-04")
    #expect {
      try PlacementComparison(cluster, recorded(wrong), Self.side("d")).run()
    } throws: { error in
      let text = "\(error)"
      return text.contains("p.jsonl:6:9: error: the pod \"shop/web-77\" is not among the pods")
        && text.contains("there is no node \"nod-04\"")
        && text.contains("there is no line for the pod \"shop/web-0\"")
    }
  }
}
