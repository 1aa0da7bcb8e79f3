import ControllerRuntime
import KubeAPI
import Units

/// What the timeline tells the run while it goes on.
extension ClusterRun {
  /// Begins a phase, unless it has begun: requests that arrive from now on count as its own.
  public func beginPhase(_ phase: Int) {
    guard phase < phaseStarts.count, phaseStarts[phase] == nil else { return }
    phaseStarts[phase] = clock.now
    let warmUp = design.phases[phase].warmUp?.cut ?? .zero
    segments.begin(phase: phase, isWarmingUp: warmUp > .zero, in: world.ledger)
    if warmUp > .zero {
      clock.after(warmUp) { [unowned self] in segments.warmedUp(phase: phase, in: world.ledger) }
    }
    moments.phaseBegan(phase)
  }

  /// The ledger's numbers of the requests that arrived in a phase, after its warm-up; nil when it
  /// has not begun, or not warmed up.
  public func ledgerPhases(ofPhase phase: Int) -> Range<UInt16>? {
    segments.numbers(ofPhase: phase)
  }

  /// The ledger's numbers of the requests that arrived in the measured window; nil when it has not
  /// opened.
  public var measuredLedgerPhases: Range<UInt16>? { segments.measured }

  /// Opens and closes the measured window when its moments come.
  func planWindow() {
    guard let window = design.window else { return }
    moments.at(window.from.later(by: window.warmUp?.cut ?? .zero)) { [unowned self] in
      measuredFrom = clock.now
      segments.measure(true, in: world.ledger)
      world.ledger.restartBlackouts(at: clock.now)
    }
    if let until = window.until {
      moments.at(until) { [unowned self] in
        measuredTo = clock.now
        segments.measure(false, in: world.ledger)
      blackoutsOfWindow = world.ledger.longestBlackouts(until: clock.now)
      }
    }
  }

  /// The longest time within the measured window in which every request was lost, of users and of
  /// probers.
  public var longestBlackouts: (users: TimeSpan, probers: TimeSpan) {
    blackoutsOfWindow ?? world.ledger.longestBlackouts(until: clock.now)
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
    moments.stepEnded(number)
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
