import ClusterSim
import KubeAPI
import Results
import Scenarios
import Units
import Workloads

/// Makes the record of a run that is over.
struct ResultBuilder {
  private let design: ClusterDesign
  private let seed: UInt64
  private let replication: UInt64
  private let run: ClusterRun
  private let collector: RunCollector
  private let figures: FigureBuilder
  private let series: SeriesBuilder
  private let window: (from: Instant, to: Instant)

  init(_ execution: Execution) {
    design = execution.design
    seed = execution.seed
    replication = execution.replication
    run = execution.run
    collector = execution.collector
    figures = FigureBuilder(run.world.ledger)
    series = SeriesBuilder(run, collector.seconds)
    let end = run.clock.now
    window = (run.measuredFrom ?? end, run.measuredTo ?? end)
  }

  /// Everything that the run found out.
  var results: RunResults {
    var results = RunResults(
      scenario: design.name, seed: seed, version: Product.version,
      simulated: run.clock.now - .start)
    results.replication = replication
    results.measuredFrom = window.from
    results.measuredTo = window.to
    results.objective = objective
    results.warmUps = warmUps
    count(&results)
    results.downtime = downtime(results.run)
    describeWorld(&results)
    judge(&results)
    return results
  }

  // MARK: Requests

  private func count(_ results: inout RunResults) {
    let world = run.world
    var measured = RequestLedger.Selection()
    measured.phases = run.measuredLedgerPhases ?? 0..<0
    results.run = figures.figures(measured)
    results.phases = phases
    results.clients = named(design.clients.filter { !$0.isProber }.map(\.name)) { name in
      var selection = measured
      selection.client = number(of: name, in: world.clientsByIndex)
      return selection
    }
    results.endpoints = named(world.endpoints) { name in
      var selection = measured
      selection.endpoint = number(of: name, in: world.endpoints)
      return selection
    }
    results.versions = named(world.versions) { name in
      var selection = measured
      selection.version = number(of: name, in: world.versions)
      return selection
    }
  }

  private func number(of name: String, in names: [String]) -> UInt16? {
    names.firstIndex(of: name).map(UInt16.init)
  }

  /// The figures of each name whose requests anybody sent, sorted by name.
  private func named(
    _ names: [String], _ selection: (String) -> RequestLedger.Selection
  ) -> [NamedFigures] {
    Set(names).sorted().filter { !$0.isEmpty }
      .map { NamedFigures($0, figures.figures(selection($0))) }
      .filter { $0.figures.arrived > 0 }
  }

  private var phases: [PhaseFigures] {
    let begun = design.phases.indices.filter { run.phaseStarts[$0] != nil }
    return begun.enumerated().map { order, phase in
      let from = run.phaseStarts[phase] ?? .start
      let next = order + 1 < begun.count ? run.phaseStarts[begun[order + 1]] : nil
      var selection = RequestLedger.Selection()
      selection.phases = run.ledgerPhases(ofPhase: phase) ?? 0..<0
      return PhaseFigures(
        design.phases[phase].name, from: from, to: next ?? run.clock.now,
        figures.figures(selection))
    }
  }

  // MARK: Downtime and verdict

  /// What was left out at the start of what is steady.
  private var warmUps: [WarmUpCut] {
    let window = design.window?.warmUp.map { WarmUpCut(of: nil, cut: $0.cut) }
    let phases = design.phases.indices.compactMap { index -> WarmUpCut? in
      guard run.phaseStarts[index] != nil, let warmUp = design.phases[index].warmUp else {
        return nil
      }
      return WarmUpCut(of: design.phases[index].name, cut: warmUp.cut)
    }
    return (window.map { [$0] } ?? []) + phases
  }

  private var objective: RunObjective {
    let latency = design.objective.latency
    return RunObjective(
      successShare: design.objective.successShare,
      latencyP99: latency?.quantile == 0.99 ? latency?.atMost : nil)
  }

  /// The whole seconds of the measured window.
  private var measuredSeconds: Range<Int> {
    let first = Int((window.from.nanoseconds + 999_999_999) / 1_000_000_000)
    let last = Int(window.to.nanoseconds / 1_000_000_000)
    return (first..<max(first, last)).clamped(to: series.rows.indices)
  }

  /// Whether a second met the objective; one in which nobody asked for anything did.
  private func meetsObjective(_ row: SecondRow) -> Bool {
    let good = Double(row.arrived - row.lostOfArrived)
    guard good >= design.objective.successShare * Double(row.arrived) else { return false }
    guard let bound = objective.latencyP99, row.succeeded > 0 else { return true }
    return row.latencyP99 <= bound.nanoseconds
  }

  /// Seconds count by when requests were sent: an outage in which every request hangs until its
  /// client gives up lasts from the first of them, not from the first that is given up.
  private func downtime(_ figures: RequestFigures) -> DowntimeFigures {
    let share = design.objective.successShare
    let below = measuredSeconds.filter { second in
      let row = series.rows[second]
      return row.arrived > 0
        && Double(row.arrived - row.lostOfArrived) < share * Double(row.arrived)
    }
    let blackouts = run.longestBlackouts
    let hasProber = design.clients.contains(where: \.isProber)
    return DowntimeFigures(
      failedShare: 1 - (figures.availability ?? 1), objective: share,
      belowObjective: .seconds(Int64(below.count)), longestBlackoutUsers: blackouts.users,
      longestBlackoutProber: hasProber ? blackouts.probers : nil)
  }

  private func judge(_ results: inout RunResults) {
    let seconds = series.rows.map {
      VerdictRule.Second(inFlight: $0.inFlight, arrived: $0.arrived, timedOut: $0.timedOut)
    }
    results.verdict = VerdictRule(seconds, measured: measuredSeconds).verdict
    if results.verdict.kind == .stable, results.run.lost > 0 {
      results.verdict.reason += "; what was lost was lost to other causes than a growing queue"
    }
    results.headline = headlineRule(results.phases).headline(of: results)
    results.invariants = run.promises.map {
      InvariantResult(name: $0.name, holds: $0.holds, detail: $0.detail)
    }
    results.warnings = run.warnings + SampleRule.warnings(results)
    results.assumedDefaults = AssumedDefaults.of(design)
    let summary = SummaryDocument.json(of: results)
    results.expectations = design.expectations.map { expectation in
      let outcome = ExpectationOutcome(expectation) { summary.figure(at: $0) }
      var observed = outcome.observed.flatMap(NumberText.shortest) ?? "no such figure"
      if case .figure = expectation.bound {
        observed += " against \(outcome.bound.flatMap(NumberText.shortest) ?? "no such figure")"
      }
      return ExpectationResult(
        text: expectation.text, observed: observed, holds: outcome.holds)
    }
  }

  private func headlineRule(_ phases: [PhaseFigures]) -> HeadlineRule {
    let begun = design.phases.indices.filter { run.phaseStarts[$0] != nil }
    let asked = design.question.flatMap { question in
      begun.firstIndex(of: question.phase).map { (phase: $0, subject: question.subject) }
    }
    let rows = zip(begun, phases).map { phase, figures in
      HeadlineRule.Phase(
        title: design.phases[phase].title, secondsWithLosses: secondsWithLosses(figures))
    }
    return HeadlineRule(rows, asked: asked)
  }

  private func secondsWithLosses(_ phase: PhaseFigures) -> Int {
    let first = Int(phase.from.nanoseconds / 1_000_000_000)
    let last = Int((phase.to.nanoseconds + 999_999_999) / 1_000_000_000)
    return (first..<max(first, last)).clamped(to: series.rows.indices)
      .filter { series.rows[$0].lostOfArrived > 0 }.count
  }

  // MARK: The cluster

  /// Every pod; one that was left on a machine that was given back ended with that machine.
  private var pods: [PodRow] {
    var ends: [String: Instant] = [:]
    for machine in run.machines { ends[machine.name] = machine.ended }
    return collector.pods.pods.map { pod in
      var pod = pod
      if pod.ended == nil, let node = pod.node { pod.ended = ends[node] }
      return pod
    }
  }

  /// What was left out of the decisions' explanations, as a sentence.
  private var unexplained: String? {
    let decisions = collector.decisions
    guard decisions.unexplained > 0 else { return nil }
    let all = decisions.rows.count { $0.nodesEvaluated > 0 }
    let nodes = FigureText.grouped(DecisionCollector.nodesMax)
    let left = FigureText.grouped(decisions.unexplained)
    return "\(left) of \(FigureText.grouped(all)) attempts are not told node by node: room is kept "
      + "for \(nodes) nodes of attempts that found one and as many of those that did not, and for "
      + "the first \(DecisionCollector.failuresMax) failures of a pod. decisions.csv has a row "
      + "for each."
  }

  private func describeWorld(_ results: inout RunResults) {
    results.series = series.series
    results.pods = pods
    results.events = collector.events.events
    results.decisions = collector.decisions.rows
    results.unexplained = unexplained
    results.nodes = NodeBuilder(run, collector, measured: measuredSeconds).rows
    results.utilisation = NodeBuilder.total(results.nodes)
    let limits = LimitBuilder(results.series, collector, measured: measuredSeconds)
    results.limits = limits.figures
    results.limits.objective = limits.objective(series.rows, meets: meetsObjective)
    results.containers = ContainerBuilder(run).figures
    ContainerBuilder(run).fill(&results.pods, uids: collector.pods.places)
    results.cost = CostBuilder(run).figures
    results.databases = run.databases.map { DatabaseFigures($0, window: window) }
    results.steps = run.steps.compactMap(StepRow.init)
    results.unscheduledPods = run.all(Pod.self)
      .filter { run.isClusterUp && $0.spec.nodeName.isEmpty && $0.isActive }
      .map { pod in
        UnscheduledPod(
          name: pod.metadata.name, since: pod.metadata.creationTimestamp ?? .start,
          reason: pod.status.conditions.first("PodScheduled")?.message ?? "not looked at yet")
      }
  }
}

extension DatabaseFigures {
  /// A database's account with its outages within `window`.
  fileprivate init(_ account: DatabaseAccount, window: (from: Instant, to: Instant)) {
    self.init(name: account.name)
    commitsAcknowledged = Int(account.acknowledged)
    commitsLost = Int(account.lost)
    starts = account.starts
    emptyStarts = account.emptyStarts
    crashRecoveries = account.recoveries
    recovery = account.recoveryTime
    redo = account.redo
    longestOutage = account.longestOutage(from: window.from, to: window.to)
    totalOutage = account.totalOutage(from: window.from, to: window.to)
  }
}

extension StepRow {
  /// A step as it happened; nil for one in which nothing happened.
  fileprivate init?(_ record: StepRecord) {
    let kind: Kind
    switch record.step.action {
    case .nothing: return nil
    case .fault: kind = .fault
    case .command(let command): kind = command.isQuery ? .query : .command
    }
    self.init(
      at: record.began, kind: kind, text: record.step.text, label: record.step.name ?? "",
      output: record.output)
  }
}

extension Command {
  /// Whether it only looks.
  fileprivate var isQuery: Bool {
    switch self {
    case .get, .describe, .logs, .getCredentials: true
    default: false
    }
  }
}
