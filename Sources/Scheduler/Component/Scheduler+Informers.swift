import ControllerRuntime
import KubeAPI

/// What the informers show: the cache follows, and waiting pods are woken.
///
/// Source: `pkg/scheduler/eventhandlers.go`, v1.34.
extension Scheduler {
  func followInformers() {
    nodes.addHandler(
      .init(
        added: { [unowned self] in nodeAdded($0) },
        updated: { [unowned self] in nodeUpdated(from: $0, to: $1) },
        deleted: { [unowned self] in nodeDeleted($0) }))
    pods.addHandler(
      .init(
        added: { [unowned self] in podAdded($0) },
        updated: { [unowned self] in podUpdated(from: $0, to: $1) },
        deleted: { [unowned self] in podDeleted($0) }))
    if let volumes { follow(volumes) }
    if let csiNodes { follow(csiNodes) }
    for node in nodes.list() { nodeAdded(node) }
    for pod in pods.list() { podAdded(pod) }
  }

  private func follow(_ volumes: VolumeInformers) {
    volumes.claims.addHandler(
      .init(
        added: { [unowned self] in
          queue.moveAll(ClusterEvent(.persistentVolumeClaim, .add), .claim($0))
        },
        updated: { [unowned self] in
          queue.moveAll(ClusterEvent(.persistentVolumeClaim, .updateOther), .claim($1))
        }, deleted: { _ in }))
    volumes.volumes.addHandler(
      .init(
        added: { [unowned self] in
          queue.moveAll(ClusterEvent(.persistentVolume, .add), .volume(old: nil, new: $0))
        },
        updated: { [unowned self] in
          queue.moveAll(ClusterEvent(.persistentVolume, .updateOther), .volume(old: $0, new: $1))
        }, deleted: { _ in }))
    volumes.classes.addHandler(
      .init(
        added: { [unowned self] in
          queue.moveAll(ClusterEvent(.storageClass, .add), .storageClass(old: nil, new: $0))
        },
        updated: { [unowned self] in
          queue.moveAll(
            ClusterEvent(.storageClass, .updateOther), .storageClass(old: $0, new: $1))
        }, deleted: { _ in }))
  }

  private func follow(_ csiNodes: Informer<CSINode>) {
    csiNodes.addHandler(
      .init(
        added: { [unowned self] in
          queue.moveAll(ClusterEvent(.csiNode, .add), .csiNode(old: nil, new: $0))
        },
        updated: { [unowned self] in
          queue.moveAll(ClusterEvent(.csiNode, .updateOther), .csiNode(old: $0, new: $1))
        },
        deleted: { [unowned self] in
          queue.moveAll(ClusterEvent(.csiNode, .delete), .csiNode(old: $0, new: nil))
        }))
  }

  private func nodeAdded(_ node: Node) {
    cache.add(node)
    queue.moveAll(ClusterEvent(.node, .add), .node(old: nil, new: node))
  }

  private func nodeUpdated(from old: Node, to new: Node) {
    cache.add(new)
    for event in ObjectChanges.ofNode(from: old, to: new) {
      queue.moveAll(event, .node(old: old, new: new))
    }
    // The attachments of disks are no objects here: nodes list them.
    let isDetached = old.status.volumesAttached.contains {
      !new.status.volumesAttached.contains($0)
    }
    if isDetached { queue.moveAll(ClusterEvent(.volumeAttachment, .delete), .none) }
  }

  private func nodeDeleted(_ node: Node) {
    queue.moveAll(ClusterEvent(.node, .delete), .node(old: node, new: nil))
    cache.remove(node)
  }

  private func isOurs(_ pod: Pod) -> Bool { frameworks[pod.spec.schedulerName] != nil }

  private func podAdded(_ pod: Pod) {
    // Upstream's informer never delivers pods that have ended.
    if pod.isTerminal { return }
    if pod.isAssigned {
      confirm(pod)
    } else if isOurs(pod) {
      let info = PodInfo(pod)
      if !pod.status.nominatedNodeName.isEmpty {
        nominator.nominate(info, to: pod.status.nominatedNodeName)
      }
      queue.add(info)
    }
  }

  private func podUpdated(from old: Pod, to new: Pod) {
    if old.isTerminal { return podAdded(new) }
    if new.isTerminal { return podDeleted(old) }
    if old.isAssigned {
      cache.confirm(PodInfo(new))
      for event in ObjectChanges.ofPod(from: old, to: new) {
        queue.moveAll(event, .pod(old: old, new: new))
      }
    } else if new.isAssigned {
      confirm(new)
      if isOurs(old) { queue.delete(PodInfo(old)) }
    } else if isOurs(old) {
      updateWaiting(from: old, to: new)
    }
  }

  /// A pod has a node, as assumed or by somebody else.
  private func confirm(_ pod: Pod) {
    let info = PodInfo(pod)
    endNomination(of: info, landing: pod.spec.nodeName)
    cache.confirm(info)
    queue.moveAll(.assignedPodAdded, .pod(old: nil, new: pod))
  }

  private func updateWaiting(from old: Pod, to new: Pod) {
    if old.metadata.resourceVersion == new.metadata.resourceVersion { return }
    let info = PodInfo(new)
    if cache.isAssumed(info.identity) { return }
    follow(nomination: info, since: old)
    queue.update(from: PodInfo(old), to: info)
    let before = old.status.nominatedNodeName
    if !before.isEmpty, before != new.status.nominatedNodeName { announceUnclaimed(old) }
  }

  /// Takes over where room is made for a waiting pod, as its status says; a status that never said
  /// so leaves what this scheduler knows itself.
  ///
  /// Source: `pkg/scheduler/backend/queue/nominator.go` (UpdateNominatedPod), v1.34.
  private func follow(nomination pod: PodInfo, since old: Pod) {
    let said = pod.nominatedNodeName
    if !said.isEmpty {
      nominator.nominate(pod, to: said)
    } else if !old.status.nominatedNodeName.isEmpty {
      nominator.remove(pod)
    } else if let node = nominator.node(of: pod) {
      nominator.nominate(pod, to: node)
    }
  }

  private func podDeleted(_ pod: Pod) {
    let info = PodInfo(pod)
    if pod.isAssigned {
      cache.remove(info)
      queue.moveAll(.assignedPodDeleted, .pod(old: pod, new: nil))
    } else if isOurs(pod) {
      queue.delete(info)
      endNomination(of: info)
      if waitingPods.reject(info.identity, message: "removed") {
        queue.moveAll(.assignedPodDeleted, .pod(old: pod, new: nil))
      }
    }
  }
}

extension Pod {
  fileprivate var isAssigned: Bool { !spec.nodeName.isEmpty }
}
