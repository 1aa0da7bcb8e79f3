import Units

/// Keeps account of what a pod will need on its node, from the choice of the node on.
public protocol ReservePlugin: SchedulerPlugin {
  /// Sets aside what the pod needs; a rejection takes the choice back.
  func reserve(_ pod: PodInfo, on node: String, _ state: CycleState) -> Status
  /// Gives back what `reserve` set aside; must not mind being called without it.
  func unreserve(_ pod: PodInfo, on node: String, _ state: CycleState)
}

/// Allows, refuses or delays the binding of a pod whose node is chosen.
public protocol PermitPlugin: SchedulerPlugin {
  /// Success, a rejection, or `wait` with the longest time to wait; a waiting pod is let go or
  /// refused through `WaitingPods`.
  func permit(_ pod: PodInfo, on node: String, _ state: CycleState) -> (Status, TimeSpan)
}

/// Does what must be done before a pod is bound, such as having its volumes made.
public protocol PreBindPlugin: SchedulerPlugin {
  /// Answers once, at once or later; anything but success puts the pod back into the queue.
  func preBind(
    _ pod: PodInfo, to node: String, _ state: CycleState, then: @escaping (Status) -> Void)
}

/// Binds a pod to its node.
public protocol BindPlugin: SchedulerPlugin {
  /// Answers once; `skip` leaves the binding to the next such plugin.
  func bind(
    _ pod: PodInfo, to node: String, _ state: CycleState, then: @escaping (Status) -> Void)
}

/// Learns of pods that have been bound.
public protocol PostBindPlugin: SchedulerPlugin {
  /// The pod is bound.
  func postBind(_ pod: PodInfo, to node: String, _ state: CycleState)
}
