import ClusterSim
import Units

/// Types the timeline's commands and lets its faults happen, one step after another, on the
/// simulated clock.
///
/// A step begins when its trigger says so and the step before it is done: its command is back at
/// the prompt. What each command prints goes to the run's transcript.
public final class TimelineRunner {
  private let run: ClusterRun
  private let steps: [TimelineStep]
  private let verbs: CommandVerbs
  private var doneAt = Instant.start
  private var waiting: Waiting?
  /// Called once, when the last step is done.
  public var onFinished: (() -> Void)?

  private final class Waiting {
    let index: Int
    let condition: WaitCondition
    let pause: TimeSpan
    var isOver = false

    init(index: Int, condition: WaitCondition, pause: TimeSpan) {
      self.index = index
      self.condition = condition
      self.pause = pause
    }
  }

  /// The timeline of the design that `run` simulates.
  public init(_ run: ClusterRun) {
    self.run = run
    steps = run.design.timeline
    verbs = CommandVerbs(run)
  }

  /// Begins with the first step; to be called before the run starts.
  public func start() {
    run.onChange { [unowned self] in look() }
    prepare(0)
  }

  /// Sets up the trigger of step `index`.
  private func prepare(_ index: Int) {
    guard index < steps.count else {
      onFinished?()
      return
    }
    let now = run.clock.now
    switch steps[index].trigger {
    case .at(let instant): begin(index, after: max(instant - now, .zero))
    case .after(let span): begin(index, after: max(doneAt + span - now, .zero))
    case .when(let condition, let timeout, let pause):
      let waiting = Waiting(index: index, condition: condition, pause: pause)
      self.waiting = waiting
      run.clock.after(timeout) { [unowned self] in giveUp(waiting, after: timeout) }
      look()
    }
  }

  private func begin(_ index: Int, after delay: TimeSpan) {
    run.clock.after(delay) { [unowned self] in perform(index) }
  }

  /// Looks whether what the timeline waits for has come about.
  private func look() {
    guard let waiting, !waiting.isOver, run.holds(waiting.condition) else { return }
    waiting.isOver = true
    self.waiting = nil
    begin(waiting.index, after: waiting.pause)
  }

  private func giveUp(_ waiting: Waiting, after timeout: TimeSpan) {
    guard !waiting.isOver else { return }
    waiting.isOver = true
    self.waiting = nil
    run.warn(
      "line \(steps[waiting.index].line) of the scenario waited \(timeout.seconds) s "
        + "for something that did not come about, and went on")
    begin(waiting.index, after: .zero)
  }

  private func perform(_ index: Int) {
    let step = steps[index]
    run.beginPhase(step.phase)
    let entry = run.beginStep(step)
    let done: (String) -> Void = { [unowned self] output in
      run.endStep(entry, output: output)
      doneAt = run.clock.now
      prepare(index + 1)
    }
    switch step.action {
    case .command(let command): verbs.carryOut(command, then: done)
    case .fault(let fault): done(run.inject(fault))
    case .nothing: done("")
    }
  }
}
