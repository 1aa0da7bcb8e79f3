import ControllerRuntime
import Units

/// Every constant of the kube-controller-manager that is simulated, each with its source.
///
/// Defaults are Kubernetes 1.36's.
public struct ControlPlaneParameters: Hashable, Sendable {
  /// Calls that each controller may make; each has a client of its own.
  public var clientLimit = Parameter(
    ClientLimit.controllerManager, .documented,
    "--kube-api-qps, --kube-api-burst; pkg/controller/apis/config/v1alpha1/defaults.go")
  /// Replication controllers looked after at once.
  public var concurrentReplicationControllers = Parameter(
    5, .documented, "--concurrent-rc-syncs")
  /// Replica sets looked after at once.
  public var concurrentReplicaSets = Parameter(
    5, .documented, "--concurrent-replicaset-syncs")
  /// Deployments looked after at once.
  public var concurrentDeployments = Parameter(
    5, .documented, "--concurrent-deployment-syncs")
  /// Failures in a row after which a deployment is left alone until the next change.
  public var deploymentRetryLimit = Parameter(
    15, .documented, "pkg/controller/deployment/deployment_controller.go maxRetries")
  /// Pods that a replica set or replication controller creates or deletes in one go.
  public var burstReplicas = Parameter(
    500, .documented, "pkg/controller/replicaset/replica_set.go BurstReplicas")
  /// How long a controller waits to see its own creations and deletions.
  public var expectationsTimeout = Parameter(
    TimeSpan.minutes(5), .documented, "pkg/controller/controller_utils.go ExpectationsTimeout")
  /// Services whose Endpoints are looked after at once.
  public var concurrentEndpoints = Parameter(5, .documented, "--concurrent-endpoint-syncs")
  /// Addresses that one Endpoints object holds.
  public var endpointsCapacity = Parameter(
    1_000, .documented, "pkg/controller/endpoint/endpoints_controller.go maxCapacity")
  /// Services whose EndpointSlices are looked after at once.
  public var concurrentEndpointSlices = Parameter(
    5, .documented, "--concurrent-service-endpoint-syncs")
  /// Endpoints that one slice holds.
  public var endpointsPerSlice = Parameter(100, .documented, "--max-endpoints-per-slice")
  /// From somebody else's change of a slice to its repair.
  public var endpointSliceMinSyncDelay = Parameter(
    TimeSpan.seconds(1), .documented,
    "pkg/controller/endpointslice/endpointslice_controller.go endpointSliceChangeMinSyncDelay")
  /// The first back-off of a service whose slices could not be written.
  public var endpointSliceBackOff = Parameter(
    TimeSpan.seconds(1), .documented,
    "pkg/controller/endpointslice/endpointslice_controller.go defaultSyncBackOff")
  /// Failures in a row after which a service's endpoints are left alone until the next change.
  public var endpointRetryLimit = Parameter(
    15, .documented, "pkg/controller/endpoint/endpoints_controller.go maxRetries")
  /// Load balancers looked after at once.
  public var concurrentServices = Parameter(1, .documented, "--concurrent-service-syncs")
  /// The first back-off of a load balancer that the cloud refused.
  public var serviceBackOff = Parameter(
    TimeSpan.seconds(5), .documented,
    "staging/src/k8s.io/cloud-provider/controllers/service/controller.go minRetryDelay")
  /// The longest back-off of a load balancer.
  public var serviceBackOffMax = Parameter(
    TimeSpan.seconds(300), .documented,
    "staging/src/k8s.io/cloud-provider/controllers/service/controller.go maxRetryDelay")
  /// From one look at all load balancers' nodes to the next.
  public var serviceNodeSyncPeriod = Parameter(
    TimeSpan.seconds(100), .documented,
    "staging/src/k8s.io/cloud-provider/controllers/service/controller.go nodeSyncPeriod")
  /// From one look for nodes whose machine is gone to the next.
  public var cloudNodeMonitorPeriod = Parameter(
    TimeSpan.seconds(5), .documented, "--node-monitor-period of the cloud-controller-manager")
  /// When nodes are taken for dead, and how fast they are emptied.
  public var nodeLifecycle = NodeLifecycleParameters()
  /// From one round of the pod garbage collector to the next.
  public var podGCPeriod = Parameter(
    TimeSpan.seconds(20), .documented, "pkg/controller/podgc/gc_controller.go gcCheckPeriod")
  /// How long a node must be missing before its pods are taken for orphans.
  public var podGCQuarantine = Parameter(
    TimeSpan.seconds(40), .documented, "pkg/controller/podgc/gc_controller.go quarantineTime")
  /// Ended pods that are kept.
  public var terminatedPodThreshold = Parameter(
    12_500, .documented, "--terminated-pod-gc-threshold")
  /// Objects that the garbage collector looks after at once.
  public var concurrentCollections = Parameter(20, .documented, "--concurrent-gc-syncs")
  /// The garbage collector's calls, twice as many as the others': each deletion takes two.
  public var collectorLimit = Parameter(
    ClientLimit(qps: 40, burst: 30), .documented,
    "cmd/kube-controller-manager/app/core.go newGarbageCollectorController")

  /// From one look at all claims and volumes to the next.
  public var volumeResync = Parameter(
    TimeSpan.seconds(15), .documented,
    "--pvclaimbinder-sync-period; pkg/controller/volume/persistentvolume/config")
  /// From one round of attaching and detaching to the next.
  public var attachDetachPeriod = Parameter(
    TimeSpan.milliseconds(100), .documented,
    "pkg/controller/volume/attachdetach/attach_detach_controller.go DefaultTimerConfig")
  /// How long a disk that a dead node still lists as in use is waited for before it is taken away.
  public var maxWaitForUnmount = Parameter(
    TimeSpan.minutes(6), .documented,
    "pkg/controller/volume/attachdetach/attach_detach_controller.go "
      + "ReconcilerMaxWaitForUnmountDuration")
  /// The first wait after a disk could not be attached or detached; each next one is twice as long.
  public var volumeBackOff = Parameter(
    TimeSpan.milliseconds(500), .documented,
    "pkg/util/goroutinemap/exponentialbackoff/exponential_backoff.go")
  /// The longest of those waits.
  public var volumeBackOffMax = Parameter(
    TimeSpan.seconds(122), .documented,
    "pkg/util/goroutinemap/exponentialbackoff/exponential_backoff.go")

  /// The defaults.
  public init() {}

  /// All parameters with their labels, for reports.
  public var rows: [ParameterRow] {
    listed(self) + listed(nodeLifecycle).map { row in
      var row = row
      row.name = "nodeLifecycle.\(row.name)"
      return row
    }
  }

  private func listed(_ owner: Any) -> [ParameterRow] {
    Mirror(reflecting: owner).children.compactMap { child in
      guard let name = child.label, let parameter = child.value as? any AnyParameter else {
        return nil
      }
      return parameter.row(name)
    }
  }
}

private protocol AnyParameter {
  func row(_ name: String) -> ParameterRow
}

extension Parameter: AnyParameter {
  fileprivate func row(_ name: String) -> ParameterRow {
    ParameterRow(name: name, value: text, basis: basis, source: source)
  }

  private var text: String {
    switch value {
    case let span as TimeSpan: "\(span.seconds) s"
    case let limit as ClientLimit: "\(limit.qps) calls/s, burst \(limit.burst)"
    default: "\(value)"
    }
  }
}
