import Randomness
import Units

/// How long the control plane and the node agents take for what they do.
///
/// Delays are distributions in seconds. Fields at their default are listed with the source of the
/// default in the scenario language's README.
public struct ControlPlaneDesign: Hashable, Sendable {
  /// The version that nodes and `kubectl get nodes` show.
  public var version = "v1.36.2"
  /// From a component to the API server, or back: half of a call.
  public var apiOneWay = Distribution.lognormal(mean: .milliseconds(2), cv: 0.5)
  /// From a change in the store to a watcher's knowing.
  public var watch = Distribution.lognormal(mean: .milliseconds(5), cv: 0.5)
  /// How often kube-proxy may rewrite a node's rules at most.
  public var kubeProxyMinSyncPeriod = TimeSpan.seconds(1)
  /// How long one rewrite of a node's rules takes.
  public var kubeProxySync = Distribution.lognormal(mean: .milliseconds(50), cv: 0.3)
  /// Making a pod's sandbox: namespaces, address, network.
  public var sandbox = Distribution.lognormal(mean: .milliseconds(500), cv: 0.3)
  /// Creating and starting one container whose image is there.
  public var containerStart = Distribution.lognormal(mean: .milliseconds(300), cv: 0.3)
  /// Taking down the sandbox of a pod that has ended.
  public var sandboxRemoval = Distribution.lognormal(mean: .milliseconds(300), cv: 0.3)
  /// How often the kubelet asks its runtime what has ended (PLEG).
  public var podLifecycleRelist = TimeSpan.seconds(1)
  /// How long a node may be silent before it counts as lost.
  public var nodeMonitorGracePeriod = TimeSpan.seconds(50)
  /// How long pods stay bound to a node that is lost or not ready.
  public var podEvictionAfter = TimeSpan.seconds(300)
  /// How long a disk that nobody wants on a dead node is left there.
  public var maxWaitForUnmount = TimeSpan.minutes(6)
  /// Whether each kubelet pulls one image at a time.
  public var serializeImagePulls = true
  /// Pods that a node takes at most.
  public var podsPerNode = 110

  /// Every delay at its default.
  public init() {}
}

/// How long messages are under way. Round trips; a connection that is new costs one more.
public struct NetworkDesign: Hashable, Sendable {
  /// Between two machines of one zone.
  public var sameZoneRoundTrip = Distribution.lognormal(
    mean: .microseconds(250), cv: 0.2)
  /// Between two machines of different zones.
  public var crossZoneRoundTrip = Distribution.lognormal(
    mean: .milliseconds(1), cv: 0.2)
  /// Between users and the cloud's load balancer.
  public var outsideRoundTrip = Distribution.lognormal(
    mean: .milliseconds(20), cv: 0.2)

  /// Every time at its default.
  public init() {}
}

/// How long the cloud takes for what it makes, and how it checks health.
public struct CloudDesign: Hashable, Sendable {
  /// From asking for a cluster to its control plane's answering; the machines are made meanwhile.
  public var clusterCreate = Distribution.lognormal(mean: .seconds(120), cv: 0.15)
  /// From asking for a machine to its kubelet's registering the node.
  public var nodeStart = Distribution.lognormal(mean: .seconds(75), cv: 0.2)
  /// From asking to delete a cluster to its being gone; the machines stop meanwhile.
  public var clusterDelete = Distribution.lognormal(mean: .seconds(120), cv: 0.15)
  /// From asking for a load balancer to its having an address and sending traffic.
  public var loadBalancerReady = Distribution.lognormal(mean: .seconds(45), cv: 0.2)
  /// From a change of a load balancer's nodes to its acting on it.
  public var loadBalancerUpdate = Distribution.lognormal(mean: .seconds(5), cv: 0.3)
  /// From asking to delete a load balancer to its being gone.
  public var loadBalancerDelete = Distribution.lognormal(mean: .seconds(30), cv: 0.2)
  /// From switching a machine on again to its kubelet's being back.
  public var reboot = Distribution.lognormal(mean: .seconds(60), cv: 0.2)
  /// How often the load balancer asks each node whether it is well.
  public var healthCheckInterval = TimeSpan.seconds(8)
  /// How long a node may take to answer that.
  public var healthCheckTimeout = TimeSpan.seconds(1)
  /// Answers in a row that make a node healthy.
  public var healthyThreshold = 1
  /// Failures in a row that make a node unhealthy.
  public var unhealthyThreshold = 3
  /// How fast one node fetches from the registry.
  public var registryBytesPerSecond = Bytes.mebibytes(60)
  /// How fast one node unpacks what it has fetched.
  public var unpackBytesPerSecond = Bytes.mebibytes(100)
  /// One exchange with the registry before a fetch begins (resolving the tag, the manifest).
  public var registryRoundTrip = Distribution.lognormal(mean: .milliseconds(400), cv: 0.3)
  /// Making a disk.
  public var diskCreate = Distribution.lognormal(mean: .seconds(4), cv: 0.3)
  /// Attaching a disk to a machine.
  public var diskAttach = Distribution.lognormal(mean: .seconds(10), cv: 0.3)
  /// Taking a disk off a machine.
  public var diskDetach = Distribution.lognormal(mean: .seconds(5), cv: 0.3)
  /// Checking and mounting a file system.
  public var diskMount = Distribution.lognormal(mean: .seconds(1), cv: 0.3)

  /// Every time at its default.
  public init() {}
}
