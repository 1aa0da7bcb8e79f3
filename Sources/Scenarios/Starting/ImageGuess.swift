import KubeAPI

/// What probably runs inside an image, and why we think so.
struct ImageGuess {
  /// The programs that are told apart.
  enum Program: Hashable {
    case gunicorn(workers: Int?)
    case postgresql
    case web
    case cache
    case pause
    /// Another database, or something else that we know by name and have no model of.
    case other(String)
    case unknown
  }

  let image: String
  let program: Program
  /// Completes "guess: … because".
  let reason: String
  /// The port that it listens on; nil when nothing says.
  let port: Int32?

  /// Words in an image's name, or in its command, with what they mean; the first that fits counts.
  private static let words: [(word: String, program: Program)] = [
    ("pgbouncer", .other("PgBouncer")), ("pgadmin", .other("pgAdmin")),
    ("exporter", .other("an exporter of metrics")), ("backup", .other("a backup")),
    ("postgres", .postgresql), ("postgis", .postgresql), ("timescale", .postgresql),
    ("gunicorn", .gunicorn(workers: nil)), ("django", .gunicorn(workers: nil)),
    ("redis", .cache), ("valkey", .cache), ("memcached", .cache), ("dragonfly", .cache),
    ("nginx", .web), ("openresty", .web), ("httpd", .web), ("caddy", .web), ("traefik", .web),
    ("haproxy", .web), ("envoy", .web), ("varnish", .web), ("pause", .pause),
    ("mysql", .other("MySQL")), ("mariadb", .other("MariaDB")), ("mongo", .other("MongoDB")),
    ("rabbitmq", .other("RabbitMQ")), ("kafka", .other("Kafka")),
    ("elasticsearch", .other("Elasticsearch")), ("celery", .other("Celery")),
  ]

  init(_ container: Container, port: Int32?) {
    image = container.image
    let name = Self.repository(of: container.image)
    let command = (container.command + container.args).joined(separator: " ").lowercased()
    let variables = container.env.map(\.name)
    self.port = port ?? container.ports.first?.containerPort
    if let own = Self.byCommand(command, variables, container) {
      program = own.0
      reason = own.1
    } else if let match = Self.words.first(where: { name.contains($0.word) }) {
      let isSite = match.program == .gunicorn(workers: nil)
      program = isSite ? .gunicorn(workers: Self.workers(container)) : match.program
      reason = "the image's name holds \"\(match.word)\""
    } else if let known = Self.byPort[self.port ?? 0] {
      program = known
      reason = "it listens on port \(self.port ?? 0)"
    } else {
      program = .unknown
      reason = "nothing tells what runs in it"
    }
  }

  private static let byPort: [Int32: Program] = [5_432: .postgresql, 6_379: .cache, 11_211: .cache]

  private static func byCommand(
    _ command: String, _ variables: [String], _ container: Container
  ) -> (Program, String)? {
    if command.contains("gunicorn") {
      return (.gunicorn(workers: workers(container)), "its command holds \"gunicorn\"")
    }
    let hints = ["GUNICORN_CMD_ARGS", "WEB_CONCURRENCY", "DJANGO_SETTINGS_MODULE"]
    if !command.contains("celery"), let hint = hints.first(where: variables.contains) {
      return (.gunicorn(workers: workers(container)), "it has the variable \(hint)")
    }
    if variables.contains("POSTGRES_PASSWORD") || variables.contains("POSTGRES_DB"),
      repository(of: container.image).contains("postg")
    {
      return (.postgresql, "it has a variable of PostgreSQL's image")
    }
    return nil
  }

  /// The workers that the command or the environment asks for.
  private static func workers(_ container: Container) -> Int? {
    let words = (container.command + container.args).joined(separator: " ")
      .split { $0 == " " || $0 == "=" }.map(String.init)
    for (flag, value) in zip(words, words.dropFirst()) where flag == "--workers" || flag == "-w" {
      if let number = Int(value), (1...1_000).contains(number) { return number }
    }
    for variable in container.env where variable.name == "WEB_CONCURRENCY" {
      if case .value(let text) = variable.source, let number = Int(text),
        (1...1_000).contains(number)
      {
        return number
      }
    }
    return nil
  }

  /// The last part of an image's name, without its tag: `postgres` of `docker.io/postgres:15`.
  static func repository(of image: String) -> String {
    let name = image.split(separator: "@").first ?? ""
    let last = name.split(separator: "/").last ?? ""
    return (last.split(separator: ":").first.map(String.init) ?? image).lowercased()
  }
}
