import ControllerRuntime
import KubeAPI
import Units

/// No node is promised more than it has: the requests of the pods bound to it that have not ended
/// stay within its allocatable resources.
final class NodeCapacity: Checker {
  let name = "no node over-committed"
  private var nodes: [String: Node] = [:]
  private var pods: [String: [ObjectKey: Pod]] = [:]
  private var checks = 0
  private(set) var breach: String?

  var detail: String { "requests of bound pods within allocatable, \(checks) bindings" }

  func observe(_ event: WatchEvent, at now: Instant) {
    if let node = event.object as? Node {
      nodes[node.metadata.name] = event.change == .deleted ? nil : node
    } else if let pod = event.object as? Pod, !pod.spec.nodeName.isEmpty {
      let isThere = event.change != .deleted && !pod.isTerminal
      let known = pods[pod.spec.nodeName]?[pod.key]
      pods[pod.spec.nodeName, default: [:]][pod.key] = isThere ? pod : nil
      if isThere, known == nil { check(pod.spec.nodeName, at: now) }
    }
  }

  private func check(_ name: String, at now: Instant) {
    guard breach == nil, let node = nodes[name], let bound = pods[name] else { return }
    checks += 1
    let allocatable = node.status.allocatable
    var promised = ResourceList()
    for key in bound.keys.sorted() {
      guard let requests = bound[key]?.totalRequests else { continue }
      for (resource, amount) in requests.entries {
        promised[resource] = (promised[resource] ?? 0) + amount
      }
    }
    promised["pods"] = Int64(bound.count)
    for (resource, amount) in promised.entries where amount > allocatable[resource] ?? 0 {
      breach =
        "at \(now.seconds) s: pods on \(name) ask for \(amount) of \(resource), "
        + "it has \(allocatable[resource] ?? 0)"
    }
  }
}
