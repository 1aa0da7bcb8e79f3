public import Randomness
public import Units

/// A PostgreSQL server: a process for each connection, CPU for each query in its container.
public struct PostgresParameters: Sendable {
  /// Connections at a time. Documented: `max_connections`, 100.
  public var maxConnections = 100
  /// Of these, those kept back for superusers. Documented: `superuser_reserved_connections`, 3;
  /// zero here, since the blog connects as the superuser `postgres`.
  public var reservedConnections = 0
  /// The port it listens on.
  public var port: UInt16 = 5_432
  /// CPU seconds of one connection: fork and authentication. Measured: 6.5 ms with scram.
  public var connectCPU = Distribution.lognormal(mean: TimeSpan.microseconds(6_500), cv: 0.15)
  /// Seconds that a commit waits for the disk without using CPU. Assumed: 0.5 ms.
  public var commitWait = Distribution.lognormal(mean: TimeSpan.microseconds(500), cv: 0.3)
  /// CPU seconds from the start of the process to its listening. Assumed: 0.8 s.
  public var boot = Distribution.lognormal(mean: TimeSpan.milliseconds(800), cv: 0.2)
  /// CPU seconds to make an empty data directory first. Assumed: 3 s.
  public var initialise = Distribution.lognormal(mean: TimeSpan.seconds(3), cv: 0.2)
  /// Seconds from SIGTERM to its end; connections are cut at once. Assumed: 0.3 s.
  public var stop = Distribution.lognormal(mean: TimeSpan.milliseconds(300), cv: 0.3)

  /// Memory of the server without connections. Assumed: 40 MiB, shared buffers partly touched.
  public var baseMemory = Bytes.mebibytes(40)
  /// Private memory of a connection's process. Measured: 1.2 to 1.5 MB.
  public var connectionMemory = Bytes(1_500_000)

  /// A server with every figure at its default.
  public init() {}
}
