import Randomness
import Units

/// A PostgreSQL server: a process for each connection, CPU for each query.
public struct PostgreSQLDesign: Hashable, Sendable {
  /// Connections at a time; more are refused, which the site answers with a 500.
  public var maxConnections = 100
  /// Of these, those kept back for superusers.
  public var reservedConnections = 3
  /// The port it listens on.
  public var port: Int32 = 5432
  /// CPU time of setting up one connection (fork and authentication).
  public var connectCPU = Distribution.lognormal(mean: .microseconds(6_500), cv: 0.15)
  /// How long a commit waits for the disk, without using CPU.
  public var commitWait = Distribution.lognormal(mean: .microseconds(500), cv: 0.3)
  /// CPU time from the container's start until it listens, on a data directory that is there.
  public var boot = Distribution.lognormal(mean: .milliseconds(800), cv: 0.2)
  /// CPU time to make an empty data directory first.
  public var initialise = Distribution.lognormal(mean: .seconds(3), cv: 0.2)
  /// From SIGTERM to its end; connections that stand are cut.
  public var stop = Distribution.lognormal(mean: .milliseconds(300), cv: 0.3)
  /// Where its data lies in the container, unless the variable `PGDATA` says otherwise: on the
  /// volume that is mounted there or above, or else in the container, with which it goes.
  public var dataDirectory = "/var/lib/postgresql/data"
  /// From one checkpoint's beginning to the next.
  public var checkpointTimeout = TimeSpan.minutes(5)
  /// The most that is written to the log between two checkpoints, and so the most that is read
  /// again after a crash.
  public var maxWALSize = Bytes.gibibytes(1)
  /// What one commit writes to the log.
  public var walPerCommit = Bytes(8_192)
  /// CPU time of a recovery after a crash, before and after the log is read.
  public var recovery = Distribution.lognormal(mean: .milliseconds(500), cv: 0.3)
  /// How much of the log is read and applied in a second of CPU time.
  public var redoPerSecond = Bytes.mebibytes(64)
  /// Memory of the server without connections.
  public var baseMemory = Bytes.mebibytes(40)
  /// Private memory of each connection's process.
  public var connectionMemory = Bytes(1_500_000)

  /// A server with every figure at its default.
  public init() {}
}
