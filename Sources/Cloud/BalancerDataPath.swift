public import KubeAPI
public import Units

/// The data path of the cloud's load balancers, as the simulated world has it; balancers go by the
/// key of their Service.
public protocol BalancerDataPath: AnyObject {
  /// The balancer is there: what comes to `address` goes to its targets from now on.
  func openBalancer(_ service: ObjectKey, address: String, ports: [ServicePort])

  /// Makes a node a target, or changes whether new connections may go to it.
  func setTarget(_ node: String, isUsable: Bool, of service: ObjectKey)

  /// A node is a target no more.
  func removeTarget(_ node: String, of service: ObjectKey)

  /// The balancer is gone: its address answers nothing any more.
  func closeBalancer(_ service: ObjectKey)

  /// Asks a node whether it is well, as a check of this balancer; answers false after `timeout`
  /// without an answer.
  ///
  /// The node answers when its kube-proxy works (`/healthz` on port 10256).
  func checkHealth(
    of node: String, for service: ObjectKey, timeout: TimeSpan, then: @escaping (Bool) -> Void)
}
