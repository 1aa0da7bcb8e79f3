import ControllerRuntime
import Controllers
import Foundation
import KubeAPI
import Testing
import Units

@Suite(.enabled(if: TraceFile.isThere, "the recordings are not beside the project"))
struct NodeReplayTests {
  /// The instants of the steps of a node's failure, in the recording and in the cluster.
  struct Course {
    var unknown: Double
    var noSchedule: Double
    var noExecute: Double
    var marked: Double
    var replaced: Double
  }

  @Test func `a silent node is emptied as recorded`() throws {
    let replay = try TraceReplay("s3a_node_failure_default")
    let end = try #require(replay.trace.lines.last?.ms)
    let silent = try #require(replay.trace.actions.first { $0.name.hasPrefix("stop") }?.ms)
    let back = try #require(replay.trace.actions.last?.ms)
    try replay.run(until: end)
    let real = try course(of: replay.trace, after: silent)
    let own = try course(of: replay, after: silent)
    // Silence to verdict: a lease's age (0–10 s) and the monitor's phase (0–5 s) are chance.
    for course in [real, own] {
      #expect((40_000...60_000).contains(course.unknown - silent))
      #expect((0...1_000).contains(course.noSchedule - course.unknown))
      #expect((0...2_500).contains(course.noExecute - course.unknown))
      // Exactly the tolerated five minutes after the taint; then the pods' replacement.
      #expect(abs(course.marked - course.noExecute - 300_000) < 100)
      #expect((0...200).contains(course.replaced - course.marked))
    }
    // Two pods are evicted at once; whether the controller looks in between is chance.
    for counts in [
      replay.cluster.reportedReplicas("app-orange"), replay.trace.reportedReplicas("app-orange"),
    ] {
      #expect(counts.prefix(2) == [0, 10])
      #expect(counts.last == 10)
      #expect(counts.dropFirst().allSatisfy { $0 >= 8 })
    }
    let tainted = replay.cluster.changes(Node.self) { $0.metadata.name == "nf-1" }.last
    #expect(tainted?.object.spec.taints == [])
    // The eviction taint goes at the monitor's next look, within its five seconds.
    #expect((0...5_100).contains(replay.recorded(tainted?.ms ?? 0) - back))
    #expect(replay.cluster.pods.count == 10)
  }

  @Test func `half a minute is nothing, two minutes cancel, as recorded`() throws {
    let replay = try TraceReplay("s3c_node_flap_short")
    // The recording ends with the monitor's look that finds the node back; ours may come up to a
    // period later.
    try replay.run(until: try #require(replay.trace.lines.last?.ms) + 5_100)
    func isUnknown(_ line: TraceFile.Line) -> Bool {
      (line.map("conditions")["Ready"] as? String)?.hasPrefix("Unknown") == true
    }
    let secondStop = try #require(
      replay.trace.actions.last { $0.name.hasPrefix("stop") }?.ms)
    let real = replay.trace.changes("Node", "nh-1").first(where: isUnknown)?.ms
    #expect(try #require(real) > secondStop)
    let own = replay.cluster.changes(Node.self) { !$0.isReady }
    #expect(replay.recorded(try #require(own.first?.ms)) > secondStop)
    func cancellations(_ messages: [String]) -> Int {
      messages.count { $0.hasPrefix("Cancelling deletion") }
    }
    #expect(
      cancellations(replay.cluster.events("TaintManagerEviction").map(\.event.message))
        == cancellations(replay.trace.changes("Event").compactMap { $0.text("message") }))
    #expect(replay.cluster.pods.count == 6)
  }

  /// The recordings' machine took long for a call, so that passes of the eviction queue fall into
  /// the monitor's round; the replay's calls do so too.
  @Test(arguments: [
    "s3d_zone_partial_disruption", "s3e_zone_full_disruption", "s3i_large_zone_partial",
    "s3j_master_disruption",
  ])
  func `disrupted zones are emptied as far as recorded`(scenario: String) throws {
    let isAlone = scenario == "s3j_master_disruption"
    // There all nodes were found silent in one round.
    let replay = try TraceReplay(
      scenario, oneWay: .milliseconds(50), bystander: !isAlone, areHeartbeatsSpread: !isAlone)
    let isLarge = scenario == "s3i_large_zone_partial"
    let end = isLarge ? replay.trace.lines.last : replay.trace.actions.last
    let back = try #require(end?.ms)
    try replay.run(until: back - 1) { action in
      // These two recordings name only the first five of the nodes that were stopped.
      guard action.name.hasPrefix("stop"), isAlone || isLarge else { return }
      let all = (replay.trace.header["nodes"] as? [[String: Any]] ?? [])
        .compactMap { $0["addnode"] as? String }
      for name in all.prefix(isLarge ? 40 : 6) { replay.cluster.kubelets.stop(name) }
    }
    let key = "node.kubernetes.io/unreachable:NoExecute"
    let real = firstTimes(
      replay.trace.changes("Node").filter { $0.ms < back }.map { line in
        (line.name, line.ms, (line.fields["taints"] as? [String] ?? []).contains(key))
      })
    let own = firstTimes(
      replay.cluster.changes(Node.self).map { ms, _, node in
        (
          node.metadata.name, replay.recorded(ms),
          node.spec.taints.contains { "\($0.key):\($0.effect.rawValue)" == key }
        )
      })
    #expect(own.count == real.count)
    // From node to node within a second; in the large zone the first two fall into the long round
    // that finds 40 nodes silent.
    let gaps = { (times: [Double]) in zip(times, times.dropFirst()).map { $1 - $0 } }
    for (own, real) in zip(gaps(own), gaps(real)).dropFirst(isLarge ? 2 : 0) {
      #expect(abs(own - real) < 1_000)
    }
  }

  /// The first instant at which each node shows what is looked for.
  private func firstTimes(_ changes: [(name: String, ms: Double, shows: Bool)]) -> [Double] {
    var seen: Set<String> = []
    return changes.filter { $0.shows && seen.insert($0.name).inserted }.map(\.ms)
  }

  private func course(of trace: TraceFile, after silent: Double) throws -> Course {
    let node = trace.changes("Node", "nf-1").filter { $0.ms > silent }
    func taint(_ effect: String) throws -> Double {
      try #require(
        node.first { line in
          (line.fields["taints"] as? [String] ?? [])
            .contains("node.kubernetes.io/unreachable:\(effect)")
        }?.ms)
    }
    let unknown = node.first { line in
      (line.map("conditions")["Ready"] as? String)?.hasPrefix("Unknown") == true
    }
    let marked = trace.changes("Pod").first {
      $0.ms > silent && $0.text("deletionTimestamp") != nil
    }
    let replaced = trace.changes("Pod").first { $0.ms > silent && $0.type == "ADDED" }
    return Course(
      unknown: try #require(unknown?.ms), noSchedule: try taint("NoSchedule"),
      noExecute: try taint("NoExecute"), marked: try #require(marked?.ms),
      replaced: try #require(replaced?.ms))
  }

  private func course(of replay: TraceReplay, after silent: Double) throws -> Course {
    let nodes = replay.cluster.changes(Node.self) { $0.metadata.name == "nf-1" }
      .map { (replay.recorded($0.ms), $0.object) }.filter { $0.0 > silent }
    let pods = replay.cluster.changes(Pod.self)
      .map { (ms: replay.recorded($0.ms), change: $0.change, object: $0.object) }
      .filter { $0.ms > silent }
    func taint(_ effect: Taint.Effect) throws -> Double {
      let first = nodes.first { $0.1.spec.taints.contains { $0.effect == effect } }
      return try #require(first?.0)
    }
    let unknown = nodes.first { !$0.1.isReady }
    let marked = pods.first { $0.object.metadata.isTerminating }
    let replaced = pods.first { $0.change == .added }
    return Course(
      unknown: try #require(unknown?.0), noSchedule: try taint(.noSchedule),
      noExecute: try taint(.noExecute), marked: try #require(marked?.ms),
      replaced: try #require(replaced?.ms))
  }
}
