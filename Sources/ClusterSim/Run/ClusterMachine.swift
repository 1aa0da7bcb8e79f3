import ControllerRuntime
import KubeAPI
import Machines
import NodeAgents
import Randomness
import Units

/// One machine of the cluster with everything that runs on it.
public final class ClusterMachine {
  /// The machine itself: its name, zone, size and power.
  public let machine: SimulatedMachine
  /// The pool it belongs to.
  public let pool: String
  /// The catalogue's machine type; empty for a size given inline.
  public let machineType: String
  /// Its index in the request world.
  public let worldIndex: UInt32
  let kubelet: Kubelet
  let proxy: KubeProxy
  let runtime: SimulatedContainerRuntime
  private let kernelLog: EventRecorder
  /// When it was asked for.
  public let created: Instant
  /// When it was given back; nil while it is there.
  public internal(set) var ended: Instant?
  private var hasStarted = false
  private var isCutOff = false

  init(
    _ machine: SimulatedMachine, pool: String, machineType: String, worldIndex: UInt32,
    kubelet: Kubelet, proxy: KubeProxy, runtime: SimulatedContainerRuntime,
    kernelLog: EventRecorder, created: Instant
  ) {
    self.machine = machine
    self.pool = pool
    self.machineType = machineType
    self.worldIndex = worldIndex
    self.kubelet = kubelet
    self.proxy = proxy
    self.runtime = runtime
    self.kernelLog = kernelLog
    self.created = created
  }

  /// The machine's and its node's name.
  public var name: String { machine.name }

  /// Whether it has power and works.
  public var isUp: Bool { machine.power == .up }

  /// What pods may have of it.
  public var allocatable: ResourceList {
    kubelet.node.allocatable(maxPods: kubelet.maxPods)
  }

  /// Memory that containers on it have been promised, and what they use.
  public var memory: (requested: Bytes, used: Bytes) { runtime.memory }

  /// Writes an event of what the kernel's log says of a kill for want of memory.
  ///
  /// Source: node-problem-detector, config/kernel-monitor.json (OOMKilling), which managed nodes
  /// run. The kubelet's own `SystemOOM` is only for victims outside pods
  /// (`pkg/kubelet/oom/oom_watcher_linux.go`), of which there are none here.
  func noteOutOfMemory(_ message: String) {
    kernelLog.record(
      ObjectReference(.node, ObjectKey(name: name), uid: name), .warning, reason: "OOMKilling",
      message: message)
  }

  /// Begins or ends its work as its power comes and goes.
  func follow(_ power: SimulatedMachine.Power, fabric: WorldFabric) {
    switch power {
    case .up:
      fabric.world.setNodeUp(true, node: worldIndex)
      if hasStarted {
        kubelet.resume()
        proxy.resume()
      } else {
        hasStarted = true
        kubelet.start()
        proxy.start()
      }
      // What it hears of while it boots on a cut link does not reach it.
      if isCutOff { proxy.cutOff() }
    case .off:
      if kubelet.isRunning { kubelet.crash() }
      if proxy.isRunning { proxy.crash() }
      runtime.powerLost()
      fabric.world.setNodeUp(false, node: worldIndex)
    case .booting: break
    }
  }

  /// Where it stands, as links see it.
  var place: LinkBoard.Place { .machine(name, zone: machine.zone) }

  /// Nothing passes between it and the control plane any more: its agents hear of no change, and go
  /// on with what they know.
  func loseControlPlane(router: PodRouter?) {
    isCutOff = true
    router?.cutOff(name)
    proxy.cutOff()
  }

  /// The way to the control plane is free again: its agents list anew.
  func findControlPlane(router: PodRouter?) {
    isCutOff = false
    router?.reconnect(name)
    proxy.reconnect()
  }
}
