import ClusterSim
import ControllerRuntime
import Foundation
import KubeAPI
import Scenarios
import Scheduler
import Units
import Workloads

/// One run of a world with every promise looked at.
public struct Trial: Sendable {
  /// A promise that was broken.
  public struct Breach: Hashable, Sendable {
    /// The promise.
    public var promise: String
    /// When it was found broken: at most a slice of time later than it was.
    public var at: Instant
    /// What was seen.
    public var detail: String
  }
  /// The first promise that was broken; nil: all held.
  public var breach: Breach?
  /// Events that were carried out.
  public var events: UInt64 = 0
  /// Requests that users sent.
  public var requests = 0
  /// Promises that were looked at.
  public var promises = 0
  /// Simulated time.
  public var simulated = TimeSpan.zero

  /// Runs `world`, with a bug planted or as it is.
  ///
  /// - Throws: what is wrong with the scenario that the world makes, which is a fault of the
  ///   generator.
  public static func run(_ world: SwarmWorld, planted bug: PlantedBug? = nil) throws -> Trial {
    let design = try ScenarioFolder.with(world) { try ScenarioLoader.load(path: $0) }
    return try run(design, seed: world.seed, planted: bug)
  }

  /// Runs a scenario that is left alone at its end, and whose last phase is called `calm`.
  public static func run(
    _ design: ClusterDesign, seed: UInt64, planted bug: PlantedBug? = nil
  ) throws -> Trial {
    var trial = Trial()
    guard case .at(let end) = design.end else {
      throw DesignError("a world of the swarm ends at a time: write end: {at: …}")
    }
    let sink = SilentSink()
    let run = try ClusterRun(design, seed: seed, sink: sink, planted: bug)
    let timeline = TimelineRunner(run)
    run.start()
    timeline.start()
    while trial.breach == nil, run.clock.now < end {
      run.advance(to: min(end, run.clock.now + slice))
      if run.clock.now.nanoseconds % 20_000_000_000 == 0 { run.checkInvariants() }
      trial.breach = broken(run)
    }
    if trial.breach == nil {
      run.finish()
      trial.breach = broken(run) ?? unserved(run) ?? unsettled(run)
    }
    trial.events = run.executedEvents
    trial.requests = run.requestCounts.arrived
    trial.promises = run.promises.count + ClusterRun.settledPromises.count + 1
    trial.simulated = run.clock.now - .start
    return trial
  }

  /// Between looks at the promises of every run.
  private static let slice = TimeSpan.seconds(1)

  private static func broken(_ run: ClusterRun) -> Breach? {
    run.promises.first { !$0.holds }.map {
      Breach(promise: $0.name, at: run.clock.now, detail: $0.detail)
    }
  }

  /// The promise that everybody is served once all is calm.
  public static let served = "everybody is served in the end"

  private static func unserved(_ run: ClusterRun) -> Breach? {
    guard let phase = run.design.phases.firstIndex(where: { $0.name == "calm" }),
      let numbers = run.ledgerPhases(ofPhase: phase)
    else { return nil }
    var selection = RequestLedger.Selection()
    selection.phases = numbers
    let figures = run.world.ledger.figures(selection)
    guard figures.succeeded < figures.arrived else { return nil }
    return Breach(
      promise: served, at: run.clock.now,
      detail: "of \(figures.arrived) requests after all was mended, "
        + "\(figures.arrived - figures.succeeded) were lost: \(causes(figures))"
        + (figures.inFlight > 0 ? " \(figures.inFlight) never ended" : ""))
  }

  private static func causes(_ figures: LedgerFigures) -> String {
    FailureCause.allCases.filter { $0 != .none && figures.causes[Int($0.rawValue)] > 0 }
      .map { "\(figures.causes[Int($0.rawValue)]) \($0.label)" }.joined(separator: ", ")
  }

  /// Looks for rest, ten times a second apart: a lease or a probe may be on its way.
  private static func unsettled(_ run: ClusterRun) -> Breach? {
    var left = run.unsettled()
    for _ in 0..<10 where !left.isEmpty {
      run.advance(to: run.clock.now + .milliseconds(1_037))
      let now = run.unsettled()
      left = now.filter { new in left.contains { $0.promise == new.promise } }
    }
    return left.first.map {
      Breach(promise: $0.promise, at: run.clock.now, detail: $0.problem)
    }
  }
}

/// Takes nothing down: only promises count.
private final class SilentSink: MeasurementSink {
  func stored(_ event: WatchEvent, at now: Instant) {}
  func detail(of pod: PodInfo, attempt: Int) -> SchedulingDecision.Detail { [] }
  func decided(_ decision: SchedulingDecision) {}
  func clusterDeleted(at now: Instant) {}
  func secondPassed(at now: Instant) {}
}
