import KubeAPI
import Machines
public import Units

/// One container of one pod, over all its runs: what is asked of the request world about it later.
public struct ContainerAccount: Sendable {
  /// The pod's unique id.
  public let podUID: String
  /// The pod's controller, or the pod itself when it has none.
  public let owner: String
  /// The container's name.
  public let name: String
  /// Memory above which it is killed; nil: no limit.
  public let memoryLimit: Bytes?
  /// Cores that it may use; nil: no limit.
  public let cpuLimit: MilliCPU?
  /// How often it was killed for want of memory.
  public internal(set) var oomKills = 0
  /// Its index in the request world.
  public let place: UInt32

  init(_ launch: ProcessLaunch, place: UInt32) {
    podUID = launch.pod.metadata.uid
    owner = launch.pod.metadata.controller?.name ?? launch.pod.metadata.name
    name = launch.container.name
    let limits = launch.container.resources.limits
    memoryLimit = limits["memory"].map { Bytes($0) }
    cpuLimit = limits["cpu"].map { MilliCPU($0) }
    self.place = place
  }
}
