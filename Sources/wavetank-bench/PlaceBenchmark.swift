import Foundation
import KubeAPI
import Scheduler

/// Pods a CPU second that are placed with all nodes scored exactly, by remembering and, for the
/// ratio, the plain way; and what one more node costs.
enum PlaceBenchmark {
  static func run(isQuick: Bool) {
    let repeats = isQuick ? 2 : 5
    for workload in PlaceWorkload.allCases {
      let sizes = workload == .plain ? [5_000, 15_000] : [5_000]
      for nodes in sizes {
        let name = "place_\(workload.rawValue)_\(nodes)"
        let rate = bestRate(workload, nodes: nodes, pods: 10_000, repeats: repeats)
        report(name, rate, "pods/s")
        let plain = bestRate(
          workload, nodes: nodes, pods: isQuick ? 30 : 100, repeats: 1, isPlain: true)
        report("\(name)_plainly", plain, "pods/s")
        report("\(name)_vs_plainly", rate / plain, "times")
      }
    }
  }

  /// The highest rate of some repetitions, reading and setting up left out.
  private static func bestRate(
    _ workload: PlaceWorkload, nodes: Int, pods: Int, repeats: Int, isPlain: Bool = false
  ) -> Double {
    let (machines, waiting) = (PlaceWorkload.nodes(nodes), workload.pods(pods))
    var best = Double.infinity
    for _ in 0..<repeats {
      guard let engine = try? PlacementEngine(nodes: machines) else { return 0 }
      engine.isPlain = isPlain
      let start = processSeconds()
      var placed = 0
      for pod in waiting where engine.place(pod).node != nil { placed += 1 }
      best = min(best, processSeconds() - start)
      precondition(placed == pods, "\(placed) of \(pods) pods were placed")
    }
    return Double(pods) / best
  }

  /// One run of the given length, for counting instructions under callgrind.
  static func runOnce(_ workload: PlaceWorkload, pods: Int) {
    let rate = bestRate(workload, nodes: 5_000, pods: pods, repeats: 1)
    report("place_once_rate", rate, "pods/s")
  }

  /// The time for one pod by the number of nodes, as a table and, beside the figures' file, as CSV.
  static func runCurve(isQuick: Bool, out: String?) {
    let sizes = isQuick ? [1_000, 5_000, 20_000] : [1_000, 2_000, 5_000, 10_000, 20_000, 50_000]
    var csv = "nodes,pod_ns,plain_pod_ns\n"
    for nodes in sizes {
      let rate = bestRate(.plain, nodes: nodes, pods: 5_000, repeats: isQuick ? 1 : 3)
      let plain = bestRate(
        .plain, nodes: nodes, pods: isQuick ? 10 : 30, repeats: 1, isPlain: true)
      report("place_pod_at_\(nodes)_nodes_ns", 1e9 / rate, "ns")
      report("place_pod_at_\(nodes)_nodes_plainly_ns", 1e9 / plain, "ns")
      csv += "\(nodes),\(Int(1e9 / rate)),\(Int(1e9 / plain))\n"
    }
    guard let out else { return }
    let url = URL(fileURLWithPath: out).deletingLastPathComponent()
      .appendingPathComponent("place-nodes.csv")
    do {
      try Data(csv.utf8).write(to: url, options: .atomic)
    } catch {
      print("error: \(url.path) cannot be written: \(error)")
    }
  }
}
