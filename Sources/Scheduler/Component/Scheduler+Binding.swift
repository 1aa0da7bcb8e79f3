import KubeAPI
import Units

/// The binding cycle: from a chosen node to a bound pod, beside the decisions about other pods.
extension Scheduler {
  func bind(_ cycle: Cycle, to node: String) {
    // From here on nothing can make the pod unschedulable; events need not be kept for it.
    queue.done(cycle.info.identity)
    let framework = cycle.framework
    framework.runPreBind(cycle.info, to: node, cycle.state) { [unowned self] prepared in
      guard prepared.isSuccess else { return failToBind(cycle, node, prepared) }
      framework.runBind(cycle.info, to: node, cycle.state) { [unowned self] bound in
        finishBinding(cycle, node, bound)
      }
    }
  }

  private func finishBinding(_ cycle: Cycle, _ node: String, _ status: Status) {
    let lifetime = settings.assumedPodLifetime
    cache.finishBinding(cycle.info, deadline: lifetime.map { clock.now + $0 })
    guard status.isSuccess else { return failToBind(cycle, node, status) }
    boundCount += 1
    if let lifetime {
      let identity = cycle.info.identity
      clock.after(lifetime) { [unowned self] in
        if cache.expire(identity, now: clock.now) { announceFreed(cycle, node) }
      }
    }
    recorder.record(
      cycle.info.pod.reference, reason: "Scheduled",
      message: "Successfully assigned \(cycle.info.key) to \(node)")
    cycle.framework.runPostBind(cycle.info, to: node, cycle.state)
  }

  /// The pod does not get to its node after all: what was set aside is free again.
  func failToBind(_ cycle: Cycle, _ node: String, _ status: Status) {
    cycle.framework.runUnreserve(cycle.info, on: node, cycle.state)
    let isForgotten = cache.forget(cycle.info)
    if status.isRejected {
      // The pod itself must not be woken by its own retreat.
      failOnNode(cycle, node, status)
      if isForgotten { announceFreed(cycle, node) }
    } else {
      if isForgotten { announceFreed(cycle, node, evenTo: cycle.info.identity) }
      fail(cycle, .broke, status.message)
    }
  }

  private func announceFreed(_ cycle: Cycle, _ node: String, evenTo own: String? = nil) {
    var pod = cycle.info.pod
    pod.spec.nodeName = node
    let identity = cycle.info.identity
    queue.moveAll(.assignedPodDeleted, .pod(old: pod, new: nil)) {
      $0.identity != identity || own != nil
    }
  }
}
