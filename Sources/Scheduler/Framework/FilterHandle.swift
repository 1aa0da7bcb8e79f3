/// How a PostFilter plugin tries the filters on nodes that it has changed.
public protocol FilterHandle: AnyObject {
  /// Programs outside that have a say beside the plugins.
  var extenders: [any Extender] { get }
  /// What the first filter says that does not let the pod onto `node`; success when all do. Pods
  /// that wait for room there and are as important count as if they were there.
  func tryFilters(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status
  /// Puts `other` on `node`, and tells the plugins.
  func add(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState)
  /// Takes `other` off `node`, and tells the plugins.
  func remove(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState)
}

extension Framework: FilterHandle {
  public func add(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState) {
    node.add(other)
    for plugin in trial { plugin.addPod(other, for: pod, on: node, state) }
  }

  public func remove(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState) {
    node.remove(other)
    for plugin in trial { plugin.removePod(other, for: pod, on: node, state) }
  }

  /// Asks twice where pods are nominated to the node: with them and without, since their coming may
  /// be needed or in the way.
  ///
  /// Source: `pkg/scheduler/framework/runtime/framework.go` (RunFilterPluginsWithNominatedPods),
  /// v1.34.
  public func tryFilters(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    guard let nominator, !nominator.isEmpty else { return runFilters(pod, on: node, state) }
    let rivals = nominator.nominated(to: node.name).filter {
      $0.identity != pod.identity && $0.priority >= pod.priority
    }
    if rivals.isEmpty { return runFilters(pod, on: node, state) }
    let crowded = node.copy()
    let trialState = state.copy()
    for rival in rivals { add(rival, for: pod, on: crowded, trialState) }
    let status = runFilters(pod, on: crowded, trialState)
    return status.isSuccess ? runFilters(pod, on: node, state) : status
  }
}
