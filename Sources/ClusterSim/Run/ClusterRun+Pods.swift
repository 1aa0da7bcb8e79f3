import ControllerRuntime
import KubeAPI
import Randomness
import Units
import Workloads

/// How a command that ran in a container ended.
public struct ExecOutcome: Hashable, Sendable {
  /// What it printed.
  public var output: String
  /// Its exit status.
  public var exitCode: Int32
  /// Whether there was no container to run it in.
  public var isRefused = false

  /// The end of a command.
  public init(output: String, exitCode: Int32) {
    self.output = output
    self.exitCode = exitCode
  }

  /// There was no container to run it in.
  static var refused: ExecOutcome {
    var outcome = ExecOutcome(output: "", exitCode: 1)
    outcome.isRefused = true
    return outcome
  }
}

/// What a command of `manage.py` asks of the database, besides its own CPU time.
private struct ManagementCost {
  var queries: Int
  var queryCPU: TimeSpan

  /// Assumed: a new blog's 19 migrations with about three statements each. The command's own CPU
  /// time, seconds of it, outweighs them.
  static let migrate = ManagementCost(queries: 60, queryCPU: .milliseconds(2))
  /// Assumed: a look for the user, one insert, and what a session needs.
  static let other = ManagementCost(queries: 4, queryCPU: .milliseconds(2))
}

/// What a person does inside containers.
extension ClusterRun {
  /// Runs a command in a container of `pod` (its first, or the one named).
  ///
  /// Commands of `manage.py` use CPU in the container and ask the database; `migrate` makes its
  /// tables, after which views no longer answer 500. Other commands take no time and print nothing.
  public func exec(
    _ work: ExecCommand.Work, words: [String], in pod: Pod, container: String?,
    then done: @escaping (ExecOutcome) -> Void
  ) {
    let name = container ?? pod.spec.containers.first?.name ?? ""
    guard let process = processes.process(podUID: pod.metadata.uid, container: name) else {
      return done(.refused)
    }
    guard work != .other, case .gunicorn(let design) = process.program, let place = process.world
    else {
      if work == .other {
        warn("the effect of \"\(words.joined(separator: " "))\" is not simulated")
      }
      return done(ExecOutcome(output: "", exitCode: 0))
    }
    let isMigration = work == .migrate
    let cost = isMigration ? ManagementCost.migrate : ManagementCost.other
    let time = (isMigration ? design.migrate : design.manage).sampleSpan(&choices)
    world.runManagementCommand(
      pod: place, cpu: time, queries: cost.queries, queryCPU: cost.queryCPU
    ) { [unowned self] result in
      guard result.cause == .none, let database = result.database else {
        return done(
          ExecOutcome(
            output: "django.db.utils.OperationalError: \(result.cause.label)\n", exitCode: 1))
      }
      if !isMigration, !world.isMigrated(database: database), design.needsMigration {
        return done(
          ExecOutcome(
            output: "django.db.utils.ProgrammingError: relation \"auth_user\" does not exist\n",
            exitCode: 1))
      }
      if isMigration { world.setMigrated(true, database: database) }
      done(ExecOutcome(output: Self.output(of: work), exitCode: 0))
    }
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

  /// What a container of `pod` has written: its present run, or the one before it.
  public func logs(
    of pod: Pod, container: String?, isPrevious: Bool
  ) -> [ContainerLog.Line] {
    let name = container ?? pod.spec.containers.first?.name ?? ""
    let runs = processes.logs(podUID: pod.metadata.uid, container: name)
    return (isPrevious ? runs.dropLast().last : runs.last)?.lines ?? []
  }
}
