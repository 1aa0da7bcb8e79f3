import ControllerRuntime
import Controllers
import Foundation
import KubeAPI
import Testing
import Units

/// What stands behind a service while pods turn ready and unready, end slowly, or vanish.
@Suite(.enabled(if: TraceFile.isThere, "the recordings are not beside the project"))
struct EndpointReplayTests {
  /// Counts of a service's endpoints by their conditions.
  struct Census: Equatable, CustomStringConvertible {
    var ready = 0
    var serving = 0
    var terminating = 0
    var all = 0
    var description: String { "\(ready)/\(serving)/\(terminating) of \(all)" }
  }

  /// Pods are picked by the driver in the order of the API's list, which is that of their random
  /// names; the replay picks the counterparts by age, so that only counts can agree.
  @Test(arguments: ["s4a_readiness_termination", "s4a_readiness_termination_publish"])
  func `slices and endpoints follow readiness and termination`(scenario: String) throws {
    let replay = try TraceReplay(scenario)
    // Half a second after each action, when the reaction is over, and just before the next.
    var instants: [Double] = []
    for action in replay.settledActions { instants += [action.ms - 5, action.ms + 600] }
    instants.append(try #require(replay.trace.lines.last?.ms))
    for instant in instants.filter({ $0 > 0 }).sorted() {
      try replay.run(until: instant)
      let own = Census(replay.cluster)
      let real = Census(replay.trace, at: instant)
      #expect(own == real, "at \(instant) ms")
      #expect(
        replay.cluster.readyAddresses == replay.trace.readyAddresses("app", at: instant),
        "at \(instant) ms")
    }
  }

  @Test func `a taint by hand drives away those that do not tolerate it, as recorded`() throws {
    let replay = try TraceReplay("s3h_noexecute_taint_manual")
    let tainted = try #require(
      replay.trace.actions.first { $0.name.hasPrefix("taint") }?.ms)
    try replay.run(until: tainted + 9_000)
    func evicted(_ line: TraceFile.Line) -> Bool {
      line.ms > tainted && line.ms < tainted + 9_000 && line.text("deletionTimestamp") != nil
    }
    let real = Set(replay.trace.changes("Pod").filter(evicted).map(\.name))
    let own = Set(
      replay.cluster.changes(Pod.self) { $0.metadata.isTerminating }.map(\.object.metadata.name))
    #expect(own.count == real.count)
    #expect(own.allSatisfy { $0.hasPrefix("app-a-") })
    try replay.run(until: tainted + 10_500)
    let later = replay.cluster.changes(Pod.self) { pod in
      pod.metadata.isTerminating && pod.metadata.name.hasPrefix("app-b-")
    }
    let first = replay.recorded(try #require(later.first?.ms))
    #expect((10_000...10_200).contains(first - tainted))
  }
}

extension EndpointReplayTests.Census {
  init(_ cluster: ClusterHarness) {
    for endpoint in cluster.slices.flatMap(\.endpoints) {
      ready += endpoint.isReady ? 1 : 0
      serving += endpoint.isServing ? 1 : 0
      terminating += endpoint.isTerminating ? 1 : 0
      all += 1
    }
  }

  init(_ trace: TraceFile, at ms: Double) {
    let last = trace.changes("EndpointSlice").last { $0.ms <= ms }
    for endpoint in last?.fields["endpoints"] as? [[String: Any]] ?? [] {
      let conditions = endpoint["conditions"] as? [String: Any] ?? [:]
      func holds(_ name: String) -> Int { conditions[name] as? Bool == true ? 1 : 0 }
      ready += holds("ready")
      serving += holds("serving")
      terminating += holds("terminating")
      all += 1
    }
  }
}
