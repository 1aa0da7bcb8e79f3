import Randomness
import Units

/// Gunicorn with sync workers and a Django site behind it.
///
/// One request at a time a worker; others wait in the listen backlog, whose content is lost when
/// the master gets SIGTERM. CPU times are those of a free core of the machine that the defaults
/// were measured on (2.6 GHz, Zen 5 class).
public struct GunicornDesign: Hashable, Sendable {
  /// Worker processes; above zero.
  public var workers = 1
  /// The port it listens on.
  public var port: Int32 = 8000
  /// Connections that may wait in the kernel; SYNs are dropped beyond it.
  public var backlog = 2048
  /// How long a worker may be silent before the master kills it.
  public var workerTimeout = TimeSpan.seconds(30)
  /// How long requests in flight may take to finish after SIGTERM.
  public var gracefulTimeout = TimeSpan.seconds(30)
  /// CPU time from the container's start until it listens.
  public var masterBoot = Distribution.lognormal(mean: .milliseconds(130), cv: 0.1)
  /// CPU time that each worker needs from listening until it takes its first request.
  public var workerBoot = Distribution.lognormal(mean: .milliseconds(310), cv: 0.1)
  /// From SIGTERM to the end of a master with nothing to do.
  public var stop = Distribution.uniform(min: .milliseconds(400), max: .milliseconds(900))
  /// CPU time of a worker for a request before its view, beyond what the view's own figure says.
  ///
  /// None by default: the views' CPU times were measured over the whole worker process, accepting,
  /// reading and closing included; at low load their latency is that time and their queries'.
  public var overheadBefore = TimeSpan.zero
  /// CPU time of a worker after the answer has left, before it takes the next request, beyond what
  /// the view's own figure says; none by default, as above.
  public var overheadAfter = TimeSpan.zero
  /// Memory of the master.
  public var masterMemory = Bytes.mebibytes(25)
  /// Private memory of each worker.
  public var workerMemory = Bytes.mebibytes(38)
  /// What each request leaves behind in its worker's memory.
  public var memoryPerRequest = Bytes.zero
  /// Requests after which a worker is replaced; 0: never.
  public var maxRequests = 0
  /// Each worker's number of requests is up to this larger.
  public var maxRequestsJitter = 0
  /// The database that its views ask; nil: none.
  public var database: DatabaseLink? = DatabaseLink()
  /// Whether every view that asks the database answers 500 until `migrate` has run.
  public var needsMigration = true
  /// How long `manage.py migrate` takes.
  public var migrate = Distribution.lognormal(mean: .seconds(4), cv: 0.2)
  /// How long other `manage.py` commands take, `createsuperuser` among them.
  public var manage = Distribution.lognormal(mean: .milliseconds(900), cv: 0.2)
  /// What the site answers, by name; names are unique.
  public var endpoints: [EndpointDesign] = EndpointDesign.blog

  /// The blog with every figure at its default.
  public init() {}
}

/// How a site finds its database and connects to it.
public struct DatabaseLink: Hashable, Sendable {
  /// How the address is found.
  public enum Discovery: Hashable, Sendable {
    /// The `*_SERVICE_HOST` variable, set when the container starts after the Service was made.
    case environment
    /// The Service's name, looked up when connecting.
    case name
  }
  /// When connections are made.
  public enum Lifetime: Hashable, Sendable {
    /// A new one for each request (Django's `CONN_MAX_AGE` 0).
    case perRequest
    /// One a worker, kept.
    case persistent
  }
  /// The Service's name, in the pod's namespace.
  public var service = "database"
  /// The Service's port.
  public var port: Int32 = 5432
  /// How the address is found.
  public var discovery = Discovery.environment
  /// When connections are made.
  public var lifetime = Lifetime.perRequest
  /// CPU time that the site spends on setting up one connection.
  public var connectCPU = Distribution.lognormal(mean: .microseconds(3_500), cv: 0.15)
  /// How long the site tries to connect before it gives up with a 500.
  public var connectTimeout = TimeSpan.seconds(30)

  /// A link with every figure at its default.
  public init() {}
}

/// What one view of a site costs.
public struct EndpointDesign: Hashable, Sendable {
  /// The name that clients ask for and figures are grouped by.
  public var name: String
  /// CPU time in the site, without connecting to the database.
  public var cpu: Distribution
  /// Queries that it sends, one after the other; zero or more.
  public var queries: Int
  /// CPU time of each query in the database.
  public var queryCPU: Distribution
  /// Whether it ends with a commit, which waits for the disk.
  public var commits: Bool

  /// A view.
  public init(
    name: String, cpu: Distribution, queries: Int = 0,
    queryCPU: Distribution = .deterministic(TimeSpan.zero), commits: Bool = false
  ) {
    self.name = name
    self.cpu = cpu
    self.queries = queries
    self.queryCPU = queryCPU
    self.commits = commits
  }

  private static func view(
    _ name: String, cpu: Int64, cv: Double, queries: Int = 0, queryCPU: Int64 = 0,
    commits: Bool = false
  ) -> EndpointDesign {
    EndpointDesign(
      name: name, cpu: .lognormal(mean: .microseconds(cpu), cv: cv), queries: queries,
      queryCPU: queries == 0
        ? .deterministic(TimeSpan.zero) : .lognormal(mean: .microseconds(queryCPU), cv: 0.15),
      commits: commits)
  }

  /// The views of the blog, as measured on Django 5.2 with PostgreSQL 15.
  public static let blog: [EndpointDesign] = [
    view("hello", cpu: 950, cv: 0.35),
    view("list", cpu: 4_500, cv: 0.15, queries: 1, queryCPU: 400),
    view("list-logged-in", cpu: 5_200, cv: 0.15, queries: 3, queryCPU: 200),
    view("detail", cpu: 2_100, cv: 0.2, queries: 1, queryCPU: 280),
    view("create", cpu: 3_200, cv: 0.2, queries: 3, queryCPU: 267, commits: true),
    view("login", cpu: 214_000, cv: 0.09, queries: 3, queryCPU: 667),
  ]
}
