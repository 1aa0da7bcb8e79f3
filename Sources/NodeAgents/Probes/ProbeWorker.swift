import ControllerRuntime
import KubeAPI
import Units

/// Asks one probe of one container again and again, across its restarts.
///
/// Asks at each tick of a ticker that starts with the worker, and when triggered; it is not asked
/// while an answer is outstanding, and a tick or trigger of that time counts once, afterwards.
/// Ticks at which there is nothing to ask (no container runs, the initial delay goes on, the
/// startup probe is still out, or has passed) are skipped over without an event.
/// Source: `pkg/kubelet/prober/worker.go`, v1.36.
final class ProbeWorker {
  /// What a probe decides about.
  enum Kind: String {
    case readiness = "Readiness"
    case liveness = "Liveness"
    case startup = "Startup"
  }
  /// What the answers so far come to.
  enum Outcome: Equatable {
    case success
    case failure
    case unknown
  }
  /// The container's run that is asked.
  private struct Target: Equatable {
    var id: ContainerID
    var since: Instant?
    var hasStarted: Bool
  }

  let container: Container
  let kind: Kind
  /// What the answers so far come to, for the latest run.
  private(set) var outcome: Outcome
  private let probe: Probe
  private let clock: any Clock
  private let ask: (Container, Probe, ContainerID, @escaping (Bool) -> Void) -> Void
  private let report: (ProbeWorker, Report) -> Void
  private let base: Instant
  private let period: TimeSpan
  private var target: Target?
  private var isStopped = false
  private var isOnHold = false
  private var isAsking = false
  private var isTriggered = false
  private var lastTick: Instant?
  private var timer: TimerToken?
  private var lastAnswer: Bool?
  private var answersInARow: Int32 = 0

  /// What a worker tells its pod.
  enum Report {
    /// An answer was no.
    case failed
    /// The outcome has changed.
    case changed
  }

  /// A worker whose first tick is `offset` from now.
  init(
    _ probe: Probe, _ kind: Kind, container: Container, clock: any Clock, offset: TimeSpan,
    ask: @escaping (Container, Probe, ContainerID, @escaping (Bool) -> Void) -> Void,
    report: @escaping (ProbeWorker, Report) -> Void
  ) {
    self.probe = probe
    self.kind = kind
    self.container = container
    self.clock = clock
    self.ask = ask
    self.report = report
    base = clock.now + offset
    period = .seconds(Int64(max(1, probe.periodSeconds)))
    outcome = Self.initial(kind)
  }

  /// What holds before the first answer: not ready, alive, and not known to have started.
  private static func initial(_ kind: Kind) -> Outcome {
    switch kind {
    case .readiness: .failure
    case .liveness: .success
    case .startup: .unknown
    }
  }

  /// Takes over what the pod's status shows: the container's latest run, since when it runs (nil
  /// when it does not), and whether it has started.
  func follow(_ id: ContainerID?, runningSince since: Instant?, hasStarted: Bool) {
    guard !isStopped, let id else { return }
    let next = Target(id: id, since: since, hasStarted: hasStarted)
    guard next != target else { return }
    if target?.id != id {
      outcome = Self.initial(kind)
      isOnHold = false
      isAsking = false
      lastAnswer = nil
      answersInARow = 0
    }
    target = next
    if since == nil, kind != .liveness { settle(.failure) }
    arm()
  }

  /// Asks now if there is anything to ask, beside the ticks.
  func trigger() {
    if clock.now < base { return }
    if isAsking { isTriggered = true } else { askIfDue() }
  }

  /// Asks no more.
  func stop() {
    isStopped = true
    disarm()
  }

  /// The first instant at which the present run may be asked; nil when it may not.
  private var eligibleAt: Instant? {
    guard !isStopped, !isOnHold, let target, let since = target.since else { return nil }
    if target.hasStarted == (kind == .startup) { return nil }
    return since + .seconds(Int64(probe.initialDelaySeconds))
  }

  private func disarm() {
    if let timer { clock.cancel(timer) }
    timer = nil
  }

  /// Sets the timer to the next tick at which there is something to ask.
  private func arm() {
    disarm()
    guard !isAsking, let eligibleAt else { return }
    var tick = firstTick(from: max(eligibleAt, clock.now))
    if let lastTick, tick <= lastTick { tick = lastTick + period }
    timer = clock.after(tick - clock.now) { [weak self] in
      self?.timer = nil
      self?.lastTick = tick
      self?.askIfDue()
    }
  }

  private func firstTick(from instant: Instant) -> Instant {
    guard instant > base else { return base }
    let late = (instant - base).nanoseconds
    let ticks = (late + period.nanoseconds - 1) / period.nanoseconds
    return base + period * ticks
  }

  private func askIfDue() {
    guard !isAsking, let target, let eligibleAt, eligibleAt <= clock.now else { return }
    disarm()
    isAsking = true
    let asked = clock.now
    ask(container, probe, target.id) { [weak self] answer in
      guard let self, self.target?.id == target.id, !isStopped, isAsking else { return }
      isAsking = false
      consider(answer)
      let tick = firstTick(from: asked + TimeSpan(nanoseconds: 1))
      if isTriggered || (tick < clock.now && tick > lastTick ?? .start) {
        isTriggered = false
        lastTick = max(lastTick ?? .start, firstTick(from: clock.now) - period)
        askIfDue()
      }
      if !isAsking { arm() }
    }
  }

  private func consider(_ answer: Bool) {
    if !answer { report(self, .failed) }
    if lastAnswer == answer {
      answersInARow += 1
    } else {
      lastAnswer = answer
      answersInARow = 1
    }
    let threshold = answer ? probe.successThreshold : probe.failureThreshold
    if answersInARow < threshold { return }
    settle(answer ? .success : .failure)
    if !answer, kind != .readiness {
      // Until the container has been started anew there is nothing more to learn.
      isOnHold = true
      answersInARow = 0
    }
  }

  private func settle(_ next: Outcome) {
    guard outcome != next else { return }
    outcome = next
    report(self, .changed)
  }
}
