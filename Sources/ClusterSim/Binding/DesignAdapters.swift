import Cloud
import ControllerRuntime
import KubeAPI
import KubeStore
import Machines
import Network
import NodeAgents
import Randomness
import Units

/// A design's figures in the terms of the parts that they set up.

extension LatencyModel {
  /// The round trips of a design; on one machine there is next to nothing between two pods.
  init(_ design: NetworkDesign) {
    self.init()
    sameZone = design.sameZoneRoundTrip
    crossZone = design.crossZoneRoundTrip
    outside = design.outsideRoundTrip
    if design.sameZoneRoundTrip.mean == 0 { sameNode = .deterministic(TimeSpan.zero) }
  }
}

extension CloudTimings {
  /// The times of a design.
  init(_ design: CloudDesign) {
    self.init()
    clusterCreate = design.clusterCreate
    clusterDelete = design.clusterDelete
    nodeStart = design.nodeStart
    loadBalancerReady = design.loadBalancerReady
    loadBalancerUpdate = design.loadBalancerUpdate
    loadBalancerDelete = design.loadBalancerDelete
    reboot = design.reboot
    diskCreate = design.diskCreate
    diskAttach = design.diskAttach
    diskDetach = design.diskDetach
    diskMount = design.diskMount
    healthCheck.interval = design.healthCheckInterval
    healthCheck.timeout = design.healthCheckTimeout
    healthCheck.healthyThreshold = design.healthyThreshold
    healthCheck.unhealthyThreshold = design.unhealthyThreshold
  }
}

extension KubeStoreParameters {
  /// The parameters of a design; tolerations count whole seconds.
  init(_ design: ControlPlaneDesign) {
    self.init()
    defaultTolerationSeconds = design.podEvictionAfter.nanoseconds / 1_000_000_000
  }
}

extension NodeAgentParameters {
  /// The parameters of a design.
  init(_ design: ControlPlaneDesign) {
    self.init()
    maxPods = design.podsPerNode
    relist = design.podLifecycleRelist
    serializeImagePulls = design.serializeImagePulls
    proxyMinSync = design.kubeProxyMinSyncPeriod
    proxySync = design.kubeProxySync
  }
}

extension ContainerTimings {
  /// The times of a design.
  init(_ plane: ControlPlaneDesign, _ cloud: CloudDesign) {
    self.init()
    sandbox = plane.sandbox
    sandboxRemoval = plane.sandboxRemoval
    start = plane.containerStart
    registryRoundTrip = cloud.registryRoundTrip
    unpackPerSecond = cloud.unpackBytesPerSecond
  }
}

extension [ImageBinding] {
  /// The size of an image; an image that nothing is bound to has that of a small base image.
  func size(_ image: String) -> Bytes? {
    first { $0.matches(image) }?.size ?? .mebibytes(80)
  }
}

extension [ClientDesign] {
  /// Whether some client stands inside the cluster and asks `service`.
  func hasInside(_ service: ObjectKey) -> Bool {
    contains { $0.target.key == service && $0.target.from == .inside }
  }
}

extension MachineShape {
  /// The machine of a design, of `provider`'s catalogue or of a size of its own.
  init(_ design: MachineDesign, of provider: Catalogue.Provider) throws {
    switch design {
    case .type(let name):
      guard let type = provider.machineType(name) else {
        throw DesignError("\(provider.name) offers no machine type \"\(name)\"")
      }
      self.init(type, of: provider)
    case .inline(let cpu, let memory, let price):
      self.init(cpu: cpu, memory: memory, pricePerHour: price)
    }
  }
}
