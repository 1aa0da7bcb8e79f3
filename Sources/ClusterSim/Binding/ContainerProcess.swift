import ControllerRuntime
import KubeAPI
import Machines
import Units

/// The main process of one run of a container, as the world has it.
final class ContainerProcess {
  let key: WorldProcesses.ContainerKey
  let node: String
  /// The container's index in the request world; nil when its machine is not there.
  let place: UInt32?
  /// Whether a server runs in it.
  let serves: Bool
  /// The pod and the container, as they were when it started.
  let pod: Pod
  let container: Container
  let program: ProgramDesign
  let log: ContainerLog
  /// Called once, when the process has ended.
  let exited: (ContainerExit) -> Void
  /// Whether SIGTERM has come.
  var isStopping = false
  /// Whether it is stopped where it is.
  var isHung = false
  /// Whether SIGTERM waits until it goes on.
  var isTerminationPending = false

  init(
    key: WorldProcesses.ContainerKey, launch: ProcessLaunch, place: UInt32?, serves: Bool,
    program: ProgramDesign, log: ContainerLog, exited: @escaping (ContainerExit) -> Void
  ) {
    self.key = key
    node = launch.node
    pod = launch.pod
    container = launch.container
    self.place = place
    self.serves = serves
    self.program = program
    self.log = log
    self.exited = exited
  }

  /// Whether it does some work and ends.
  var isWork: Bool {
    switch program {
    case .gunicorn: !serves
    case .task: true
    case .postgresql, .plain, .pause: false
    }
  }

  /// The endpoint behind an HTTP path: the one of that name, or the program's first for `/`.
  func endpoint(at path: String) -> String {
    let name = String(path.drop { $0 == "/" })
    guard name.isEmpty, case .gunicorn(let design) = program else { return name }
    return design.endpoints.first?.name ?? name
  }
}
