import ControllerRuntime
import Units

/// A clock that can be stopped for good for those who live on it: what they had planned does not
/// happen any more.
///
/// The control plane lives on one, so that a deleted cluster falls silent at once.
final class GatedClock: Clock {
  private let clock: any Clock
  private(set) var isOpen = true

  /// Follows `clock` until it is closed.
  init(_ clock: any Clock) { self.clock = clock }

  var now: Instant { clock.now }

  func after(_ delay: TimeSpan, _ action: @escaping () -> Void) -> TimerToken {
    clock.after(delay) { [self] in
      if isOpen { action() }
    }
  }

  func cancel(_ timer: TimerToken) { clock.cancel(timer) }

  /// Nothing that was planned on this clock happens from now on.
  func close() { isOpen = false }
}
