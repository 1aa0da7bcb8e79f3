import Units

/// A random world: a cluster, what runs on it, who uses it, and what happens to it.
///
/// Plain data from which a scenario is written, so that a world can be made smaller step by step
/// and shown to a person. Times are whole seconds after the start.
public struct SwarmWorld: Hashable, Sendable {
  /// The number that it was made from; also the seed of its run.
  public var seed: UInt64
  /// Zones, from 1.
  public var zones: Int
  /// Machines, from 1.
  public var nodes: Int
  /// CPUs of each.
  public var cores: Int
  /// What runs, in order; names are unique.
  public var apps: [App]
  /// Who sends requests; names are unique.
  public var clients: [Client]
  /// What happens, in the order of its time.
  public var steps: [Step]

  /// Pods of one kind with a Service in front of them.
  public struct App: Hashable, Sendable {
    /// What runs in its pods.
    public enum Program: Hashable, Sendable {
      /// So many places, with a service time of a mean of milliseconds.
      case plain(servers: Int, mean: Int)
      /// So many workers; whether it asks the database.
      case gunicorn(workers: Int, asksDatabase: Bool, keepsConnections: Bool)
      /// The database.
      case postgresql
    }
    /// How a kubelet asks it.
    public enum Probe: String, Hashable, Sendable {
      case http
      case tcp
      case exec
    }
    /// How a deployment changes its pods.
    public enum RollOut: String, Hashable, Sendable {
      /// All old ones go before a new one comes.
      case recreate = "{type: Recreate}"
      /// One less than wanted, and none more: it needs no room.
      case oneLess = "{rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}"
      /// One more than wanted, and none less.
      case oneMore = "{rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}"
    }
    /// Its name, of its Service and of its controller.
    public var name: String
    /// What runs in its pods.
    public var program: Program
    /// Pods at the start.
    public var replicas: Int
    /// To how many pods a step may scale it: so many fit.
    public var most: Int
    /// Thousandths of a core that a pod asks for.
    public var cpu: Int
    /// Thousandths of a core that it may use; nil: what is there.
    public var cpuLimit: Int?
    /// The readiness probe; nil: none.
    public var readiness: Probe?
    /// The liveness probe; nil: none.
    public var liveness: Probe?
    /// Seconds that a preStop hook sleeps; nil: no hook.
    public var preStop: Int?
    /// The grace of a pod, in seconds.
    public var grace: Int
    /// The image's size in MiB.
    public var imageSize: Int
    /// Whether the image is pulled at each start.
    public var alwaysPulls: Bool
    /// Whether a load balancer of the cloud stands in front.
    public var hasBalancer: Bool
    /// How its deployment changes its pods; nil: a replication controller keeps them.
    public var rollOut: RollOut?

    /// The kind of its controller, as `kubectl` takes it.
    var controller: String { rollOut == nil ? "rc" : "deployment" }
  }

  /// Somebody who sends requests to an app.
  public struct Client: Hashable, Sendable {
    /// The client's name.
    public var name: String
    /// The app that it asks.
    public var app: String
    /// Requests in ten seconds; nil: users instead.
    public var rate: Int?
    /// Users who think for a second; with `rate` unused.
    public var users: Int
    /// Seconds until a request is given up.
    public var timeout: Int
    /// Attempts after the first.
    public var retries: Int
  }

  /// Something that happens at a time.
  public struct Step: Hashable, Sendable {
    /// When, in seconds.
    public var at: Int
    /// What.
    public var action: Action
  }

  /// What may happen.
  public enum Action: Hashable, Sendable {
    case scale(app: String, replicas: Int)
    /// A deployment replaces all of its pods.
    case rollOut(app: String)
    case deletePod(app: String, Haste)
    /// The controller is deleted with its pods; it comes again with `create`.
    case deleteApp(app: String)
    case create(app: String)
    case killProcess(app: String)
    case hangProcess(app: String, seconds: Int)
    case crashNode(Int, seconds: Int)
    case zoneOutage(Int, isPower: Bool, seconds: Int)
    case cutLink(End, End, seconds: Int)
    case registryOutage(seconds: Int)
  }

  /// How a pod is deleted: with its grace, with a second of it, or at once.
  public enum Haste: String, CaseIterable, Hashable, Sendable {
    case graceful = ""
    case now = " --now"
    case force = " --grace-period=0 --force"
  }

  /// An end of a link.
  public enum End: Hashable, Sendable {
    case node(Int)
    case zone(Int)
    case controlPlane
    case outside
    case everything
  }
}

extension SwarmWorld {
  /// How large it is, in words.
  public var size: String {
    func count(_ number: Int, _ word: String) -> String {
      "\(number) \(word)\(number == 1 ? "" : "s")"
    }
    return [
      count(nodes, "node"), count(apps.reduce(0) { $0 + $1.replicas }, "pod"),
      count(clients.count, "client"), count(steps.count, "step"),
    ].joined(separator: ", ")
  }

  /// How many pods of an app there are to be when all steps are done; 0 when it stays deleted.
  public func finalReplicas(of app: App) -> Int {
    var replicas = app.replicas
    var isThere = true
    for step in steps {
      switch step.action {
      case .scale(app.name, let count) where isThere: replicas = count
      case .deleteApp(app.name): isThere = false
      case .create(app.name) where !isThere:
        isThere = true
        replicas = app.replicas
      default: break
      }
    }
    return isThere ? replicas : 0
  }
}

extension SwarmWorld.Action {
  /// How long it goes on before it mends by itself, in seconds; 0 for what needs no mending.
  public var seconds: Int {
    switch self {
    case .hangProcess(_, let seconds), .crashNode(_, let seconds),
      .zoneOutage(_, _, let seconds), .cutLink(_, _, let seconds), .registryOutage(let seconds):
      seconds
    case .scale, .rollOut, .deletePod, .deleteApp, .create, .killProcess: 0
    }
  }

  /// The app that it is about, if any.
  public var app: String? {
    switch self {
    case .scale(let app, _), .rollOut(let app), .deletePod(let app, _), .deleteApp(let app),
      .create(let app), .killProcess(let app), .hangProcess(let app, _):
      app
    case .crashNode, .zoneOutage, .cutLink, .registryOutage: nil
    }
  }
}
