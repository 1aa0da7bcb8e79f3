import ControllerRuntime
import EventKernel
import Units

/// The engine's clock as the control plane sees it.
final class SimulatedClock: Clock {
  private let engine: Engine

  /// The clock of `engine`.
  init(_ engine: Engine) { self.engine = engine }

  var now: Instant { engine.now }

  func after(_ delay: TimeSpan, _ action: @escaping () -> Void) -> TimerToken {
    TimerToken(rawValue: engine.after(max(delay, .zero), action).rawValue)
  }

  func cancel(_ timer: TimerToken) { engine.cancel(EventHandle(rawValue: timer.rawValue)) }
}
