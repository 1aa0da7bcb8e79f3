public import Randomness
public import Units

/// How long the cloud takes for what it makes, and how its load balancers check health.
///
/// Distributions are in seconds.
public struct CloudTimings: Hashable, Sendable {
  /// From asking for a cluster to its control plane's answering. Assumed.
  public var clusterCreate = Distribution.lognormal(mean: .seconds(120), cv: 0.15)
  /// From asking to delete a cluster to its being gone; its machines stop half-way. Assumed.
  public var clusterDelete = Distribution.lognormal(mean: .seconds(120), cv: 0.15)
  /// From asking for a machine to its kubelet's registering the node.
  ///
  /// Assumed: 45 to 150 s are seen, 75 s is the middle.
  public var nodeStart = Distribution.lognormal(mean: .seconds(75), cv: 0.2)
  /// From switching a machine on again to its kubelet's being back. Assumed.
  public var reboot = Distribution.lognormal(mean: .seconds(60), cv: 0.2)
  /// From asking for a load balancer to its having an address and sending traffic.
  ///
  /// Assumed: 30 to 90 s are seen, 45 s is the middle.
  public var loadBalancerReady = Distribution.lognormal(mean: .seconds(45), cv: 0.2)
  /// From a change of a load balancer's nodes to its acting on it. Assumed.
  public var loadBalancerUpdate = Distribution.lognormal(mean: .seconds(5), cv: 0.3)
  /// From asking to delete a load balancer to its being gone. Assumed.
  public var loadBalancerDelete = Distribution.lognormal(mean: .seconds(30), cv: 0.2)
  /// Making a disk. Assumed: a few seconds.
  public var diskCreate = Distribution.lognormal(mean: .seconds(4), cv: 0.3)
  /// Attaching a disk to a machine. Assumed: 5 to 20 s are seen.
  public var diskAttach = Distribution.lognormal(mean: .seconds(10), cv: 0.3)
  /// Taking a disk off a machine. Assumed.
  public var diskDetach = Distribution.lognormal(mean: .seconds(5), cv: 0.3)
  /// Checking and mounting a file system. Assumed.
  public var diskMount = Distribution.lognormal(mean: .seconds(1), cv: 0.3)
  /// How the load balancers check the health of nodes.
  public var healthCheck = HealthCheckRule()

  /// Every time at its default.
  public init() {}
}

/// How a load balancer finds out which nodes are well.
///
/// Documented: what the controllers of Google's clusters set for Services of type LoadBalancer
/// (`legacy-cloud-providers/gce/gce.go`, `ingress-gce/pkg/healthchecksl4`): every 8 s with a
/// timeout of 1 s; one success makes a node healthy, three failures make it unhealthy.
public struct HealthCheckRule: Hashable, Sendable {
  /// From check to check of one node.
  public var interval = TimeSpan.seconds(8)
  /// How long a node may take to answer.
  public var timeout = TimeSpan.seconds(1)
  /// Successes in a row that make a node healthy.
  public var healthyThreshold = 1
  /// Failures in a row that make a node unhealthy.
  public var unhealthyThreshold = 3
  /// Whether a balancer without any healthy node sends to all of them.
  ///
  /// Documented: Google's external passthrough load balancers do, as a last resort.
  public var sendsToAllWhenNoneIsHealthy = true

  /// The documented rule.
  public init() {}
}
