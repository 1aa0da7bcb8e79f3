/// Finds nodes for the pods of one profile by remembering, kind by kind, what was said of each
/// node, and asking again only about nodes on which something has changed.
///
/// Comes to the same choice as `SchedulingAlgorithm` does the plain way, by the same plugins; where
/// it cannot tell, it leaves the pod to the plain way.
final class FastPlacement {
  /// What one search is to do.
  struct Search {
    /// The row with which it begins.
    let start: Int
    /// After how many nodes that can take the pod it may end.
    let enough: Int
    /// Whether to score a node that is the only one.
    let scoresSole: Bool
  }

  /// What came of it.
  struct Found {
    /// The row of the chosen node; nil when no node can take the pod.
    var winner: Int?
    var examined: Int
    var feasible: Int
    /// How many of them had the most points, and the points; no points for the only one.
    var best: Int
    var total: Int64?
    /// Why none can take it; nil when one can.
    var diagnosis: Diagnosis?
  }

  /// How much memory all that is remembered may take, in bytes; the kinds that were not decided
  /// about for longest are forgotten first.
  var limit = 64 << 20

  let plan: FastPlan
  let cache: SchedulerCache
  @exclusivity(unchecked)
  private var byKind: [Int: KindColumns] = [:]
  private(set) var bytes = 0
  @exclusivity(unchecked)
  private var decisions = 0
  @exclusivity(unchecked)
  private var marks: [Int32] = []
  @exclusivity(unchecked)
  private var mark: Int32 = 0
  @exclusivity(unchecked)
  var scratch = Scratch(rows: 0)

  /// Nil for a profile with a plugin that has to be asked each time.
  init?(_ framework: Framework, _ cache: SchedulerCache) {
    guard let plan = FastPlan(framework) else { return nil }
    self.plan = plan
    self.cache = cache
  }

  /// How many kinds are remembered.
  var kindCount: Int { byKind.count }

  /// Looks for the best node; nil leaves the pod to the plain way, nothing having changed.
  func decide(
    _ pod: PodInfo, _ search: Search, _ ties: inout TieBreaker, _ state: CycleState
  ) -> Found? {
    if !pod.nodeName.isEmpty || !pod.nominatedNodeName.isEmpty { return nil }
    let nodes = cache.nodes
    for plugin in plan.foreignPreFilters {
      guard case .skip = plugin.preFilter(pod, nodes, state) else { return nil }
    }
    cache.kinds.adopt(pod)
    let columns = columns(for: pod, nodes)
    if scratch.rowCount != nodes.count { scratch = Scratch(rows: nodes.count) }
    follow(columns, pod, nodes)
    if columns.needsPlain { return nil }
    let codes = codes(of: columns)
    if columns.needsPlain { return nil }
    let examined = gather(columns, codes, search)
    if scratch.feasible == 0 {
      return Found(
        winner: nil, examined: examined, feasible: 0, best: 0,
        diagnosis: diagnosis(columns, codes, search.start))
    }
    if scratch.feasible == 1 && !search.scoresSole {
      return Found(
        winner: Int(scratch.rows[0]), examined: examined, feasible: 1, best: 1)
    }
    guard score(columns, pod) else { return nil }
    let choice = choose(&ties)
    return Found(
      winner: choice.row, examined: examined, feasible: scratch.feasible, best: choice.best,
      total: Int64(choice.most + scratch.common))
  }

  private func columns(for pod: PodInfo, _ nodes: [NodeInfo]) -> KindColumns {
    decisions += 1
    if let known = byKind[pod.kind.number], known.verdicts.count == nodes.count {
      known.lastUse = decisions
      return known
    }
    if let old = byKind.removeValue(forKey: pod.kind.number) { bytes -= old.charged }
    let made = KindColumns(pod.kind, rows: nodes.count, scaled: plan.scaledScorers.count)
    made.lastUse = decisions
    byKind[pod.kind.number] = made
    return made
  }

  /// Counts what the columns take, and forgets others when all take too much.
  private func charge(_ columns: KindColumns) {
    bytes += columns.bytes - columns.charged
    columns.charged = columns.bytes
    while bytes > limit, byKind.count > 1 {
      // No two have the same last use, so the order of the walk does not matter.
      guard let oldest = byKind.values.min(by: { $0.lastUse < $1.lastUse }) else { return }
      bytes -= oldest.charged
      byKind[oldest.kind.number] = nil
    }
  }

  // MARK: Following the cluster

  /// Brings the columns up to what the cluster is now.
  private func follow(_ columns: KindColumns, _ pod: PodInfo, _ nodes: [NodeInfo]) {
    let journal = cache.journal
    let answers = LocalAnswers(plan: plan, pod: pod, columns: columns, nodes: nodes)
    var basis: [Int64] = []
    for plugin in plan.locals { basis += plugin.basis(of: pod) }
    let tallies = Tallies(pod, plan)
    let isKnown =
      columns.epoch == journal.epoch && columns.seen >= journal.first && columns.basis == basis
    let isTallied =
      isKnown && columns.topology == journal.topology && tallies.areKept(in: columns)
    if !isKnown {
      columns.clear()
      answers.prepare()
      if !columns.needsPlain {
        answers.ask(about: nodes.indices.map { Int32($0) }, isFixed: true)
      }
    } else if columns.seen < journal.end {
      columns.failure = nil
      if !columns.needsPlain { replay(columns, answers, isTallied: isTallied) }
    }
    if !isTallied && !columns.needsPlain {
      columns.failure = nil
      tallies.count(into: columns, pod, plan, cache)
    }
    columns.basis = basis
    columns.epoch = journal.epoch
    columns.topology = journal.topology
    columns.seen = journal.end
    if !isKnown || !isTallied { charge(columns) }
  }

  /// Asks again about the nodes that the journal names since the kind was last decided about.
  private func replay(_ columns: KindColumns, _ answers: LocalAnswers, isTallied: Bool) {
    let journal = cache.journal
    if marks.count != answers.nodes.count {
      marks = Array(repeating: 0, count: answers.nodes.count)
      mark = 0
    }
    if mark > Int32.max - 4 {
      for row in marks.indices { marks[row] = 0 }
      mark = 0
    }
    mark += 2
    var moved: [Int32] = []
    var changed: [Int32] = []
    let mindsAll = columns.mindsAllPods
    let entries = journal.entries
    for index in (columns.seen - journal.first)..<entries.count {
      let entry = entries[index]
      let row = Int(entry.row)
      if entry.amount == 0 {
        if marks[row] != mark + 1 { changed.append(entry.row) }
        marks[row] = mark + 1
        continue
      }
      if marks[row] < mark {
        marks[row] = mark
        moved.append(entry.row)
      }
      if isTallied && (mindsAll || entry.hasTerms), let kind = journal.kind(at: index) {
        columns.apply(kind, entry.amount, at: row, cache)
      }
    }
    if !changed.isEmpty {
      moved.removeAll { marks[Int($0)] == mark + 1 }
      answers.ask(about: changed, isFixed: true)
    }
    if !moved.isEmpty { answers.ask(about: moved, isFixed: false) }
  }
}
