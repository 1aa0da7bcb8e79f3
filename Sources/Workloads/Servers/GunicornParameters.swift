public import Randomness
public import Units

/// Gunicorn with sync workers and a Django site.
///
/// CPU times are those of one core of speed 1, which is the machine that the measured figures come
/// from (2.6 GHz, Zen 5 class). Each figure is labelled; the measurements are those of the
/// calibration runs' README and `A_misc.json`.
public struct GunicornParameters: Sendable {
  /// Worker processes; above zero.
  public var workers = 1
  /// The port it listens on.
  public var port: UInt16 = 8_000
  /// Connections that may wait in the kernel; SYNs are dropped beyond. Documented: gunicorn's
  /// `backlog`, 2048; measured: one more is accepted.
  public var backlog = 2_048
  /// How long a worker may be busy before the master kills it. Documented: `timeout`, 30 s.
  public var workerTimeout = TimeSpan.seconds(30)
  /// How often the master looks for such workers. Documented: gunicorn/arbiter.py sleeps up to 1 s;
  /// measured: the answer comes at 30.5 s.
  public var masterTick = TimeSpan.seconds(1)
  /// How long requests in flight may take after SIGTERM. Documented: `graceful_timeout`, 30 s.
  public var gracefulTimeout = TimeSpan.seconds(30)
  /// CPU seconds from the start of the process to its listening. Measured: 0.13 s.
  public var masterBoot = Distribution.lognormal(mean: TimeSpan.milliseconds(130), cv: 0.1)
  /// CPU seconds of each worker from its fork to its first accept. Measured: 0.31 s for the first,
  /// 0.23 s for the mean of four.
  public var workerBoot = Distribution.lognormal(mean: TimeSpan.milliseconds(310), cv: 0.1)
  /// Seconds between the forks of two workers. Documented: gunicorn/arbiter.py, spawn_workers
  /// sleeps a uniform time up to 0.1 s.
  public var forkPause = Distribution.uniform(min: TimeSpan.zero, max: TimeSpan.milliseconds(100))
  /// Seconds from the death of a worker by a signal to the fork of the next. Measured: the next
  /// request is served 0.8 s after SIGKILL, boot included.
  public var respawnPause = Distribution.uniform(
    min: TimeSpan.milliseconds(200), max: TimeSpan.milliseconds(600))
  /// Seconds from a worker's time-out to the fork of the next. Measured once: the request behind
  /// was served 3.9 s after, boot included.
  public var timeoutRespawnPause = Distribution.deterministic(TimeSpan.milliseconds(3_400))
  /// Seconds from the end of the last worker after SIGTERM to the end of the master. Measured.
  public var stop = Distribution.uniform(
    min: TimeSpan.milliseconds(400), max: TimeSpan.milliseconds(900))
  /// CPU time of a worker for a request before the view, beyond the view's own figure. Measured:
  /// none, when that figure is of the whole worker process.
  public var overheadBefore = TimeSpan.zero
  /// CPU time of a worker after the answer has left, before it takes the next request, beyond the
  /// view's own figure. Measured: none, as above.
  public var overheadAfter = TimeSpan.zero
  /// CPU time of Django's page for an error. Assumed: 1 ms, a little more than `hello`.
  public var errorCPU = TimeSpan.milliseconds(1)
  /// Memory of the master. Measured.
  public var masterMemory = Bytes.mebibytes(25)
  /// Private memory of a worker or of a command of the site, from its fork on. Measured.
  public var workerMemory = Bytes.mebibytes(38)
  /// What each request leaves behind in its worker's memory. Assumed: nothing, no leak.
  public var memoryPerRequest = Bytes.zero
  /// Requests after which a worker is replaced; 0: never. Documented: gunicorn's `max_requests`.
  public var maxRequests = 0
  /// Each worker's number of requests is up to this larger. Documented: `max_requests_jitter`, 0.
  public var maxRequestsJitter = 0
  /// How it reaches its database.
  public var database = DatabaseLinkParameters()
  /// Whether every view that asks the database answers 500 until `migrate` has run.
  public var needsMigration = true
  /// What the site answers; other endpoints get a 404.
  public var views: [DjangoView] = []

  /// Gunicorn with every figure at its default and no views.
  public init() {}
}

/// How a site connects to its database.
public struct DatabaseLinkParameters: Sendable {
  /// Whether each worker keeps its connection; otherwise each request makes one, as Django does
  /// with `CONN_MAX_AGE` 0.
  public var isPersistent = false
  /// CPU seconds of the site for one connection. Measured: 3.5 ms.
  public var connectCPU = Distribution.lognormal(mean: TimeSpan.microseconds(3_500), cv: 0.15)
  /// How long the site tries to connect. Assumed: 30 s; libpq's default is the kernel's 127 s.
  public var connectTimeout = TimeSpan.seconds(30)

  /// A link with every figure at its default.
  public init() {}
}

/// What one view of a Django site costs.
public struct DjangoView: Sendable {
  /// The endpoint's number, from `RequestWorld.endpoint(named:)`.
  public var endpoint: UInt16
  /// CPU seconds in the site, without connecting to the database.
  public var cpu: Distribution
  /// The share of it before the first query, 0 … 1; the rest renders the page. Assumed: 0.3.
  public var shareBeforeQueries = 0.3
  /// Queries, one after the other.
  public var queries: Int
  /// CPU seconds of each query in the database.
  public var queryCPU: Distribution
  /// Whether it ends with a commit, which waits for the database's disk.
  public var commits: Bool

  /// A view.
  public init(
    endpoint: UInt16, cpu: Distribution, queries: Int = 0,
    queryCPU: Distribution = .deterministic(TimeSpan.zero), commits: Bool = false
  ) {
    self.endpoint = endpoint
    self.cpu = cpu
    self.queries = queries
    self.queryCPU = queryCPU
    self.commits = commits
  }
}
