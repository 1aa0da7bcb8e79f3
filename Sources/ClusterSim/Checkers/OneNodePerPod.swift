import ControllerRuntime
import KubeAPI
import Units

/// A pod that is bound stays on its node for life.
final class OneNodePerPod: Checker {
  let name = "no pod on two nodes"
  private var nodes: [String: String] = [:]
  private(set) var breach: String?

  var detail: String { "node of each bound pod never changes, \(nodes.count) pods" }

  func observe(_ event: WatchEvent, at now: Instant) {
    guard let pod = event.object as? Pod, !pod.spec.nodeName.isEmpty else { return }
    let uid = pod.metadata.uid
    let before = nodes.updateValue(pod.spec.nodeName, forKey: uid)
    if let before, before != pod.spec.nodeName, breach == nil {
      breach = "at \(now.seconds) s: pod \(pod.key) moved from \(before) to \(pod.spec.nodeName)"
    }
  }
}
