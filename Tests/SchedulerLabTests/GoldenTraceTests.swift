import Documents
import KubeAPI
import Results
import Scheduler
import SchedulerLab
import Testing

/// Golden traces: what is written, read, and found to differ.
struct GoldenTraceTests {
  private static func record(
    _ cluster: ClusterInput = LabSamples.cluster,
    _ configuration: SchedulerConfiguration = LabSamples.configuration(), seed: UInt64? = nil
  ) throws -> GoldenTrace {
    let input = TraceInput(role: .nodes, path: "nodes.yaml", digest: "00ff")
    return try GoldenTrace.record(
      cluster, configuration: configuration,
      header: GoldenTrace.Header(inputs: [input], seed: seed))
  }

  private static func read(_ text: String) throws -> GoldenTrace {
    try GoldenTrace(reading: SourceFile(name: "t.jsonl", text: text))
  }

  /// A cluster of 130 nodes, more than are kept in full.
  private static var large: ClusterInput {
    var cluster = LabSamples.cluster
    for index in 0..<118 { cluster.nodes.append(LabSamples.node("more-\(1_000 + index)")) }
    cluster.changePending { $0 = Array($0.prefix(12)) }
    return cluster
  }

  @Test(arguments: [nil, 3] as [UInt64?])
  func `a trace is read as it was written, and written the same each time`(seed: UInt64?) throws {
    for cluster in [LabSamples.cluster, Self.large] {
      let trace = try Self.record(cluster, seed: seed)
      let again = try Self.read(trace.text())
      #expect(again.header == trace.header)
      let isSame = again.decisions == trace.decisions
      #expect(isSame)
      let text = trace.text()
      let other = try Self.record(cluster, seed: seed).text()
      let isWrittenAlike = again.text() == text && other == text
      #expect(isWrittenAlike)
    }
  }

  @Test func `the same scheduler agrees in everything`() throws {
    for cluster in [LabSamples.cluster, Self.large] {
      let agreement = try Self.read(Self.record(cluster).text())
        .verify(cluster, configuration: LabSamples.configuration())
      #expect(agreement.divergence == nil)
      #expect(agreement.agreeing == cluster.pending.count)
      #expect(agreement.notes == [])
      #expect(
        agreement.description
          == "All \(cluster.pending.count) decisions agree with the trace.")
    }
  }

  @Test(arguments: [nil, 5] as [UInt64?])
  func `placing and explaining go the same way`(seed: UInt64?) throws {
    let cluster = LabSamples.cluster
    let side = ComparedSide("a", .configuration(LabSamples.configuration()))
    var comparison = PlacementComparison(cluster, side, side)
    comparison.seeds = seed.map { [$0] } ?? []
    let placed = try comparison.run().pods.map(\.a.node)
    #expect(try Self.record(cluster, seed: seed).decisions.map(\.chosen) == placed)
  }

  @Test func `another weight is found in the points of the plugin`() throws {
    let agreement = try Self.record().verify(
      LabSamples.cluster, configuration: LabSamples.weight(3, of: "NodeResourcesFit"))
    let divergence = try #require(agreement.divergence)
    #expect(divergence.aspect == .score)
    #expect(divergence.index == 0)
    #expect(divergence.pod == "shop/web-0")
    #expect(divergence.plugin == "NodeResourcesFit")
    #expect(divergence.node.hasPrefix("node-"))
    let then = try #require(Int(divergence.expected.split(separator: " ")[0]))
    #expect(divergence.found == "\(then * 3) points")
    #expect(agreement.notes == ["NodeResourcesFit has the weight 3; 1 was recorded."])
    #expect(agreement.agreeing == 0)
  }

  @Test func `a plugin that is gone is found, by what it gave or turned down`() throws {
    let scored = try Self.record().verify(
      LabSamples.cluster,
      configuration: LabSamples.without("NodeResourcesBalancedAllocation"))
    #expect(scored.divergence?.plugin == "NodeResourcesBalancedAllocation")
    #expect(scored.divergence?.found == "it gives no points")
    let filtered = try Self.record().verify(
      LabSamples.cluster, configuration: LabSamples.without("TaintToleration"))
    #expect(filtered.notes.contains("TaintToleration turns no nodes down any more."))
    #expect(filtered.divergence?.plugin == "TaintToleration")
  }

  @Test func `a changed node is named with who turned it down`() throws {
    var cluster = LabSamples.cluster
    cluster.nodes[7].spec.taints = [Taint(key: "new", value: "", effect: .noSchedule)]
    let agreement = try Self.record().verify(cluster, configuration: LabSamples.configuration())
    let divergence = try #require(agreement.divergence)
    #expect(divergence.aspect == .refusal)
    #expect(divergence.node == "node-07")
    #expect(divergence.plugin == "TaintToleration")
    #expect(divergence.expected.hasPrefix("can take the pod"))
    #expect(divergence.found.contains("untolerated taint {new: }"))
  }

  @Test func `a change that starts late leaves what was before, and counts what follows`() throws {
    var cluster = LabSamples.cluster
    let trace = try Self.record(cluster)
    cluster.changePending { $0[25] = LabSamples.pod("web-25", cpu: 3_000) }
    let agreement = try trace.verify(cluster, configuration: LabSamples.configuration())
    #expect(agreement.divergence?.index == 25)
    #expect(agreement.agreeing == 25)
    #expect(agreement.sameAfter < 14)
    #expect(agreement.sameNodeAfter >= agreement.sameAfter)
    #expect(agreement.description.contains("number 26 of 40"))
  }

  @Test func `another order, a missing pod and one too many are found`() throws {
    let trace = try Self.record()
    var cluster = LabSamples.cluster
    cluster.changePending { $0.swapAt(3, 4) }
    let swapped = try trace.verify(cluster, configuration: LabSamples.configuration())
    #expect(swapped.divergence?.aspect == .order)
    #expect(swapped.divergence?.index == 3)
    cluster = LabSamples.cluster
    cluster.changePending { $0.removeLast() }
    let fewer = try trace.verify(cluster, configuration: LabSamples.configuration())
    #expect(fewer.divergence?.found == "there is none any more")
    cluster = LabSamples.cluster
    cluster.changePending { $0.append(LabSamples.pod("late")) }
    let more = try trace.verify(cluster, configuration: LabSamples.configuration())
    #expect(more.divergence?.found == "a decision about shop/late")
    #expect(more.agreeing == 40)
  }

  @Test func `in a large cluster a change far from the winner shows, and is located`() throws {
    let cluster = Self.large
    let trace = try Self.record(cluster)
    #expect(trace.decisions.allSatisfy { !$0.isWhole && $0.nodes.count == 16 })
    // Its pods move it far down, so that it is not among those kept.
    var changed = cluster
    changed.bound = .init([LabSamples.pod("there", cpu: 3_000, on: "more-1111")])
    let agreement = try trace.verify(changed, configuration: LabSamples.configuration())
    let divergence = try #require(agreement.divergence)
    #expect(divergence.index == 0)
    #expect(divergence.node.hasPrefix("one of the "))
    #expect(divergence.found.hasPrefix("digest "))
    // The weight of a plugin shows on the winner; with the recorded one known, on any node.
    let heavier = LabSamples.weight(5, of: "NodeResourcesBalancedAllocation")
    let located = try trace.verify(
      cluster, configuration: heavier, reference: LabSamples.configuration())
    #expect(located.divergence?.plugin == "NodeResourcesBalancedAllocation")
    #expect(located.divergence?.node.hasPrefix("one of") == false)
  }

  @Test func `a pod that pushes others aside is decided about twice`() throws {
    var cluster = ClusterInput()
    cluster.nodes = [LabSamples.node("n"), LabSamples.node("o")]
    cluster.bound = .init(["n", "o"].map { LabSamples.pod("low-\($0)", cpu: 3_000, on: $0) })
    cluster.changePending { $0 = [LabSamples.pod("high", cpu: 2_000, priority: 100)] }
    let trace = try Self.record(cluster)
    #expect(trace.decisions.map(\.attempt) == [1, 2])
    #expect(trace.decisions[0].chosen == nil)
    #expect(trace.decisions[0].nominated == trace.decisions[1].chosen)
    #expect(trace.decisions[0].victims.count == 1)
    let agreement = try Self.read(trace.text()).verify(
      cluster, configuration: LabSamples.configuration())
    #expect(agreement.divergence == nil)
    let meek = try trace.verify(cluster, configuration: LabSamples.without("DefaultPreemption"))
    #expect(meek.divergence?.aspect == .preemption)
  }

  @Test func `broken traces are errors at their places`() throws {
    let text = try Self.record().text()
    let lines = text.split(separator: "\n").map { String($0) }
    func error(_ lines: [String]) -> String {
      do {
        _ = try Self.read(lines.joined(separator: "\n"))
        return "none"
      } catch { return "\(error)" }
    }
    #expect(error([]) .contains("t.jsonl:1:1: error: the file is empty"))
    #expect(error(Array(lines.dropLast())).contains("the file ends after 39 of 40 decisions"))
    #expect(error(["{}"] + lines.dropFirst()).contains("\"trace\" is missing"))
    let newer = lines[0].replacing("\"version\":1", with: "\"version\":2")
    #expect(error([newer]).contains("version is \"2\"; write a whole number from 1 to 1"))
    var odd = lines
    odd[3] = odd[3].replacing("\"feasible\":", with: "\"feasable\":")
    #expect(error(odd).contains("t.jsonl:4:"))
    #expect(error(odd).contains("did you mean \"feasible\"?"))
    odd = lines
    odd[4] = String(odd[4].dropLast(9))
    #expect(error(odd).contains("t.jsonl:"))
  }

  @Test(arguments: [
    ("0-4,7", [0, 1, 2, 3, 4, 7], 8), ("3", [3], 4), ("0-9", nil, 9), ("4-2", nil, 9),
    ("", nil, 9), ("1,,2", nil, 9), ("a", nil, 9), ("-1", nil, 9),
  ] as [(String, [Int]?, Int)])
  func `places in short are read strictly`(text: String, places: [Int]?, count: Int) {
    #expect(PlaceRanges.places(text, below: count) == places)
    if let places { #expect(PlaceRanges.text(places) == text) }
  }
}
