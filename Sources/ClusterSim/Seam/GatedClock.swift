import ControllerRuntime
import Units

/// A clock that can be stopped for good for those who live on it: what they had planned does not
/// happen any more.
///
/// The control plane lives on one, so that a deleted cluster falls silent at once.
final class GatedClock: Clock, PartRegistry {
  private let clock: any Clock
  private(set) var isOpen = true
  private let adopt: (any SettlingPart) -> Void
  private var parts: [Entry] = []

  /// A part that lives on the clock, for as long as it does.
  private struct Entry {
    weak var part: (any SettlingPart)?
  }

  /// Follows `clock` until it is closed; `adopt` is told of each part that lives on it.
  init(_ clock: any Clock, adopt: @escaping (any SettlingPart) -> Void = { _ in }) {
    self.clock = clock
    self.adopt = adopt
  }

  func register(_ part: any SettlingPart) {
    parts.append(Entry(part: part))
    adopt(part)
  }

  /// What the first part that is not at rest has to do; nil when all are, or nothing goes on.
  var unsettled: String? {
    guard isOpen else { return nil }
    return parts.lazy.compactMap { $0.part?.unsettled }.first
  }

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
