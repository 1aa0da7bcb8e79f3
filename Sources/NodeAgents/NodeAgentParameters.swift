import ControllerRuntime
import Randomness
import Units

/// How long the agents of a node take for what they do, and how much they may.
///
/// Every default says where it comes from: *documented* (the source is named), or *assumed*.
/// Source paths are of Kubernetes v1.36.
public struct NodeAgentParameters: Hashable, Sendable {
  // MARK: Kubelet, node

  /// How often the lease is renewed.
  ///
  /// Documented: a quarter of the lease's 40 s (`pkg/kubelet/apis/config/v1beta1/defaults.go`).
  public var leaseRenewal = TimeSpan.seconds(10)
  /// How long a lease is good for. Documented: same file.
  public var leaseDuration = TimeSpan.seconds(40)
  /// Each renewal waits up to this share longer.
  ///
  /// Documented: `staging/src/k8s.io/component-helpers/apimachinery/lease/controller.go`.
  public var leaseJitter = 0.04
  /// How often the node's status is computed. Documented: `nodeStatusUpdateFrequency`, same file.
  public var nodeStatusUpdate = TimeSpan.seconds(10)
  /// How often an unchanged status is posted. Documented: `nodeStatusReportFrequency`.
  public var nodeStatusReport = TimeSpan.minutes(5)
  /// From the kubelet's start to the network's being ready, and so the node.
  ///
  /// Assumed: nothing, as the time that a machine takes to start is said to include it.
  public var networkReady = TimeSpan.zero
  /// Pods that a node takes at most. Documented: `maxPods`, same file.
  public var maxPods = 110

  // MARK: Kubelet, pods

  /// How often the runtime is asked for what has ended (PLEG).
  ///
  /// Documented: `pkg/kubelet/kubelet.go` (genericPlegRelistPeriod).
  public var relist = TimeSpan.seconds(1)
  /// Whether a pod is looked at again as soon as a sync has started something in it, rather than
  /// at the next relist.
  ///
  /// Documented: feature `PLEGOnDemandRelist`, beta and on by default; it does not speed up the
  /// noticing of exits.
  public var relistsOnDemand = true
  /// From one look for a pod's volumes to the next (every pod has its service account's, which
  /// the first look misses).
  ///
  /// Documented: `pkg/kubelet/volumemanager/volume_manager.go` (podAttachAndMountRetryInterval).
  public var volumeMount = TimeSpan.milliseconds(300)
  /// How long one sync waits for a pod's volumes. Documented: same file
  /// (podAttachAndMountTimeout).
  public var attachAndMountTimeout = TimeSpan.seconds(123)
  /// The first wait after a disk was not attached yet or could not be mounted; each next one is
  /// twice as long.
  ///
  /// Documented: `pkg/util/goroutinemap/exponentialbackoff/exponential_backoff.go`.
  public var volumeBackOff = TimeSpan.milliseconds(500)
  /// The longest of those waits. Documented: same file.
  public var volumeBackOffMax = TimeSpan.seconds(122)
  /// How long a failed sync of a pod waits for the next. Documented: `pkg/kubelet/kubelet.go`.
  public var syncBackOff = TimeSpan.seconds(10)
  /// The most that a sync waits for a back-off to end before it looks again. Documented:
  /// `syncFrequency`, `pkg/kubelet/apis/config/v1beta1/defaults.go`.
  public var resync = TimeSpan.seconds(60)
  /// Waits for another sync are up to this share longer.
  ///
  /// Documented: `pkg/kubelet/pod_workers.go` (workerBackOffPeriodJitterFactor).
  public var syncJitter = 0.5
  /// How often pods that are due are looked for. Documented: `pkg/kubelet/kubelet.go` (syncLoop).
  public var syncPoll = TimeSpan.seconds(1)
  /// The first wait between restarts of a container; each next one is twice as long.
  ///
  /// Documented: `pkg/kubelet/kubelet.go` (initialCrashLoopBackOff).
  public var crashBackOff = TimeSpan.seconds(10)
  /// The longest wait between restarts. Documented: same place (MaxCrashLoopBackOff).
  public var crashBackOffMax = TimeSpan.seconds(300)
  /// The time that SIGTERM gets at least, however long the preStop hook took.
  ///
  /// Documented: `pkg/kubelet/kuberuntime/kuberuntime_container.go`.
  public var minimumGrace = TimeSpan.seconds(2)
  /// How long a status that could not be written waits for the next try.
  ///
  /// Documented: `pkg/kubelet/status/status_manager.go` (syncPeriod).
  public var statusRetry = TimeSpan.seconds(10)

  // MARK: Kubelet, images

  /// Whether images are pulled one after the other.
  ///
  /// Documented: `pkg/kubelet/apis/config/v1beta1/defaults.go` (serializeImagePulls).
  public var serializeImagePulls = true
  /// Pulls that may begin; more fail at once. Documented: same file (registryPullQPS, …Burst).
  public var pullLimit = ClientLimit(qps: 5, burst: 10)
  /// The first wait after a failed pull; each next one is twice as long.
  ///
  /// Documented: `pkg/kubelet/kubelet.go` (imageBackOffPeriod).
  public var imageBackOff = TimeSpan.seconds(10)
  /// The longest wait after a failed pull. Documented: same place (MaxImageBackOff).
  public var imageBackOffMax = TimeSpan.seconds(300)
  /// Images that a node's status names at most. Documented: `nodeStatusMaxImages`.
  public var maxImagesInStatus = 50

  // MARK: kube-proxy

  /// The rest that the proxy takes after writing its rules before it writes them again.
  ///
  /// Documented: `pkg/proxy/apis/config/v1alpha1/defaults.go` (iptables.minSyncPeriod 1 s).
  public var proxyMinSync = TimeSpan.seconds(1)
  /// How long one writing of the rules takes, in seconds; the new rules hold at its end.
  ///
  /// Assumed: 50 ms, an `iptables-restore` of the changed chains of a small cluster.
  public var proxySync = Distribution.lognormal(mean: .milliseconds(50), cv: 0.3)

  /// Every parameter at its default.
  public init() {}
}
