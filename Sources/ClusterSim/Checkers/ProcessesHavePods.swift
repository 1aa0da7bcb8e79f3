import ControllerRuntime
import KubeAPI
import Units

/// What runs on a machine belongs to a pod that is bound to that machine.
///
/// A pod that is gone from the store may have processes still on a machine that is cut off or was
/// down; those are left out for as long as the object is gone. A process whose pod was never bound
/// to any machine breaks the promise.
final class ProcessesHavePods: Checker {
  let name = "every process belongs to a pod bound to its node"
  private let world: any CheckedWorld
  private var nodes: [String: String] = [:]
  private var gone: Set<String> = []
  private var checks = 0
  private(set) var breach: String?

  init(_ world: any CheckedWorld) { self.world = world }

  var detail: String { "node of each process = node of its pod, \(checks) times" }

  func observe(_ event: WatchEvent, at now: Instant) {
    guard let pod = event.object as? Pod, !pod.spec.nodeName.isEmpty else { return }
    let uid = pod.metadata.uid
    if event.change == .deleted {
      nodes[uid] = nil
      gone.insert(uid)
    } else {
      nodes[uid] = pod.spec.nodeName
    }
  }

  func observeSecond(at now: Instant) {
    for (uid, node) in world.podsWithProcesses {
      checks += 1
      guard breach == nil, !gone.contains(uid), nodes[uid] != node else { continue }
      let bound = nodes[uid].map { "is bound to \($0)" } ?? "was never bound"
      breach = "at \(now.seconds) s: pod \(uid) runs on \(node) but \(bound)"
    }
  }
}
