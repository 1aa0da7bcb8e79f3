import Controllers
import Foundation
import KubeAPI
import Testing
import Units

/// The rank of deletion against the pods that a real controller chose, with their real ids, ages
/// and annotations.
@Suite(.enabled(if: TraceFile.isThere, "the recordings are not beside the project"))
struct RankReplayTests {
  /// In the first recording ids decide between ages of one bucket. In the second all pods of one
  /// class came in the same second, so that nothing decides between them: the draw is then given
  /// to those that were chosen.
  @Test(arguments: [("s1b_rc_rank_log2", false), ("s1b_rc_rank_classes", true)])
  func `the pods that were chosen are the pods that would be chosen`(
    scenario: String, givesDraws: Bool
  ) throws {
    let trace = try TraceFile(scenario)
    let epoch = try epoch(of: trace)
    var choices = 0
    for action in trace.actions where action.name.hasPrefix("scale") {
      let next = trace.actions.first { $0.ms > action.ms }?.ms ?? .infinity
      let chosen = Set(
        trace.changes("Pod").filter { line in
          action.ms <= line.ms && line.ms < next && line.text("deletionTimestamp") != nil
            && trace.isFirstDeletion(line)
        }.map(\.name))
      let pods = try trace.livePods(at: action.ms, epoch: epoch)
      guard !chosen.isEmpty else { continue }
      choices += 1
      let now = Instant.start + TimeSpan(seconds: epoch + action.ms / 1_000 + 0.02)
      let contenders = givesDraws ? favouring(chosen, in: pods) : pods
      let order = DeletionRank(now: now).sorted(contenders).map(\.metadata.name)
      #expect(Set(order.prefix(chosen.count)) == chosen, "at \(action.ms): \(action.name)")
    }
    #expect(choices >= 2)
  }

  /// `pods` with ids by which the chosen ones win every draw.
  private func favouring(_ chosen: Set<String>, in pods: [Pod]) -> [Pod] {
    pods.map { pod in
      var pod = pod
      pod.metadata.uid = chosen.contains(pod.metadata.name) ? "0" : "1"
      return pod
    }
  }

  /// Seconds of the day at the recording's start, narrowed down by what cannot lie in the future.
  private func epoch(of trace: TraceFile) throws -> Double {
    let stamps = trace.changes("Pod").flatMap { line in
      ["created", "readyTransition"].compactMap { key in
        line.text(key).map { (TraceFile.seconds($0), line.ms / 1_000) }
      }
    }
    return try #require(stamps.map { $0 - $1 }.max())
  }
}

extension TraceFile {
  /// The seconds of the day of a time stamp such as `2026-11-22T11:01:09Z`.
  static func seconds(_ stamp: String) -> Double {
    let parts = stamp.dropFirst(11).dropLast().split(separator: ":").compactMap { Double($0) }
    return parts.reduce(0) { 60 * $0 + $1 }
  }

  /// Whether `line` is the first that shows its pod's deletion under way.
  func isFirstDeletion(_ line: Line) -> Bool {
    let first = changes("Pod", line.name).first { $0.text("deletionTimestamp") != nil }
    return first?.ms == line.ms
  }

  /// The pods that were active at `ms`, as the rank sees them.
  func livePods(at ms: Double, epoch: Double) throws -> [Pod] {
    var last: [String: Line] = [:]
    for line in changes("Pod") where line.ms <= ms { last[line.name] = line }
    return last.values.filter { $0.type != "DELETED" && $0.text("deletionTimestamp") == nil }
      .map { line in
        var pod = tablePod(line.name, uid: line.text("uid") ?? "", node: line.text("node") ?? "")
        pod.status.phase = PodStatus.Phase(rawValue: line.text("phase") ?? "") ?? .pending
        for (key, value) in line.fields["annotations"] as? [String: String] ?? [:] {
          pod.metadata.annotations[key] = value
        }
        pod.metadata.creationTimestamp = stamp(line, "created")
        pod.status.conditions = []
        if line.map("conditions")["Ready"] as? String == "True" {
          let since = stamp(line, "readyTransition") ?? stamp(line, "created") ?? .start
          pod.status.conditions = [Condition("Ready", .isTrue, since: since)]
        }
        return pod
      }
      .sorted { $0.key < $1.key }
  }

  private func stamp(_ line: Line, _ key: String) -> Instant? {
    line.text(key).map { Instant.start + TimeSpan(seconds: Self.seconds($0)) }
  }
}
