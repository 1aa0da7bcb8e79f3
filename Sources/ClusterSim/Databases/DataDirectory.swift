import Units

/// Where a program keeps its files, and so what they outlive.
enum DataPlace: Hashable {
  /// In one run of a container, with which they go.
  case container(run: UInt64)
  /// In an empty directory of a pod: they outlive its containers.
  case pod(uid: String, volume: String)
  /// In a folder of a machine: they outlive pods, and go with the machine.
  case machine(node: String, path: String)
  /// On a disk of the cloud: they outlive machines.
  case disk(String)
  /// On a file server, by the volume's name.
  case share(String)

  /// Whether files there outlive the container's run.
  var outlivesContainer: Bool {
    if case .container = self { return false }
    return true
  }
}

/// The data directory of a database: what it holds, and in what order it was left.
final class DataDirectory {
  let place: DataPlace
  /// Whether there is a database in it.
  var isInitialised = false
  /// Whether the site's tables are there.
  var isMigrated = false
  /// Commits of views that it holds.
  var commits: Int64 = 0
  /// Of these, how many were there when the last complete checkpoint began.
  var checkpointed: Int64 = 0
  /// Whether its server was stopped in good order.
  var isClean = true
  /// When its server was last seen at work.
  var lastUp: Instant?
  /// Whether a server has it open.
  var isOpen = false

  init(_ place: DataPlace) { self.place = place }
}
