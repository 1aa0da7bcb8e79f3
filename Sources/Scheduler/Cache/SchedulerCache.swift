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
  private var infos: [String: NodeInfo] = [:]
  private var tree = NodeTree()
  private var ordered: [NodeInfo] = []
  private var isOrderStale = false
  /// The pods that are counted, by identity, each with its node in it.
  private var pods: [String: PodInfo] = [:]
  /// The pods of which only this scheduler knows so far that they have a node, and when to stop
  /// believing it; nil while the binding is under way, or for ever.
  private var assumed: [String: Instant?] = [:]
  /// The kinds of its pods.
  let kinds = PodKinds()
  /// What has changed, for those who remember what was.
  let journal = ClusterJournal()
  /// The places that node labels make.
  let topology = ClusterTopology()
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
      for (row, info) in ordered.enumerated() { info.row = Int32(row) }
      journal.beginEpoch()
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
    let old = info.node
    info.set(node)
    if hasOtherImages { fileImages(of: info) }
    if old.differsForPods(from: node) {
      journal.noteNode(info.row, changesTopology: old.countsOtherwise(than: node))
    }
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

  /// How large the image called `name` is, and on how many nodes; nil when it is on none.
  public func spread(ofImage name: String) -> (size: Int64, nodeCount: Int)? {
    images[name].map { ($0.size, $0.nodeCount) }
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
    assumed.updateValue(nil, forKey: pod.identity)
    place(pod, on: node)
    return true
  }

  /// Gives an assumed pod until `deadline` to be confirmed (nil: for ever).
  public func finishBinding(_ pod: PodInfo, deadline: Instant?) {
    guard assumed[pod.identity] != nil else { return }
    assumed.updateValue(deadline, forKey: pod.identity)
  }

  /// Takes an assumption back.
  /// - Returns: whether the pod was assumed; one that has been confirmed stays.
  @discardableResult
  public func forget(_ pod: PodInfo) -> Bool {
    guard assumed[pod.identity] != nil else { return false }
    drop(pod.identity)
    return true
  }

  /// Whether the pod is assumed and not confirmed.
  public func isAssumed(_ identity: String) -> Bool { assumed[identity] != nil }

  /// The pod as it is counted, with its node.
  public func placed(_ identity: String) -> (pod: PodInfo, node: String)? {
    pods[identity].map { ($0, $0.nodeName) }
  }

  /// Counts a pod that the API server says is on a node, in the place of what was believed.
  public func confirm(_ pod: PodInfo) {
    drop(pod.identity)
    place(pod, on: pod.nodeName)
  }

  /// Counts the pod no longer.
  public func remove(_ pod: PodInfo) { drop(pod.identity) }

  /// Takes back the assumption of one pod if its time is up.
  /// - Returns: whether it was.
  func expire(_ identity: String, now: Instant) -> Bool {
    guard let deadline = assumed[identity] ?? nil, now >= deadline else { return false }
    drop(identity)
    return true
  }

  private func place(_ pod: PodInfo, on node: String) {
    kinds.adopt(pod)
    // The node's own name, so that its pods share one.
    let info = infos[node]
    let counted = pod.counted(on: info?.name ?? node)
    pods[counted.identity] = counted
    if let info {
      info.add(counted)
      journal.note(counted, on: info.row, 1)
    } else {
      strays[node, default: []].append(counted)
    }
  }

  private func drop(_ identity: String) {
    guard let pod = pods.removeValue(forKey: identity) else { return }
    assumed.removeValue(forKey: identity)
    if let info = infos[pod.nodeName] {
      info.remove(pod)
      journal.note(pod, on: info.row, -1)
    } else {
      strays[pod.nodeName]?.removeAll { $0 === pod }
      if strays[pod.nodeName]?.isEmpty == true { strays[pod.nodeName] = nil }
    }
  }
}

extension Node {
  /// Whether anything is different that plugins look at; conditions and heartbeats are not.
  fileprivate func differsForPods(from other: Node) -> Bool {
    metadata.labels != other.metadata.labels || metadata.annotations != other.metadata.annotations
      || spec != other.spec || status.allocatable != other.status.allocatable
      || status.capacity != other.status.capacity || status.images != other.status.images
      || status.volumesAttached != other.status.volumesAttached
      || status.volumesInUse != other.status.volumesInUse
  }

  /// Whether pods are counted otherwise by it: in other places, or not any more.
  fileprivate func countsOtherwise(than other: Node) -> Bool {
    metadata.labels != other.metadata.labels || spec != other.spec
  }
}
