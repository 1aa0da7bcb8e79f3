import Statistics

/// What one replication gave, summed up: its figures and what became of promises, without its
/// series and tables.
public struct ReplicationRecord: Sendable {
  /// The replication's number, from 0.
  public var number: UInt64
  /// All figures of its summary.
  public var figures: FigureTable.Row
  /// Whether the system kept up with the load.
  public var verdict: RunVerdict
  /// What a reader should know before trusting a figure.
  public var warnings: [String]
  /// The promises that were checked.
  public var invariants: [InvariantResult]
  /// The figures that the scenario said must hold, in its order.
  public var expectations: [ExpectationResult]
  /// How many pods had no node at the end.
  public var unscheduledPods: Int
  /// The image versions' names and the like are in `figures`; this is the run's own vouching.
  public var isTrustworthy: Bool

  /// The record of replication `number`, which found out `results`.
  public init(_ number: UInt64, _ results: RunResults) {
    self.number = number
    figures = FigureTree.row(of: SummaryDocument.json(of: results))
    verdict = results.verdict
    warnings = results.warnings
    invariants = results.invariants
    expectations = results.expectations
    unscheduledPods = results.unscheduledPods.count
    isTrustworthy = results.isTrustworthy
  }
}

/// Something that was checked in every replication.
public struct ReplicatedCheck: Sendable, Equatable {
  /// What had to hold.
  public var text: String
  /// In how many replications it held.
  public var held: Int
  /// Of how many.
  public var replications: Int
  /// The first replication that broke it, with what that gave; nil when all held.
  public var firstBreak: Break?

  /// A replication that broke something.
  public struct Break: Sendable, Equatable {
    /// The replication's number.
    public var replication: UInt64
    /// What it gave, or how it broke.
    public var observed: String

    /// Replication `replication`, which gave `observed`.
    public init(replication: UInt64, observed: String) {
      self.replication = replication
      self.observed = observed
    }
  }

  /// A check that holds in no replication yet.
  public init(_ text: String) {
    self.text = text
    held = 0
    replications = 0
  }

  /// Whether no replication broke it.
  public var holds: Bool { held == replications }

  /// Takes in the outcome of one more replication.
  public mutating func add(_ replication: UInt64, holds: Bool, observed: String) {
    replications += 1
    if holds {
      held += 1
    } else if firstBreak == nil {
      firstBreak = Break(replication: replication, observed: observed)
    }
  }

  /// `held in 19 of 20 replications; replication 7 was the first to break it, with 12`.
  public var outcome: String {
    let all = replications == 1 ? "1 replication" : "\(replications) replications"
    guard let firstBreak else { return "held in \(replications == 1 ? "" : "all ")\(all)" }
    return "held in \(held) of \(all); replication \(firstBreak.replication) was the first to "
      + "break it, with \(firstBreak.observed)"
  }
}

/// Everything that the replications of one design found out: the first in full, the others summed
/// up, in the order of their numbers.
///
/// Holds nothing that depends on which of them was over first.
public struct Replications: Sendable {
  /// Replication 0 with its series, pods, events and transcript.
  public let first: RunResults
  /// The figures of all.
  public private(set) var table = FigureTable()
  /// The verdict of each.
  public private(set) var verdicts: [RunVerdict.Kind] = []
  /// The scenario's expectations.
  public private(set) var expectations: [ReplicatedCheck] = []
  /// The promises of every run.
  public private(set) var invariants: [ReplicatedCheck] = []
  /// Whether all vouch for themselves.
  public private(set) var isTrustworthy = true
  /// In how many replications a pod had no node at the end.
  public private(set) var replicationsWithUnscheduledPods = 0
  /// The answer in a sentence over all replications; nil lets the first one's stand.
  public var headline: Headline?
  private var warningCounts: [(text: String, count: Int)] = []

  /// The replications of a design of which `first` was number 0.
  public init(first: RunResults) { self.first = first }

  /// How many there are.
  public var count: Int { table.count }

  /// Takes in the next replication; the first one to come is number 0.
  public mutating func add(_ record: ReplicationRecord) {
    table.add(record.figures)
    verdicts.append(record.verdict.kind)
    for (index, result) in record.expectations.enumerated() {
      if index == expectations.count { expectations.append(ReplicatedCheck(result.text)) }
      expectations[index].add(record.number, holds: result.holds, observed: result.observed)
    }
    for (index, result) in record.invariants.enumerated() {
      if index == invariants.count { invariants.append(ReplicatedCheck(result.name)) }
      invariants[index].add(record.number, holds: result.holds, observed: result.detail)
    }
    isTrustworthy = isTrustworthy && record.isTrustworthy
    if record.unscheduledPods > 0 { replicationsWithUnscheduledPods += 1 }
    for warning in record.warnings {
      if let place = warningCounts.firstIndex(where: { $0.text == warning }) {
        warningCounts[place].count += 1
      } else {
        warningCounts.append((warning, 1))
      }
    }
  }

  /// The answer in a sentence.
  public var answer: Headline { headline ?? first.answer }

  /// The worst verdict of any replication, and in how many each came up.
  public var verdict: RunVerdict {
    guard count > 1 else { return first.verdict }
    let order: [RunVerdict.Kind] = [.overloaded, .backlogged, .stable]
    let found = order.compactMap { kind -> (kind: RunVerdict.Kind, count: Int)? in
      let number = verdicts.count { $0 == kind }
      return number == 0 ? nil : (kind, number)
    }
    let worst = found.first?.kind ?? .stable
    if found.count == 1 {
      return RunVerdict(worst, reason: "in all \(count) replications; in the first, "
        + first.verdict.reason)
    }
    let parts = found.map { "\($0.kind.rawValue) in \($0.count)" }.joined(separator: ", ")
    return RunVerdict(worst, reason: "\(parts) of \(count) replications")
  }

  /// What a reader should know, each text once, with the number of replications that say it.
  /// Texts that differ only in a number count as different, so only what several say is shared.
  public var warnings: [String] {
    guard count > 1 else { return first.warnings }
    let shared = warningCounts.filter { $0.count > 1 || first.warnings.contains($0.text) }
    let rare = warningCounts.count - shared.count
    return shared.map { "\($0.text) (in \($0.count) of \(count) replications)" }
      + (rare == 0 ? [] : ["\(rare) more warnings came up in one replication each"])
  }
}
