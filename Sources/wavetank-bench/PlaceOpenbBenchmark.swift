import Documents
import Foundation
import Scheduler
import SchedulerLab

/// The pods of a production cluster (openb) placed on 1,000 nodes, as `wavetank scheduler place`
/// does it: pods a CPU second with reading left out, and the most memory, reading and all.
enum PlaceOpenbBenchmark {
  private static let nodes = "../shared/traces/openb/nodes-1000.yaml"
  private static let pods = "../shared/traces/openb/pods-1000.yaml"

  /// Runs it in a process of its own, for its memory.
  static func run(program: String, isQuick: Bool) {
    guard FileManager.default.fileExists(atPath: pods) else {
      return print("place_openb_1000 is skipped: there is no ../shared/traces/openb")
    }
    ChildProcess.run("place-openb-once", program: program, isQuick: isQuick)
  }

  /// Reads and places, and tells of both.
  static func runOnce(isQuick: Bool) {
    do {
      let start = processSeconds()
      let cluster = try ClusterReader.read(nodes: [nodes], pods: [pods])
      report("place_openb_1000_read_s", processSeconds() - start, "s")
      let configuration = SchedulerConfiguration(.standard, nodeSampling: .all)
      var best = Double.infinity
      for _ in 0..<(isQuick ? 2 : 5) {
        var run = try PlacementRun(cluster, configuration: configuration)
        let start = processSeconds()
        run.place()
        best = min(best, processSeconds() - start)
        _ = PlacementFile.text(run.lines, trace: "openb", scheduler: "")
      }
      report("place_openb_1000", Double(cluster.pending.count) / best, "pods/s")
      report("place_openb_1000_mb", ChildProcess.peakMegabytes, "MB")
    } catch {
      print("error: openb cannot be placed: \(error)")
    }
  }
}
