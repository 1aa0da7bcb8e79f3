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
    guard work != .other, case .gunicorn(let design) = process.program, let place = process.place
    else {
      if work == .other {
        warn("the effect of \"\(words.joined(separator: " "))\" is not simulated")
      }
      return done(ExecOutcome(output: "", exitCode: 0))
    }
    let cost = ManagementCommand.cost(of: work)
    let time = ManagementCommand.time(of: work, design, &choices)
    world.runManagementCommand(
      pod: place, cpu: time, queries: cost.queries, queryCPU: cost.queryCPU
    ) { [unowned self] result in
      done(ManagementCommand.outcome(of: work, result, design, in: world))
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
