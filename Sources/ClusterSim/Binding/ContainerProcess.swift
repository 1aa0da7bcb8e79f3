import ControllerRuntime
import Units

/// The main process of one run of a container, as the world has it.
final class ContainerProcess {
  let key: WorldProcesses.ContainerKey
  let node: String
  /// The container's index in the request world; nil when it serves nothing.
  let world: UInt32?
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
    key: WorldProcesses.ContainerKey, node: String, world: UInt32?, program: ProgramDesign,
    log: ContainerLog, exited: @escaping (ContainerExit) -> Void
  ) {
    self.key = key
    self.node = node
    self.world = world
    self.program = program
    self.log = log
    self.exited = exited
  }

  /// The endpoint behind an HTTP path: the one of that name, or the program's first for `/`.
  func endpoint(at path: String) -> String {
    let name = String(path.drop { $0 == "/" })
    guard name.isEmpty, case .gunicorn(let design) = program else { return name }
    return design.endpoints.first?.name ?? name
  }
}
