import ControllerRuntime
import Units

/// Runs one piece of work as soon as it is asked for, but never without a rest after the last time.
///
/// The first request runs at once; requests during a run or the rest after it come to one run at
/// the rest's end.
/// Source: `pkg/proxy/runner/bounded_frequency_runner.go`, v1.36; its runs for want of requests
/// (every 30 s or more) change nothing here and are left out.
final class BoundedFrequencyRunner {
  private enum State {
    case idle
    case running
    case resting
  }
  private let clock: any Clock
  private let rest: TimeSpan
  private let work: (_ done: @escaping () -> Void) -> Void
  private var state = State.idle
  private var isAsked = false
  private var isStopped = false

  /// A runner of `work`, which says when it is done.
  init(clock: any Clock, rest: TimeSpan, work: @escaping (_ done: @escaping () -> Void) -> Void) {
    self.clock = clock
    self.rest = rest
    self.work = work
  }

  /// Asks for a run.
  func run() {
    guard !isStopped else { return }
    isAsked = true
    if state == .idle { begin() }
  }

  /// Runs no more.
  func stop() { isStopped = true }

  private func begin() {
    isAsked = false
    state = .running
    work { [weak self] in
      guard let self, !isStopped else { return }
      state = .resting
      clock.after(rest) { [weak self] in
        guard let self, !isStopped else { return }
        state = .idle
        if isAsked { begin() }
      }
    }
  }
}
