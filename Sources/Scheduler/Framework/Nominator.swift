/// Pods for which room is being made, and where.
///
/// Source: `pkg/scheduler/backend/queue/nominator.go`, v1.34.
public final class Nominator {
  private var pods: [String: [PodInfo]] = [:]
  private var nodes: [String: String] = [:]

  /// Nobody waits for room.
  public init() {}

  /// Whether nobody waits for room.
  public var isEmpty: Bool { nodes.isEmpty }

  /// The pods that wait for room on `node`, in the order in which they came.
  public func nominated(to node: String) -> [PodInfo] { pods[node] ?? [] }

  /// The node where `pod` waits for room; nil for none.
  public func node(of pod: PodInfo) -> String? { nodes[pod.identity] }

  /// Has `pod` wait for room on `node`, and no longer elsewhere.
  public func nominate(_ pod: PodInfo, to node: String) {
    remove(pod)
    pods[node, default: []].append(pod)
    nodes[pod.identity] = node
  }

  /// Has `pod` wait for no room any more.
  public func remove(_ pod: PodInfo) {
    guard let node = nodes.removeValue(forKey: pod.identity) else { return }
    pods[node]?.removeAll { $0.identity == pod.identity }
    if pods[node]?.isEmpty == true { pods[node] = nil }
  }
}
