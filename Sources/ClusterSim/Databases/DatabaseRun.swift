import ControllerRuntime
import Units

/// One life of a database's server over its directory.
final class DatabaseRun {
  /// What the figures call the database.
  let name: String
  let directory: DataDirectory
  let design: PostgreSQLDesign
  /// The container's index in the request world.
  let world: UInt32
  let node: String
  let started: Instant
  /// Whether it begins with a recovery after a crash.
  let isRecovery: Bool
  /// What is read again of the log first.
  let redo: Bytes
  /// The log's end when it was opened, and where the reading begins.
  let log: (from: Int64, to: Int64)
  /// Commits that the directory held when it was opened.
  let held: Int64
  var isListening = false
  private var beat: TimerToken?
  private var completion: TimerToken?

  init(
    _ name: String, _ directory: DataDirectory, design: PostgreSQLDesign, world: UInt32,
    node: String, at now: Instant
  ) {
    self.name = name
    self.directory = directory
    self.design = design
    self.world = world
    self.node = node
    started = now
    isRecovery = directory.isInitialised && !directory.isClean
    held = directory.commits
    let pending = (directory.commits - directory.checkpointed) * design.walPerCommit.count
    redo = isRecovery ? min(Bytes(pending), design.maxWALSize) : .zero
    let end = Self.logStart + directory.commits * design.walPerCommit.count
    log = (end - redo.count, end)
  }

  /// Where the log of a new database begins, in bytes. Documented: 0/1000000, and what initdb
  /// writes to it.
  private static let logStart: Int64 = 0x150_0000

  /// A place in the log as PostgreSQL prints it.
  static func position(_ bytes: Int64) -> String {
    let high = String(bytes >> 32, radix: 16, uppercase: true)
    return "\(high)/\(String(bytes & 0xffff_ffff, radix: 16, uppercase: true))"
  }

  /// Begins the checkpoints, on a directory that outlives a crash: each ends when nine tenths of
  /// the time to the next are over, and only then counts.
  ///
  /// Documented: `checkpoint_timeout`, `checkpoint_completion_target` (0.9).
  func beginCheckpoints(_ clock: any Clock, commits: @escaping () -> Int64) {
    guard directory.place.outlivesContainer else { return }
    beat = clock.after(design.checkpointTimeout) { [weak self] in
      guard let self else { return }
      let reached = held + commits()
      completion = clock.after(design.checkpointTimeout.scaled(by: 0.9)) { [weak self] in
        self?.directory.checkpointed = reached
      }
      beginCheckpoints(clock, commits: commits)
    }
  }

  /// Ends the checkpoints: the server is no more.
  func endCheckpoints(_ clock: any Clock) {
    for timer in [beat, completion] {
      if let timer { clock.cancel(timer) }
    }
  }
}
