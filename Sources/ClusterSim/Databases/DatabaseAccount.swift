import Units

/// What became of the data of one database, over all lives of its servers.
public struct DatabaseAccount: Sendable {
  /// What it is called: as the controller of its pods, or as its pod.
  public var name: String
  /// Commits of views that were acknowledged.
  public var acknowledged: Int64 = 0
  /// Of these, how many are in no directory any more.
  public var lost: Int64 = 0
  /// How often a server was started.
  public var starts = 0
  /// How often it found no database and made a new one.
  public var emptyStarts = 0
  /// How often it had to recover from a crash.
  public var recoveries = 0
  /// From the start of recovering servers to their taking connections, in all.
  public var recoveryTime = TimeSpan.zero
  /// What was read of the log again.
  public var redo = Bytes.zero
  /// The stretches without a server that takes connections, after the first one did.
  public var outages: [(from: Instant, to: Instant)] = []

  /// Nothing known of it yet.
  init(_ name: String) { self.name = name }

  /// The longest stretch without a server between two instants.
  public func longestOutage(from: Instant, to: Instant) -> TimeSpan {
    outages.map { max(.zero, min($0.to, to) - max($0.from, from)) }.max() ?? .zero
  }

  /// All stretches without a server between two instants together.
  public func totalOutage(from: Instant, to: Instant) -> TimeSpan {
    outages.reduce(.zero) { $0 + max(.zero, min($1.to, to) - max($1.from, from)) }
  }
}
