import ControllerRuntime
import KubeAPI
import Units

/// What the timeline tells the run while it goes on.
extension ClusterRun {
  /// Begins a phase, unless it has begun: requests that arrive from now on count as its own.
  public func beginPhase(_ phase: Int) {
    guard phase < phaseStarts.count, phaseStarts[phase] == nil else { return }
    phaseStarts[phase] = clock.now
    phaseNumbers[phase] = world.ledger.beginPhase()
    clients.phaseBegan(phase)
  }

  /// Notes that a step begins; returns the number by which it ends.
  public func beginStep(_ step: TimelineStep) -> Int {
    steps.append(StepRecord(step: step, began: clock.now))
    return steps.count - 1
  }

  /// Notes that a step is done and what it has printed.
  public func endStep(_ number: Int, output: String) {
    steps[number].ended = clock.now
    steps[number].output = output
    clients.stepEnded(number)
  }

  /// Notes what a reader should know before trusting a figure; each text once.
  public func warn(_ text: String) {
    if !warnings.contains(text) { warnings.append(text) }
  }

  /// Calls `look` after each instant at which the store has changed, from now on.
  public func onChange(_ look: @escaping () -> Void) {
    listeners.add {
      look()
      return true
    }
  }

  /// Calls `look` after each instant at which the store has changed, for as long as it answers
  /// true.
  func onChange(while look: @escaping () -> Bool) { listeners.add(look) }

  /// Plans one look of all listeners at the end of this instant.
  func planLook() {
    guard !isLookPlanned, !listeners.isEmpty else { return }
    isLookPlanned = true
    clock.after(.zero) { [unowned self] in
      isLookPlanned = false
      let over = listeners.all.filter { !$0.look() }.map(\.id)
      listeners.remove(over)
    }
  }
}
