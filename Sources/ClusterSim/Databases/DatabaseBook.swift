import ControllerRuntime
import KubeAPI
import Machines
import Randomness
import Units

/// Keeps what databases have written: which directory each server works on, what it holds, and what
/// of it is lost.
///
/// A commit counts when its record has been handed to the disk, a fraction of a millisecond before
/// it is acknowledged; whatever keeps the files keeps it (`fsync` and `synchronous_commit` are on).
final class DatabaseBook {
  /// What a server finds when it starts.
  struct Start {
    var run: DatabaseRun
    var hasData: Bool
    var recovery: TimeSpan
  }

  private let clock: any Clock
  private let streams: Streams
  /// The volume that a claim is bound to; nil for none.
  private let volume: (ObjectKey) -> PersistentVolume?
  /// Whether a pod's object is there, by its unique id.
  private let podExists: (String) -> Bool
  private var directories: [DataPlace: DataDirectory] = [:]
  private var owners: [DataPlace: String] = [:]
  private var runs: [UInt32: DatabaseRun] = [:]
  private var accounts: [String: DatabaseAccount] = [:]
  private var listening: [String: Int] = [:]
  private var downSince: [String: Instant] = [:]
  private var containerRuns: UInt64 = 0
  /// Commits to a container's server since it was started.
  var commits: (UInt32) -> Int64 = { _ in 0 }
  /// Whether a container's server has the site's tables.
  var isMigrated: (UInt32) -> Bool = { _ in false }

  init(
    clock: any Clock, streams: Streams,
    volume: @escaping (ObjectKey) -> PersistentVolume?,
    podExists: @escaping (String) -> Bool
  ) {
    self.clock = clock
    self.streams = streams
    self.volume = volume
    self.podExists = podExists
  }

  // MARK: A server's life

  /// Opens the directory that a container's server works on; nil when another server has it open,
  /// so that this one refuses to start.
  func open(
    _ launch: ProcessLaunch, _ design: PostgreSQLDesign, world: UInt32
  ) -> Start? {
    let directory = directory(of: place(launch, design))
    guard !directory.isOpen else { return nil }
    let name = launch.pod.metadata.controller?.name ?? launch.pod.metadata.name
    let run = DatabaseRun(
      name, directory, design: design, world: world, node: launch.node, at: clock.now)
    change(name) { account in
      account.starts += 1
      if !directory.isInitialised { account.emptyStarts += 1 }
      guard run.isRecovery else { return }
      account.recoveries += 1
      account.redo = account.redo + run.redo
    }
    owners[directory.place] = name
    let start = Start(
      run: run, hasData: directory.isInitialised, recovery: recovery(of: run, launch))
    directory.isOpen = true
    directory.isClean = false
    runs[world] = run
    return start
  }

  private func change(_ name: String, _ edit: (inout DatabaseAccount) -> Void) {
    edit(&accounts[name, default: DatabaseAccount(name)])
  }

  private func recovery(of run: DatabaseRun, _ launch: ProcessLaunch) -> TimeSpan {
    guard run.isRecovery else { return .zero }
    var stream = streams.stream(
      "database/\(launch.pod.key)/\(launch.container.name)/\(clock.now.nanoseconds)")
    let reading = Double(run.redo.count) / Double(max(1, run.design.redoPerSecond.count))
    return run.design.recovery.sampleSpan(&stream) + TimeSpan(seconds: reading)
  }

  /// The server of a container takes connections.
  func listens(_ world: UInt32) -> DatabaseRun? {
    guard let run = runs[world] else { return nil }
    run.isListening = true
    run.directory.isInitialised = true
    run.beginCheckpoints(clock) { [weak self] in self?.commits(world) ?? 0 }
    if run.isRecovery {
      // The end of a recovery is a checkpoint.
      run.directory.checkpointed = run.held
      let took = clock.now - run.started
      change(run.name) { $0.recoveryTime = $0.recoveryTime + took }
    }
    listening[run.name, default: 0] += 1
    if let since = downSince.removeValue(forKey: run.name) {
      change(run.name) { $0.outages.append((since, clock.now)) }
    }
    return run
  }

  /// The server of a container takes no connections any more: it stops.
  func stops(_ world: UInt32) {
    guard let run = runs[world], run.isListening else { return }
    run.isListening = false
    listening[run.name, default: 1] -= 1
    if listening[run.name] == 0 { downSince[run.name] = clock.now }
  }

  /// The server of a container has ended, in good order or not.
  func closes(_ world: UInt32, isClean: Bool) {
    stops(world)
    guard let run = runs.removeValue(forKey: world) else { return }
    run.endCheckpoints(clock)
    let directory = run.directory
    settle(run)
    directory.isOpen = false
    directory.lastUp = clock.now
    directory.isClean = isClean && directory.isInitialised
    if isClean { directory.checkpointed = directory.commits }
    let written = directory.commits - run.held
    change(run.name) { $0.acknowledged += written }
    if !directory.place.outlivesContainer { forget(directory.place) }
  }

  /// Brings a directory up to what its server has written.
  private func settle(_ run: DatabaseRun) {
    run.directory.commits = run.held + commits(run.world)
    run.directory.isMigrated = isMigrated(run.world)
  }

  // MARK: What goes

  private func directory(of place: DataPlace) -> DataDirectory {
    if let known = directories[place] { return known }
    let fresh = DataDirectory(place)
    directories[place] = fresh
    return fresh
  }

  private func forget(_ place: DataPlace) { directories[place] = nil }

  /// A pod's sandbox is gone, and its empty directories with it.
  func podGone(_ uid: String) {
    for case .pod(uid, let volume) in Array(directories.keys) {
      forget(.pod(uid: uid, volume: volume))
    }
  }

  /// A machine is given back, and what was on it is lost.
  func machineGone(_ node: String) {
    for case .machine(node, let path) in Array(directories.keys) {
      forget(.machine(node: node, path: path))
    }
  }

  /// A disk was destroyed.
  func diskGone(_ disk: String) { forget(.disk(disk)) }

  /// The containers on `node` whose files are on `disk`, by their index in the request world.
  func users(of disk: String, on node: String) -> [UInt32] {
    runs.values.filter { $0.directory.place == .disk(disk) && $0.node == node }
      .map(\.world).sorted()
  }

  // MARK: Places

  /// Where a server's data lies: on the volume mounted closest above its data directory.
  private func place(_ launch: ProcessLaunch, _ design: PostgreSQLDesign) -> DataPlace {
    let path = launch.environment["PGDATA"] ?? design.dataDirectory
    let above = launch.container.volumeMounts.entries
      .filter { path == $0.value || path.hasPrefix(Self.folder($0.value)) }
      .max { $0.value.count < $1.value.count }
    guard let mount = above,
      let source = launch.pod.spec.volumes.first(where: { $0.name == mount.key })?.source
    else { return containerPlace() }
    let uid = launch.pod.metadata.uid
    switch source {
    case .emptyDir: return .pod(uid: uid, volume: mount.key)
    case .hostPath(let folder): return .machine(node: launch.node, path: folder)
    case .persistentVolumeClaim(let claim):
      let key = ObjectKey(namespace: launch.pod.metadata.namespace, name: claim)
      return volume(key).map { place(of: $0, node: launch.node) } ?? containerPlace()
    default: return containerPlace()
    }
  }

  private static func folder(_ path: String) -> String {
    path.hasSuffix("/") ? path : path + "/"
  }

  private func place(of volume: PersistentVolume, node: String) -> DataPlace {
    switch volume.source {
    case .hostPath(let folder), .local(let folder): .machine(node: node, path: folder)
    default: volume.attachableName.map { .disk($0) } ?? .share(volume.metadata.name)
    }
  }

  private func containerPlace() -> DataPlace {
    containerRuns += 1
    return .container(run: containerRuns)
  }

  // MARK: Figures

  /// What became of each database's data by now, sorted by name.
  var figures: [DatabaseAccount] {
    for run in runs.values { settle(run) }
    var held: [String: Int64] = [:]
    for (place, directory) in directories {
      if case .pod(let uid, _) = place, !podExists(uid) { continue }
      if let name = owners[place] { held[name, default: 0] += directory.commits }
    }
    return accounts.values.sorted { $0.name < $1.name }.map { account in
      var account = account
      for run in runs.values where run.name == account.name {
        account.acknowledged += run.directory.commits - run.held
      }
      account.lost = max(0, account.acknowledged - (held[account.name] ?? 0))
      if let since = downSince[account.name] { account.outages.append((since, clock.now)) }
      return account
    }
  }
}
