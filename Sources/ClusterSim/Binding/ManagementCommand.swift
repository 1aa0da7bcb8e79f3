import KubeAPI
import Randomness
import Units
import Workloads

extension ExecCommand.Work {
  /// What the words of a command mean to a Django site.
  public init(words: [String]) {
    guard let place = words.firstIndex(where: { $0 == "manage.py" || $0.hasSuffix("/manage.py") }),
      place + 1 < words.count
    else {
      self = .other
      return
    }
    switch words[place + 1] {
    case "migrate": self = .migrate
    case "createsuperuser": self = .createSuperuser
    case let other: self = .manage(other)
    }
  }

  /// The command of `manage.py` that a container of a site runs in place of the server, be it in a
  /// shell's line; nil when it runs the server.
  init?(of container: Container, in program: ProgramDesign) {
    guard case .gunicorn = program else { return nil }
    let words = (container.command + container.args)
      .flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
    let work = ExecCommand.Work(words: words)
    let servers = ["gunicorn", "runserver"]
    if work == .other || words.contains(where: { servers.contains($0) }) { return nil }
    self = work
  }
}

/// What commands of `manage.py` cost and print.
enum ManagementCommand {
  /// What a command asks of the database, besides its own CPU time.
  struct Cost {
    var queries: Int
    var queryCPU: TimeSpan
  }

  /// What `work` asks of the database.
  ///
  /// Assumed: for `migrate` a new blog's 19 migrations with about three statements each (the
  /// command's own CPU time, seconds of it, outweighs them); else a look for the user, one insert,
  /// and what a session needs.
  static func cost(of work: ExecCommand.Work) -> Cost {
    Cost(queries: work == .migrate ? 60 : 4, queryCPU: .milliseconds(2))
  }

  /// The CPU time that `work` needs in the site.
  static func time(
    of work: ExecCommand.Work, _ site: GunicornDesign, _ random: inout RandomStream
  ) -> TimeSpan {
    (work == .migrate ? site.migrate : site.manage).sampleSpan(&random)
  }

  /// What a command that has run printed, and its status; a migration that succeeded has made the
  /// tables.
  static func outcome(
    of work: ExecCommand.Work, _ result: CommandResult, _ site: GunicornDesign,
    in world: RequestWorld
  ) -> ExecOutcome {
    guard result.cause == .none, let database = result.database else {
      return ExecOutcome(
        output: "django.db.utils.OperationalError: \(result.cause.label)\n", exitCode: 1)
    }
    if work == .migrate {
      world.setMigrated(true, database: database)
    } else if site.needsMigration, !world.isMigrated(database: database) {
      return ExecOutcome(
        output: "django.db.utils.ProgrammingError: relation \"auth_user\" does not exist\n",
        exitCode: 1)
    }
    return ExecOutcome(output: output(of: work), exitCode: 0)
  }

  private static func output(of work: ExecCommand.Work) -> String {
    switch work {
    case .migrate:
      "Operations to perform:\n  Apply all migrations: admin, auth, blog, contenttypes, sessions\n"
        + "Running migrations:\n  Applying contenttypes.0001_initial... OK\n"
        + "  Applying auth.0001_initial... OK\n  Applying admin.0001_initial... OK\n"
        + "  Applying blog.0001_initial... OK\n  Applying sessions.0001_initial... OK\n"
    case .createSuperuser: "Superuser created successfully.\n"
    case .manage, .other: ""
    }
  }
}
