import KubeAPI
import Units

/// What the scheduler believes of the cluster: the nodes, and the pods on them, those included that
/// it has only decided about.
///
/// The cycle reads it in place. Upstream copies it into a snapshot at the start of each cycle,
/// since its informers go on beside the cycle; here a decision is made at one instant, which comes
/// to the same.
///
/// Source: `pkg/scheduler/backend/cache/cache.go`, v1.34.
public final class SchedulerCache: ClusterView {
  /// A pod with a node.
  private struct Entry {
    var pod: PodInfo
    var node: String
    /// Whether only this scheduler knows so far.
    var isAssumed: Bool
    /// When to stop believing it; nil while the binding is under way, or for ever.
    var deadline: Instant?
  }

  private var infos: [String: NodeInfo] = [:]
  private var tree = NodeTree()
  private var ordered: [NodeInfo] = []
  private var isOrderStale = false
  private var pods: [String: Entry] = [:]
  /// Pods on nodes that are not known (yet, or any more).
  private var strays: [String: [PodInfo]] = [:]
  private var images: [String: ImageState] = [:]

  /// An empty cluster.
  public init() {}

  /// All nodes, zone by zone in turn.
  /// - Complexity: O(1); O(*n*) after a node came or went.
  public var nodes: [NodeInfo] {
    if isOrderStale {
      ordered = tree.list().compactMap { infos[$0] }
      isOrderStale = false
    }
    return ordered
  }

  /// The node called `name`, if there is one.
  public func node(_ name: String) -> NodeInfo? { infos[name] }

  /// The number of pods that are on nodes or assumed to be.
  public var podCount: Int { pods.count }

  // MARK: Nodes

  /// Adds a node, or brings it up to date.
  public func add(_ node: Node) {
    let name = node.metadata.name
    guard let info = infos[name] else {
      let info = NodeInfo(node)
      for pod in strays.removeValue(forKey: name) ?? [] { info.add(pod) }
      infos[name] = info
      tree.add(node)
      isOrderStale = true
      fileImages(of: info)
      return
    }
    if NodeTree.zoneKey(of: info.node) != NodeTree.zoneKey(of: node) {
      tree.remove(info.node)
      tree.add(node)
      isOrderStale = true
    }
    let hasOtherImages = info.node.status.images != node.status.images
    if hasOtherImages { unfileImages(of: info) }
    info.set(node)
    if hasOtherImages { fileImages(of: info) }
  }

  /// Forgets a node; its pods are kept until they go themselves.
  public func remove(_ node: Node) {
    guard let info = infos.removeValue(forKey: node.metadata.name) else { return }
    unfileImages(of: info)
    tree.remove(info.node)
    isOrderStale = true
    if !info.pods.isEmpty { strays[info.name] = info.pods }
  }

  private func fileImages(of info: NodeInfo) {
    for image in info.node.status.images {
      for name in image.names {
        let state = images[name] ?? ImageState(size: image.sizeBytes)
        images[name] = state
        if info.images[name] == nil {
          state.nodeCount += 1
          info.images[name] = state
        }
      }
    }
  }

  private func unfileImages(of info: NodeInfo) {
    for (name, state) in info.images {
      state.nodeCount -= 1
      if state.nodeCount == 0 { images[name] = nil }
    }
    info.images = [:]
  }

  // MARK: Pods

  /// Counts `pod` on `node` before the API server knows of it.
  /// - Returns: whether that was news; a pod that has a node already stays there.
  public func assume(_ pod: PodInfo, on node: String) -> Bool {
    guard pods[pod.identity] == nil else { return false }
    pods[pod.identity] = Entry(pod: pod, node: node, isAssumed: true, deadline: nil)
    place(pod, on: node)
    return true
  }

  /// Gives an assumed pod until `deadline` to be confirmed (nil: for ever).
  public func finishBinding(_ pod: PodInfo, deadline: Instant?) {
    guard pods[pod.identity]?.isAssumed == true else { return }
    pods[pod.identity]?.deadline = deadline
  }

  /// Takes an assumption back.
  /// - Returns: whether the pod was assumed; one that has been confirmed stays.
  @discardableResult
  public func forget(_ pod: PodInfo) -> Bool {
    guard let entry = pods[pod.identity], entry.isAssumed else { return false }
    drop(entry, pod.identity)
    return true
  }

  /// Whether the pod is assumed and not confirmed.
  public func isAssumed(_ identity: String) -> Bool { pods[identity]?.isAssumed ?? false }

  /// The pod as it is counted, with its node.
  public func placed(_ identity: String) -> (pod: PodInfo, node: String)? {
    pods[identity].map { ($0.pod, $0.node) }
  }

  /// Counts a pod that the API server says is on a node, in the place of what was believed.
  public func confirm(_ pod: PodInfo) {
    let identity = pod.identity
    if let entry = pods[identity] { drop(entry, identity) }
    let node = pod.pod.spec.nodeName
    pods[identity] = Entry(pod: pod, node: node, isAssumed: false, deadline: nil)
    place(pod, on: node)
  }

  /// Counts the pod no longer.
  public func remove(_ pod: PodInfo) {
    if let entry = pods[pod.identity] { drop(entry, pod.identity) }
  }

  /// Takes back the assumption of one pod if its time is up.
  /// - Returns: whether it was.
  func expire(_ identity: String, now: Instant) -> Bool {
    guard let entry = pods[identity], entry.isAssumed, let deadline = entry.deadline,
      now >= deadline
    else { return false }
    drop(entry, identity)
    return true
  }

  private func place(_ pod: PodInfo, on node: String) {
    if let info = infos[node] {
      info.add(pod)
    } else {
      strays[node, default: []].append(pod)
    }
  }

  private func drop(_ entry: Entry, _ identity: String) {
    pods[identity] = nil
    if let info = infos[entry.node] {
      info.remove(entry.pod)
    } else {
      strays[entry.node]?.removeAll { $0.identity == identity }
      if strays[entry.node]?.isEmpty == true { strays[entry.node] = nil }
    }
  }
}
