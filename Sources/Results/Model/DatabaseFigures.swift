import Units

/// What became of the data of one database.
public struct DatabaseFigures: Hashable, Sendable {
  /// What it is called: as the controller of its pods, or as its pod.
  public var name: String
  /// Commits that were acknowledged to somebody.
  public var commitsAcknowledged = 0
  /// Of these, how many are gone at the end of the run.
  public var commitsLost = 0
  /// How often its server was started.
  public var starts = 0
  /// How often it began with an empty directory.
  public var emptyStarts = 0
  /// How often it had to recover from a crash.
  public var crashRecoveries = 0
  /// How long recoveries took in all, from the server's start to its taking connections.
  public var recovery = TimeSpan.zero
  /// What was read of the log again in all.
  public var redo = Bytes.zero
  /// The longest time within the measured window without a server that takes connections.
  public var longestOutage = TimeSpan.zero
  /// All such times together.
  public var totalOutage = TimeSpan.zero

  /// A database of which nothing is known.
  public init(name: String) { self.name = name }
}
