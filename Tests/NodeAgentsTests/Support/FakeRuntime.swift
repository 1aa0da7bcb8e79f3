import ControllerRuntime
import KubeAPI
import Units

/// A runtime whose every delay and failure is set by the test, and that writes down what it did.
final class FakeRuntime: ContainerRuntime {
  struct Entry: Equatable, CustomStringConvertible {
    var second: Double
    var what: String
    var description: String { "\(second) \(what)" }
  }
  private struct Run {
    var container: String
    var exited: (ContainerExit) -> Void
  }
  private let clock: any Clock
  private(set) var log: [Entry] = []
  private(set) var launches: [ContainerLaunch] = []
  private var runs: [UInt64: Run] = [:]
  private var nextID: UInt64 = 0
  private var nextIP = 1
  var imageNames: Set<String> = []
  var sandboxTime = TimeSpan.milliseconds(500)
  var pullTime = TimeSpan.seconds(3)
  var startTime = TimeSpan.milliseconds(300)
  var hookTime = TimeSpan.zero
  var failsPull = false
  var isDead = false
  /// From SIGTERM to the end, by container; nil: SIGTERM is ignored.
  var stopTimes: [String: TimeSpan?] = [:]
  /// From start to an end of its own with this status, by container.
  var lifetimes: [String: (span: TimeSpan, exitCode: Int32)] = [:]

  init(clock: any Clock) { self.clock = clock }

  func note(_ what: String) { log.append(Entry(second: clock.now.seconds, what: what)) }

  /// When `what` happened, in seconds.
  func times(_ what: String) -> [Double] { log.filter { $0.what == what }.map(\.second) }

  func createSandbox(for pod: Pod, then: @escaping (Result<Sandbox, RuntimeError>) -> Void) {
    note("sandbox \(pod.metadata.name)")
    let ip = "10.4.0.\(nextIP)"
    nextIP += 1
    answer(after: sandboxTime) { then(.success(Sandbox(podIP: ip))) }
  }

  func hasImage(_ image: String) -> Bool { imageNames.contains(image) }

  func pullImage(_ image: String, then: @escaping (Result<Void, RuntimeError>) -> Void) {
    note("pull \(image)")
    answer(after: pullTime) {
      if self.failsPull {
        then(.failure(RuntimeError(reason: "ErrImagePull", message: "registry is away")))
      } else {
        self.imageNames.insert(image)
        then(.success(()))
      }
    }
  }

  func startContainer(
    _ launch: ContainerLaunch, exited: @escaping (ContainerExit) -> Void,
    then: @escaping (Result<ContainerID, RuntimeError>) -> Void
  ) {
    let name = launch.container.name
    answer(after: startTime) {
      self.note("start \(name)")
      self.launches.append(launch)
      self.nextID += 1
      let id = self.nextID
      self.runs[id] = Run(container: name, exited: exited)
      then(.success(ContainerID(rawValue: id)))
      if let life = self.lifetimes[name] {
        self.answer(after: life.span) { self.end(id, life.exitCode) }
      }
    }
  }

  func signal(_ container: ContainerID, _ signal: Signal) {
    guard let run = runs[container.rawValue] else { return }
    switch signal {
    case .terminate:
      note("TERM \(run.container)")
      if let span = stopTimes[run.container, default: .zero] {
        answer(after: span) { self.end(container.rawValue, 0) }
      }
    case .kill:
      note("KILL \(run.container)")
      answer(after: .zero) { self.end(container.rawValue, 137) }
    }
  }

  func runHook(
    _ handler: LifecycleHandler, in container: ContainerID, pod: Pod,
    then: @escaping (Result<Void, RuntimeError>) -> Void
  ) {
    note("hook \(runs[container.rawValue]?.container ?? "?")")
    answer(after: hookTime) { then(.success(())) }
  }

  func removeSandbox(podUID: String, then: @escaping () -> Void) {
    note("remove sandbox")
    answer(after: .milliseconds(100), then)
  }

  var images: [NodeImage] {
    imageNames.sorted().map { NodeImage(names: [$0], sizeBytes: 1_000) }
  }

  /// Ends the latest run of the container called `name` by itself.
  func exit(_ name: String, _ exitCode: Int32) {
    if let id = runs.keys.filter({ runs[$0]?.container == name }).max() { end(id, exitCode) }
  }

  private func end(_ id: UInt64, _ exitCode: Int32) {
    guard let run = runs.removeValue(forKey: id) else { return }
    note("exit \(run.container)")
    run.exited(ContainerExit(exitCode: exitCode, reason: exitCode == 0 ? "Completed" : "Error"))
  }

  private func answer(after span: TimeSpan, _ action: @escaping () -> Void) {
    clock.after(span) { if !self.isDead { action() } }
  }
}

/// Probes answered by the test, told apart by the path of their HTTP request.
final class FakeProbes: ProbeRunner {
  private let clock: any Clock
  var answers: [String: (Double) -> Bool] = [:]
  var duration = TimeSpan.zero
  private(set) var asked: [String: [Double]] = [:]

  init(clock: any Clock) { self.clock = clock }

  func run(
    _ probe: Probe, container: Container, of pod: Pod, id: ContainerID,
    then: @escaping (Bool) -> Void
  ) {
    guard case .httpGet(let path, _, _) = probe.action else { return }
    asked[path, default: []].append(clock.now.seconds)
    let answer = answers[path]?(clock.now.seconds) ?? true
    clock.after(duration) { then(answer) }
  }
}
