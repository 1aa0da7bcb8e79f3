import ClusterSim
import Results
import Scenarios
import Units

/// How replications are carried out.
public struct StudyOptions: Sendable {
  /// The seed; nil: the design's.
  public var seed: UInt64?
  /// How many replications each design has; one or more.
  public var replications = 1
  /// How many threads work at once; results do not depend on it.
  public var threads = Cores.count
  /// Which requests of replication 0 are written down one by one.
  public var traceRequests = RequestTrace.none

  /// One replication, on all cores.
  public init() {}
}

/// Takes the requests of replication 0 that are written down, of the variant of an index, in the
/// order of their end. Called on other threads than the caller's, but never on two at once for one
/// variant.
public typealias RowSink = @Sendable (_ variant: Int, _ row: RequestRow) throws -> Void

/// Told now and then which share of all runs is done, 0 … 1, and what is going on.
public typealias StudyProgress = (_ share: Double, _ text: String) -> Void

extension Experiment {
  /// Runs so many replications of `design` and returns what they found out together.
  ///
  /// Replication *k* is the run that `RunOptions.replication` *k* gives; equal for any number of
  /// threads.
  /// - Throws: `ReplicationFailure` for the first replication that cannot be carried out.
  public static func replicate(
    _ design: ClusterDesign, options: StudyOptions = StudyOptions(), rows: RowSink? = nil,
    progress: StudyProgress? = nil
  ) throws -> Replications {
    let runs = ManyRuns([design], names: [nil], options: options)
    return try runs.carryOut(rows: rows, progress: progress)[0]
  }

  /// Runs so many replications of every variant of `study`, all with the same random numbers, and
  /// sets them side by side.
  ///
  /// - Throws: `ReplicationFailure` for the first replication that cannot be carried out.
  public static func compare(
    _ study: Study, options: StudyOptions = StudyOptions(), rows: RowSink? = nil,
    progress: StudyProgress? = nil
  ) throws -> StudyResults {
    precondition(!study.variants.isEmpty, "a comparison needs variants")
    let runs = ManyRuns(
      study.variants.map(\.design), names: study.variants.map(\.name), options: options)
    let found = try runs.carryOut(rows: rows, progress: progress)
    return StudyBuilder(study, found, seed: options.seed ?? study.design.seed).results
  }
}

/// Replications of one or more designs, on one pool of threads.
struct ManyRuns {
  private let designs: [ClusterDesign]
  private let names: [String?]
  private let options: StudyOptions

  init(_ designs: [ClusterDesign], names: [String?], options: StudyOptions) {
    self.designs = designs
    self.names = names
    self.options = options
  }

  /// What a run hands over: the first replication all of it, the others their summary.
  private struct Outcome: Sendable {
    let record: ReplicationRecord
    let results: RunResults?
  }

  /// Carries all runs out: all designs' replication 0, then all designs' replication 1, and so on.
  func carryOut(rows: RowSink?, progress: StudyProgress?) throws -> [Replications] {
    let (names, options) = (names, options)
    let plans = try plans(progress)
    let count = designs.count * max(1, options.replications)
    let jobs = OrderedJobs<Outcome>(count: count, threads: options.threads) { number, context in
      let (replication, variant) = number.quotientAndRemainder(dividingBy: plans.count)
      do {
        return try Self.run(
          plans[variant], variant, UInt64(replication), options, rows, context)
      } catch {
        throw ReplicationFailure(
          variant: names[variant], replication: UInt64(replication), cause: error)
      }
    }
    var found: [Replications] = []
    var done = 0
    try jobs.run { number, outcome in
      if let results = outcome.results { found.append(Replications(first: results)) }
      found[number % plans.count].add(outcome.record)
      done = number + 1
    } progress: { share in
      progress?(share, "\(done) of \(count) \(count == 1 ? "run" : "runs") done")
    }
    for index in found.indices {
      found[index].headline = ReplicatedHeadline(designs[index], found[index]).headline
    }
    return found
  }

  /// The designs with their warm-ups detected where they want that, all at once.
  private func plans(_ progress: StudyProgress?) throws -> [PilotRuns.Resolution] {
    var plans = designs.map { PilotRuns.Resolution(design: $0) }
    let needy = plans.indices.filter { PilotRuns.areNeeded(by: designs[$0]) }
    let seed = options.seed
    guard !needy.isEmpty else { return plans }
    let wanting = needy.map { designs[$0] }
    let jobs = OrderedJobs<PilotRuns.Resolution>(count: needy.count, threads: options.threads) {
      number, context in
      try PilotRuns(wanting[number], seed: seed).resolved(isCancelled: context.isCancelled)
    }
    try jobs.run { number, plan in
      plans[needy[number]] = plan
    } progress: { _ in
      progress?(0, "pilot runs for the warm-up")
    }
    return plans
  }

  private static func run(
    _ plan: PilotRuns.Resolution, _ variant: Int, _ replication: UInt64, _ options: StudyOptions,
    _ rows: RowSink?, _ context: OrderedJobs<Outcome>.Context
  ) throws -> Outcome {
    var single = RunOptions()
    single.seed = options.seed
    single.replication = replication
    let isFirst = replication == 0
    single.traceRequests = isFirst ? options.traceRequests : .none
    single.explainsDecisions = isFirst
    var results = try Experiment.runAsItIs(
      plan.design, options: single, rows: { row in try rows?(variant, row) },
      progress: { share, _ in context.progress(share) }, isCancelled: context.isCancelled)
    plan.annotate(&results)
    return Outcome(
      record: ReplicationRecord(replication, results), results: isFirst ? results : nil)
  }
}
