import ClusterSim
import Documents
import Randomness
import Units

/// The fields of `network`, `control-plane`, `scheduler` and `cloud`.
enum ClusterParameters {
  static let network: [Parameter<NetworkDesign>] = [
    .init(
      "network", "same-zone-round-trip", \.sameZoneRoundTrip, .distribution,
      "lognormal 250us cv 0.2", .assumed, "public figures of cloud networks",
      "there and back between two machines of one zone"),
    .init(
      "network", "cross-zone-round-trip", \.crossZoneRoundTrip, .distribution,
      "lognormal 1ms cv 0.2", .assumed, "public figures of cloud networks",
      "there and back between two zones"),
    .init(
      "network", "outside-round-trip", \.outsideRoundTrip, .distribution,
      "lognormal 20ms cv 0.2", .assumed, "users on the same continent",
      "there and back between users and the load balancer"),
  ]

  static let controlPlane: [Parameter<ControlPlaneDesign>] = [
    .init(
      "control-plane", "version", \.version, .string, "v1.36.2", .documented,
      "the release whose behaviour is followed", "what nodes report as their version"),
    .init(
      "control-plane", "api-one-way", \.apiOneWay, .distribution, "lognormal 2ms cv 0.5",
      .assumed, "half of a call on an idle control plane",
      "from a component to the API server, or back"),
    .init(
      "control-plane", "watch", \.watch, .distribution, "lognormal 5ms cv 0.5", .assumed,
      "within the 4–43 ms from pod to binding that a real control plane took",
      "from a change to a watcher's knowing"),
    .init(
      "control-plane", "kube-proxy-min-sync-period", \.kubeProxyMinSyncPeriod, .duration, "1s",
      .documented, "pkg/proxy/apis/config/v1alpha1/defaults.go",
      "the least time between two rewrites of a node's rules"),
    .init(
      "control-plane", "kube-proxy-sync", \.kubeProxySync, .distribution,
      "lognormal 50ms cv 0.3", .assumed, "iptables-restore with few services",
      "one rewrite of a node's rules"),
    .init(
      "control-plane", "sandbox", \.sandbox, .distribution, "lognormal 500ms cv 0.3", .assumed,
      "containerd with a simple network plug-in", "making a pod's sandbox"),
    .init(
      "control-plane", "container-start", \.containerStart, .distribution,
      "lognormal 300ms cv 0.3", .assumed, "containerd",
      "creating and starting a container whose image is there"),
    .init(
      "control-plane", "sandbox-removal", \.sandboxRemoval, .distribution,
      "lognormal 300ms cv 0.3", .assumed, "containerd", "taking down an ended pod's sandbox"),
    .init(
      "control-plane", "pod-lifecycle-relist", \.podLifecycleRelist, .positiveDuration, "1s",
      .documented, "pkg/kubelet/kubelet.go (plegRelistPeriod)",
      "how often the kubelet looks for ended containers"),
    .init(
      "control-plane", "node-monitor-grace-period", \.nodeMonitorGracePeriod, .positiveDuration,
      "50s", .documented, "pkg/controller/nodelifecycle/config/v1alpha1/defaults.go",
      "how long a node may be silent"),
    .init(
      "control-plane", "pod-eviction-after", \.podEvictionAfter, .duration, "5m", .documented,
      "plugin/pkg/admission/defaulttolerationseconds",
      "how long pods stay bound to a lost node"),
    .init(
      "control-plane", "max-wait-for-unmount", \.maxWaitForUnmount, .duration, "6m", .documented,
      "pkg/controller/volume/attachdetach/attach_detach_controller.go",
      "how long a disk that nobody wants on a dead node is left there"),
    .init(
      "control-plane", "serialize-image-pulls", \.serializeImagePulls, .boolean, "true",
      .documented, "pkg/kubelet/apis/config/v1beta1/defaults.go",
      "whether a kubelet pulls one image at a time"),
    .init(
      "control-plane", "pods-per-node", \.podsPerNode, .integer(in: 1...10_000), "110",
      .documented, "pkg/kubelet/apis/config/v1beta1/defaults.go (maxPods)",
      "pods that a node takes at most"),
    .init(
      "control-plane", "eviction-memory-available", \.evictionMemoryAvailable, .bytes, "100Mi",
      .documented, "pkg/kubelet/eviction/defaults_linux.go (memory.available)",
      "below so much unused memory a kubelet evicts pods"),
    .init(
      "control-plane", "eviction-monitor-period", \.evictionMonitorPeriod, .positiveDuration,
      "10s", .documented, "pkg/kubelet/kubelet.go (evictionMonitoringPeriod)",
      "how often a kubelet looks whether it must"),
    .init(
      "control-plane", "eviction-pressure-transition-period", \.evictionPressureTransitionPeriod,
      .duration, "5m", .documented, "pkg/kubelet/apis/config/v1beta1/defaults.go",
      "how long a node says that memory is short after it was"),
    .init(
      "control-plane", "system-memory", \.systemMemory, .bytes, "300Mi", .assumed,
      "a Linux for containers with kubelet and containerd; none of a size given inline",
      "what a machine's own system uses"),
    .init(
      "control-plane", "single-process-oom-kill", \.singleProcessOOMKill, .boolean, "false",
      .documented, "pkg/kubelet/apis/config/types.go (singleProcessOOMKill, cgroup v2)",
      "whether one process is killed, not its container"),
  ]

  static let scheduler: [Parameter<SchedulerDesign>] = [
    .init(
      "scheduler", "ties", \.ties, .word, "random", .documented,
      "pkg/scheduler/schedule_one.go (selectHost)",
      "how nodes with the same points are told apart; `first`: by name, for comparisons"),
    .init(
      "scheduler", "percentage", \.percentage, .integer(in: 0...100), "0", .documented,
      "pkg/scheduler/schedule_one.go (numFeasibleNodesToFind)",
      "share of the nodes that is enough to choose among; 0: all of up to 100 nodes, then fewer"),
  ]

  static let cloud: [Parameter<CloudDesign>] = [
    .init(
      "cloud", "cluster-create", \.clusterCreate, .distribution, "lognormal 2m cv 0.15",
      .assumed, "small zonal clusters", "until a new control plane answers"),
    .init(
      "cloud", "node-start", \.nodeStart, .distribution, "lognormal 75s cv 0.2", .assumed,
      "between 45 and 150 s in public reports", "until a new machine's kubelet registers"),
    .init(
      "cloud", "cluster-delete", \.clusterDelete, .distribution, "lognormal 2m cv 0.15",
      .assumed, "small zonal clusters", "until a deleted cluster is gone"),
    .init(
      "cloud", "load-balancer-ready", \.loadBalancerReady, .distribution,
      "lognormal 45s cv 0.2", .assumed, "between 30 and 90 s in public reports",
      "until a new load balancer has an address and sends traffic"),
    .init(
      "cloud", "load-balancer-update", \.loadBalancerUpdate, .distribution,
      "lognormal 5s cv 0.3", .assumed, "forwarding rules of the cloud",
      "until a load balancer knows of a change of nodes"),
    .init(
      "cloud", "load-balancer-delete", \.loadBalancerDelete, .distribution,
      "lognormal 30s cv 0.2", .assumed, "forwarding rules of the cloud",
      "until a deleted load balancer is gone"),
    .init(
      "cloud", "reboot", \.reboot, .distribution, "lognormal 60s cv 0.2", .assumed,
      "a small Linux image", "until a restored machine's kubelet is back"),
    .init(
      "cloud", "health-check-interval", \.healthCheckInterval, .positiveDuration, "8s",
      .documented, "the provider's documentation of Service load balancers",
      "how often each node is asked whether it is well"),
    .init(
      "cloud", "health-check-timeout", \.healthCheckTimeout, .positiveDuration, "1s",
      .documented, "the provider's documentation of Service load balancers",
      "how long a node may take to answer"),
    .init(
      "cloud", "healthy-threshold", \.healthyThreshold, .integer(in: 1...100), "1", .documented,
      "the provider's documentation of Service load balancers",
      "answers in a row that make a node healthy"),
    .init(
      "cloud", "unhealthy-threshold", \.unhealthyThreshold, .integer(in: 1...100), "3",
      .documented, "the provider's documentation of Service load balancers",
      "failures in a row that make a node unhealthy"),
    .init(
      "cloud", "registry-per-second", \.registryBytesPerSecond, .bytes, "60Mi", .assumed,
      "between 20 and 200 MiB/s in public reports", "how fast a node fetches images"),
    .init(
      "cloud", "unpack-per-second", \.unpackBytesPerSecond, .bytes, "100Mi", .assumed,
      "one core and a standard disk", "how fast a node unpacks images"),
    .init(
      "cloud", "registry-round-trip", \.registryRoundTrip, .distribution,
      "lognormal 400ms cv 0.3", .assumed, "a public registry",
      "resolving an image's tag before it is fetched"),
    .init(
      "cloud", "disk-create", \.diskCreate, .distribution, "lognormal 4s cv 0.3", .assumed,
      "a few seconds in public reports", "making a disk"),
    .init(
      "cloud", "disk-attach", \.diskAttach, .distribution, "lognormal 10s cv 0.3", .assumed,
      "between 5 and 20 s in public reports", "attaching a disk to a machine"),
    .init(
      "cloud", "disk-detach", \.diskDetach, .distribution, "lognormal 5s cv 0.3", .assumed,
      "a few seconds in public reports", "taking a disk off a machine"),
    .init(
      "cloud", "disk-mount", \.diskMount, .distribution, "lognormal 1s cv 0.3", .assumed,
      "ext4 on a disk in order", "checking and mounting a file system"),
  ]
}
