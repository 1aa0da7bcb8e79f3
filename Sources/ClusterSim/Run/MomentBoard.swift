import ControllerRuntime
import Units

/// Calls back at moments that a design names: instants, and times after steps and phases of the
/// timeline, which are known only when the timeline gets there.
final class MomentBoard {
  private let clock: any Clock
  private var afterSteps: [(step: Int, pause: TimeSpan, action: () -> Void)] = []
  private var inPhases: [(phase: Int, pause: TimeSpan, action: () -> Void)] = []

  init(clock: any Clock) { self.clock = clock }

  /// Runs `action` at `moment`, or now when that is past.
  func at(_ moment: Moment, _ action: @escaping () -> Void) {
    switch moment {
    case .at(let instant): clock.after(max(instant - clock.now, .zero), action)
    case .afterStep(let step, let pause): afterSteps.append((step, pause, action))
    case .phase(let phase, let pause): inPhases.append((phase, pause, action))
    }
  }

  /// A phase has begun.
  func phaseBegan(_ phase: Int) {
    for entry in inPhases where entry.phase == phase { clock.after(entry.pause, entry.action) }
  }

  /// A step of the timeline is done.
  func stepEnded(_ step: Int) {
    for entry in afterSteps where entry.step == step { clock.after(entry.pause, entry.action) }
  }
}
