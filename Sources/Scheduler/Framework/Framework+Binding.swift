import Units

/// Running the plugins that bring a pod to its node.
extension Framework {
  /// Has every plugin set aside what the pod needs; the first failure ends it.
  func runReserve(_ pod: PodInfo, on node: String, _ state: CycleState) -> Status {
    for plugin in reserve {
      let status = plugin.reserve(pod, on: node, state)
      if status.isSuccess { continue }
      return status.isRejected
        ? status.from(plugin.name)
        : .error("running Reserve plugin \"\(plugin.name)\": \(status.message)")
    }
    return .success
  }

  /// Has every plugin give back what it set aside, in reverse order.
  func runUnreserve(_ pod: PodInfo, on node: String, _ state: CycleState) {
    for plugin in reserve.reversed() { plugin.unreserve(pod, on: node, state) }
  }

  /// Asks for leave to bind: success, a rejection, or `wait` with those who delay.
  func runPermit(
    _ pod: PodInfo, on node: String, _ state: CycleState
  ) -> (status: Status, delays: [(name: String, atMost: TimeSpan)]) {
    var delays: [(name: String, atMost: TimeSpan)] = []
    for plugin in permit {
      let (status, atMost) = plugin.permit(pod, on: node, state)
      switch status.code {
      case .success: break
      case .wait: delays.append((plugin.name, atMost))
      default:
        let failure =
          status.isRejected
          ? status.from(plugin.name)
          : Status.error("running Permit plugin \"\(plugin.name)\": \(status.message)")
        return (failure, [])
      }
    }
    return (delays.isEmpty ? .success : Status(.wait), delays)
  }

  /// Prepares the binding, one plugin after the other.
  func runPreBind(
    _ pod: PodInfo, to node: String, _ state: CycleState, from index: Int = 0,
    then: @escaping (Status) -> Void
  ) {
    guard index < preBind.count else { return then(.success) }
    let plugin = preBind[index]
    plugin.preBind(pod, to: node, state) { [self] status in
      if status.isSuccess || status.code == .skip {
        runPreBind(pod, to: node, state, from: index + 1, then: then)
      } else if status.isRejected {
        then(status.from(plugin.name))
      } else {
        then(.error("running PreBind plugin \"\(plugin.name)\": \(status.message)"))
      }
    }
  }

  /// Binds: the first plugin that does not skip the pod has done it.
  ///
  /// An extender that binds is asked before. It would write the binding itself; since it cannot
  /// reach a simulated API server, the plugins write what it has agreed to.
  func runBind(
    _ pod: PodInfo, to node: String, _ state: CycleState, then: @escaping (Status) -> Void
  ) {
    if let error = bindByExtender(pod, to: node) { return then(.error(error.message)) }
    runBind(pod, to: node, state, from: 0, then: then)
  }

  private func runBind(
    _ pod: PodInfo, to node: String, _ state: CycleState, from index: Int,
    then: @escaping (Status) -> Void
  ) {
    guard index < bind.count else { return then(Status(.skip)) }
    let plugin = bind[index]
    plugin.bind(pod, to: node, state) { [self] status in
      if status.code == .skip {
        runBind(pod, to: node, state, from: index + 1, then: then)
      } else if status.isSuccess || status.isRejected {
        then(status.from(plugin.name))
      } else {
        then(.error("running Bind plugin \"\(plugin.name)\": \(status.message)"))
      }
    }
  }

  /// Tells everybody that the pod is bound.
  func runPostBind(_ pod: PodInfo, to node: String, _ state: CycleState) {
    for plugin in postBind { plugin.postBind(pod, to: node, state) }
  }
}
