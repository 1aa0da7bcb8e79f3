import KubeAPI

/// Which disk is to be on which node, by the pods that are bound to nodes.
package struct WantedAttachments: Equatable {
  /// One disk on one node.
  package struct Attachment: Hashable, Comparable {
    /// The disk, as nodes list it.
    package var volume: String
    /// The node's name.
    package var node: String

    /// `volume` on `node`.
    package init(_ volume: String, on node: String) {
      self.volume = volume
      self.node = node
    }

    package static func < (a: Attachment, b: Attachment) -> Bool {
      a.volume == b.volume ? a.node < b.node : a.volume < b.volume
    }
  }

  /// What is known of one wish.
  package struct Wish: Equatable {
    /// The volume's own name, as events call it.
    package var name: String
    /// Whether several nodes may have the disk.
    package var mayBeShared: Bool
    /// The pods that want it there, sorted.
    package var pods: [ObjectReference]
  }

  /// The wishes.
  package private(set) var wishes: [Attachment: Wish] = [:]

  /// No wish.
  package init() {}

  /// What `pods` want; claims that are not bound want nothing yet.
  ///
  /// A pod that is being deleted wants its disks for as long as its status says that a container
  /// runs, and on a dead node nobody changes that status: its disks stay where they are until the
  /// pod's object is gone.
  /// Source: `pkg/controller/volume/attachdetach/util/util.go` (DetermineVolumeAction) and
  /// `pkg/volume/util/util.go` (IsPodTerminated), v1.36.
  package init(
    _ pods: [Pod], claim: (ObjectKey) -> PersistentVolumeClaim?,
    volume: (String) -> PersistentVolume?
  ) {
    for pod in pods where !pod.spec.nodeName.isEmpty && !Self.hasEnded(pod) {
      for key in pod.claims {
        guard let claim = claim(key), claim.status.phase == .bound,
          let volume = volume(claim.volumeName), volume.claim?.uid == claim.metadata.uid,
          let disk = volume.attachableName
        else { continue }
        let place = Attachment(disk, on: pod.spec.nodeName)
        let wish = Wish(
          name: volume.metadata.name, mayBeShared: volume.mayBeShared, pods: [])
        wishes[place, default: wish].pods.append(pod.reference)
      }
    }
  }

  /// Whether nothing of the pod uses its volumes any more.
  package static func hasEnded(_ pod: Pod) -> Bool {
    if pod.isTerminal { return true }
    guard pod.metadata.isTerminating else { return false }
    return pod.status.containerStatuses.allSatisfy { status in
      if case .running = status.state { return false }
      return true
    }
  }

  /// Whether the disk is to be on the node.
  package func contains(_ place: Attachment) -> Bool { wishes[place] != nil }

  /// The wishes in order.
  package var sorted: [(place: Attachment, wish: Wish)] {
    wishes.keys.sorted().compactMap { key in wishes[key].map { (key, $0) } }
  }

  /// The pods that want the disk on one of `nodes`, sorted.
  package func users(of volume: String, on nodes: [String]) -> [ObjectReference] {
    nodes.flatMap { wishes[Attachment(volume, on: $0)]?.pods ?? [] }
      .sorted { $0.key < $1.key }
  }
}
