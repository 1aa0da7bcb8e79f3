import ControllerRuntime
import KubeAPI
import Machines
import Units
import Workloads

/// What the kernel kills when a container's limit or a machine's memory is passed.
///
/// A container above its limit is killed whole, as kubelets on cgroup v2 ask for
/// (`memory.oom.group`), or loses its largest process only (`singleProcessOOMKill`), which ends the
/// container when that is the main one. On a machine without memory the kernel takes the process
/// with the most points, its size plus its container's adjustment, and its container with it.
/// Nothing is reclaimed before: there is neither swap nor page cache here.
///
/// Source: mm/oom_kill.c (oom_badness, oom_kill_process) and mm/memcontrol.c
/// (mem_cgroup_get_oom_group), Linux 6.12; `pkg/kubelet/kuberuntime/kuberuntime_container_linux.go`
/// (memory.oom.group), v1.36.
final class OutOfMemory {
  /// One kill, as the kernel's log tells of it.
  struct Kill {
    /// The machine's index in the request world.
    var node: UInt32
    /// What its log says.
    var message: String
  }

  private let processes: WorldProcesses
  private let killsOneProcess: Bool
  /// Told of every kill.
  var report: ((Kill) -> Void)?

  /// Kills processes of `processes` as their world runs out of memory.
  init(_ processes: WorldProcesses, killsOneProcess: Bool) {
    self.processes = processes
    self.killsOneProcess = killsOneProcess
    world.onContainerOutOfMemory = { [unowned self] in relieveContainer($0) }
    world.onMachineOutOfMemory = { [unowned self] in relieveMachine($0) }
  }

  private var world: RequestWorld { processes.world }

  private func relieveContainer(_ place: UInt32) {
    guard let (id, process) = processes.occupant(of: place),
      let node = processes.fabric.node(process.node)
    else { return }
    report?(Kill(node: node, message: text("Memory cgroup out of memory", place, process)))
    if killsOneProcess, world.killLargestWorker(pod: place) { return }
    processes.killForMemory(id)
  }

  /// Kills until there is enough, or nobody is left to kill.
  private func relieveMachine(_ node: UInt32) {
    while world.memory(node: node).used > world.memory(node: node).capacity {
      guard let (id, place, process) = victim(on: node) else { return }
      report?(Kill(node: node, message: text("Out of memory", place, process)))
      processes.killForMemory(id)
    }
  }

  /// The container on a machine whose largest process has the most points; of equals the one that
  /// started first.
  private func victim(
    on node: UInt32
  ) -> (id: ProcessID, place: UInt32, process: ContainerProcess)? {
    let capacity = world.memory(node: node).capacity
    var worst: (id: ProcessID, place: UInt32, process: ContainerProcess)?
    var most = Int64.min
    for id in processes.running.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
      guard let process = processes.running[id], let place = process.place,
        processes.fabric.node(process.node) == node
      else { continue }
      let adjustment = process.pod.oomScoreAdjustment(
        of: process.container, memoryCapacity: capacity)
      let points = world.largestProcess(pod: place).count &+ capacity.count / 1_000 * adjustment
      if points > most {
        most = points
        worst = (id, place, process)
      }
    }
    return worst
  }

  /// The line of the kernel's log, without process numbers, which nothing here has.
  private func text(_ cause: String, _ place: UInt32, _ process: ContainerProcess) -> String {
    "\(cause): Killed process (\(process.program.processName)) "
      + "anon-rss:\(world.largestProcess(pod: place).count / 1_024)kB, container "
      + "\(process.container.name) of pod \(process.pod.key)"
  }
}

/// A machine's memory as its kubelet sees it.
final class MachineMemory: NodeMemory {
  private let processes: WorldProcesses
  private let node: UInt32

  /// The memory of the machine at `node`.
  init(_ processes: WorldProcesses, node: UInt32) {
    self.processes = processes
    self.node = node
  }

  var available: Bytes {
    let memory = processes.world.memory(node: node)
    return max(.zero, memory.capacity - memory.used)
  }

  func use(ofPod uid: String) -> [(container: String, bytes: Bytes)] {
    processes.memoryUse(ofPod: uid)
  }
}
