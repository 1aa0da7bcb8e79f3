import ClusterSim
import Results
import Scenarios
import Units
import Workloads

/// One run on its way: steps through simulated time and collects what is found out.
final class Execution {
  let design: ClusterDesign
  let seed: UInt64
  let replication: UInt64
  let run: ClusterRun
  let collector: RunCollector
  private let timeline: TimelineRunner
  private var timelineEnd: Instant?
  private var requestNames: RequestNames

  init(_ design: ClusterDesign, options: RunOptions) throws {
    self.design = design
    seed = options.seed ?? design.seed
    replication = options.replication
    collector = RunCollector(design, explainsDecisions: options.explainsDecisions)
    run = try ClusterRun(
      design, seed: seed, replication: options.replication, sink: collector)
    collector.run = run
    timeline = TimelineRunner(run)
    requestNames = RequestNames(run)
    switch options.traceRequests {
    case .none: break
    case .all: run.world.ledger.trace(every: 1)
    case .every(let number): run.world.ledger.trace(every: UInt64(max(1, number)))
    }
  }

  /// Runs to the end, in slices of simulated time between which progress is shown and rows of
  /// requests are handed over.
  ///
  /// - Parameter isCancelled: Asked between slices; true ends the run.
  /// - Throws: what `rows` throws, or `CancellationError`.
  func carryOut(
    rows: ((RequestRow) throws -> Void)?, progress: ((Double, String) -> Void)?,
    isCancelled: (() -> Bool)? = nil
  ) throws {
    timeline.onFinished = { [unowned self] in timelineEnd = run.clock.now }
    run.start()
    timeline.start()
    while let end = end, run.clock.now < end {
      if isCancelled?() == true { throw CancellationError() }
      run.advance(to: min(end, run.clock.now + Self.slice))
      for record in run.world.ledger.takeTraced() { try rows?(requestNames.row(record)) }
      progress?(share, "simulated \(Transcript.time(run.clock.now))")
    }
    run.finish()
    warnOfUnreachedSteps()
  }

  /// A run that ends before its timeline does must not look like one that told the whole story.
  private func warnOfUnreachedSteps() {
    let done = run.steps.count { $0.ended != nil }
    guard done < design.timeline.count else { return }
    run.warn(
      "the run ended with \(done) of \(design.timeline.count) steps of the timeline done; the "
        + "others were not reached, or their command had not returned")
  }

  private static let slice = TimeSpan.seconds(5)
  /// A timeline that has not ended after this long never will.
  private static let patience = TimeSpan.hours(48)

  /// When the run ends, as far as is known now.
  private var end: Instant? {
    switch design.end {
    case .at(let instant): return instant
    case .afterTimeline(let settle):
      if let timelineEnd { return timelineEnd + settle }
      return .start + Self.patience
    }
  }

  /// How much of the run is done: by time when its length is known, else by the timeline's steps.
  private var share: Double {
    if case .at(let instant) = design.end, instant > .start {
      return run.clock.now.seconds / instant.seconds
    }
    guard !design.timeline.isEmpty else { return 1 }
    return Double(run.steps.count) / Double(design.timeline.count + 1)
  }

  /// Everything that the run found out.
  var results: RunResults { ResultBuilder(self).results }
}
