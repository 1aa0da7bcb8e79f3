public import ControllerRuntime
import KubeAPI
public import Units

/// Processes that do nothing until they are told to end: what runs in an image of which nothing is
/// known.
///
/// SIGTERM ends them at once and with status 0, as it does the `pause` program.
public final class PauseProcesses: ProcessHost {
  private let clock: any Clock
  private let use: Bytes
  private var exits: [UInt64: (ContainerExit) -> Void] = [:]
  private var started: UInt64 = 0

  /// Processes on `clock` that use `memory` each (assumed: 1 MiB).
  public init(clock: any Clock, memory: Bytes = .mebibytes(1)) {
    self.clock = clock
    use = memory
  }

  /// The number of processes that run.
  public var count: Int { exits.count }

  public func startProcess(
    _ launch: ProcessLaunch, exited: @escaping (ContainerExit) -> Void
  ) -> ProcessID {
    started += 1
    exits[started] = exited
    return ProcessID(rawValue: started)
  }

  public func signal(_ process: ProcessID, _ signal: Signal) {
    let exit =
      signal == .terminate
      ? ContainerExit(exitCode: 0, reason: "Completed")
      : ContainerExit(exitCode: 137, reason: "Error")
    end(process, exit)
  }

  /// Ends a process by itself.
  public func end(_ process: ProcessID, _ exit: ContainerExit) {
    guard let exited = exits.removeValue(forKey: process.rawValue) else { return }
    clock.after(.zero) { exited(exit) }
  }

  public func powerLost(_ processes: [ProcessID]) {
    for process in processes { exits[process.rawValue] = nil }
  }

  public func memory(of process: ProcessID) -> Bytes {
    exits[process.rawValue] == nil ? .zero : use
  }
}
