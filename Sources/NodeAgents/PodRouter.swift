import ControllerRuntime
import KubeAPI

/// Hands changes of pods to the kubelet of the node that they are bound to.
///
/// In a cluster each kubelet watches the pods of its node; here all share one informer, and a
/// change costs one look-up, however many nodes there are. The watch latency of a change is
/// therefore the same for all, which nothing can tell, as each pod concerns one node only.
public final class PodRouter {
  private static var byNode: Informer<Pod>.IndexName { .init("kubelet/spec.nodeName") }

  private let pods: Informer<Pod>
  private var kubelets: [String: Kubelet] = [:]
  private var cutOff: Set<String> = []

  /// A router over `pods`, which must not have been started.
  public init(pods: Informer<Pod>) {
    self.pods = pods
    pods.addIndex(Self.byNode) { $0.spec.nodeName.isEmpty ? [] : [$0.spec.nodeName] }
    pods.addHandler(
      .init(
        added: { [unowned self] pod in kubelet(of: pod)?.podChanged(pod) },
        updated: { [unowned self] _, pod in kubelet(of: pod)?.podChanged(pod) },
        deleted: { [unowned self] pod in kubelet(of: pod)?.podRemoved(pod) }))
  }

  /// Lets `kubelet` hear of the pods of its node from now on.
  public func attach(_ kubelet: Kubelet) {
    kubelets[kubelet.name] = kubelet
    kubelet.router = self
  }

  /// The node called `node` is gone for good; nobody hears of its pods any more.
  public func detach(_ node: String) {
    kubelets[node]?.router = nil
    kubelets[node] = nil
    cutOff.remove(node)
  }

  /// The node's link to the API server is down: its kubelet hears of no change.
  public func cutOff(_ node: String) { cutOff.insert(node) }

  /// The node's link is up again: its kubelet sees the pods of its node as they are now.
  public func reconnect(_ node: String) {
    guard cutOff.remove(node) != nil else { return }
    kubelets[node]?.relistPods()
  }

  /// The pods bound to `node` as far as the informer knows, sorted by key.
  func pods(of node: String) -> [Pod] { pods.list(Self.byNode, node) }

  /// Whether the node's kubelet can hear.
  func reaches(_ node: String) -> Bool { !cutOff.contains(node) }

  private func kubelet(of pod: Pod) -> Kubelet? {
    let node = pod.spec.nodeName
    guard !node.isEmpty, !cutOff.contains(node) else { return nil }
    return kubelets[node]
  }
}
