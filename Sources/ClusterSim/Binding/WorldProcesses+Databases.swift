import ControllerRuntime
import Machines
import Units
import Workloads

/// Databases among the processes: what they find when they start, and who takes it from them.
extension WorldProcesses {
  /// Starts a database on what its data directory holds; one whose directory another server has
  /// open ends at once.
  func startDatabase(
    _ id: ProcessID, _ launch: ProcessLaunch, _ design: PostgreSQLDesign, server: UInt32,
    _ place: UInt32
  ) {
    guard let start = databases.open(launch, design, world: place) else {
      running[id].map(writeLocked)
      clock.after(Self.refusalTime) { [weak self] in
        self?.end(id, ContainerExit(exitCode: 1, reason: "Error"))
      }
      return
    }
    world.startServer(
      server, pod: place, hasData: start.hasData, isMigrated: start.run.directory.isMigrated,
      recovery: start.recovery)
    running[id].map { writeStart($0, start.run) }
  }

  /// How long a server takes to find out that another has its data. Assumed.
  private static let refusalTime = TimeSpan.milliseconds(100)

  /// A disk was taken from under whatever on `node` works on it: a server that cannot write ends.
  func diskTaken(_ disk: String, from node: String) {
    for place in databases.users(of: disk, on: node) {
      if let id = servers[place] { signal(id, .kill) }
    }
  }
}
