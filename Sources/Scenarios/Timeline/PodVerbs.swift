import ClusterSim
import KubeAPI
import Printing
import Units

/// `kubectl exec` and `logs`.
final class PodVerbs {
  private let run: ClusterRun

  init(_ run: ClusterRun) { self.run = run }

  /// Runs a command in a container; the prompt comes back when it has ended.
  func exec(_ command: ExecCommand, then done: @escaping (String) -> Void) {
    run.pick(.pod(command.pod), namespace: command.namespace) { [unowned self] picked in
      switch picked {
      case .failure(let refusal): done(refusal.text)
      case .success(let references):
        guard let pod = references.first.flatMap({ run.pod($0.key) }) else { return done("") }
        run.exec(command.work, words: command.words, in: pod, container: command.container) {
          outcome in
          let code = outcome.exitCode == 0 ? "" : KubectlMessages.exitCode(outcome.exitCode)
          done(outcome.isRefused ? Self.refusal(pod, command) : outcome.output + code)
        }
      }
    }
  }

  private static func refusal(_ pod: Pod, _ command: ExecCommand) -> String {
    KubectlMessages.execRefused(
      container: command.container ?? pod.spec.containers.first?.name ?? "")
  }

  func logs(_ command: LogsCommand, then done: @escaping (String) -> Void) {
    run.pick(.pod(command.pod), namespace: command.namespace) { [unowned self] picked in
      switch picked {
      case .failure(let refusal): done(refusal.text)
      case .success(let references):
        guard let pod = references.first.flatMap({ run.pod($0.key) }) else { return done("") }
        var lines = run.logs(
          of: pod, container: command.container, isPrevious: command.isPrevious)
        if let tail = command.tail { lines = lines.suffix(tail) }
        done(lines.map { Self.text($0) + "\n" }.joined())
      }
    }
  }

  /// A line in the form of the program that wrote it.
  private static func text(_ line: ContainerLog.Line) -> String {
    let time = Self.time(line.at)
    switch line.form {
    case .gunicorn(let id): return "[\(time) +0000] [\(id)] [\(line.level)] \(line.text)"
    case .postgresql(let id):
      let end = line.moment.map { " at \(Self.time($0)) UTC" } ?? ""
      return "\(time).000 UTC [\(id)] \(line.level):  \(line.text)\(end)"
    case .bare: return line.text
    }
  }

  private static func time(_ instant: Instant) -> String {
    SimulatedCalendar.rfc3339(instant).replacing("T", with: " ").replacing("Z", with: "")
  }
}
