import KubeAPI
import Results
import Scheduler

/// Makes figures and tables of two ways to place the same pods, one time after the other.
struct PlacementDiffBuilder {
  private let comparison: PlacementComparison
  private let subjects: [Pod]
  private let requests: [ResourceTotals]
  private let standing: [(pod: Pod, requests: ResourceTotals)]
  private let shapes: [PodShape]
  private let bound: [Pod]
  private let budgets: [PodDisruptionBudget]
  /// How many pods of each budget may go at once.
  private let allowed: [Int]
  private let empty: [NodeLoad]
  private let places: [String: Int]
  private var diff: PlacementDiff
  private var figures = FigureList()
  /// Where the two ways part.
  var parting: PlacementDiff.Parting?

  init(_ comparison: PlacementComparison, _ subjects: [Pod]) {
    self.comparison = comparison
    self.subjects = subjects
    requests = subjects.map { PodInfo($0).requests }
    standing = comparison.standing.map { ($0, PodInfo($0).requests) }
    shapes = PodShape.shapes(of: requests + standing.map(\.requests))
    let running = Array(comparison.cluster.bound)
    bound = running
    budgets = comparison.cluster.others.compactMap { $0 as? PodDisruptionBudget }
    allowed = budgets.map { $0.allowed(running: running) }
    empty = comparison.cluster.nodes.map { NodeLoad($0) }
    places = Dictionary(
      empty.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    diff = PlacementDiff(
      nameA: comparison.a.name, nameB: comparison.b.name, nodeCount: empty.count)
    diff.runningPods = bound.count
  }

  /// Counts one time.
  mutating func add(_ a: SidePlacements, _ b: SidePlacements, isFirst: Bool) {
    let changes = zip(a.rows, b.rows).map { ($0.node, $1.node) }
    diff.moved.append(changes.count { $0 != nil && $1 != nil && $0 != $1 })
    diff.onlyA.append(changes.count { $0 != nil && $1 == nil })
    diff.onlyB.append(changes.count { $0 == nil && $1 != nil })
    let (loadsA, loadsB) = (loads(a), loads(b))
    let (goneA, goneB) = (disruption(a), disruption(b))
    figures.add(measures(a, loadsA, goneA), measures(b, loadsB, goneB))
    guard isFirst else { return }
    diff.pods = subjects.indices.map { row($0, a, b) }
    diff.nodes = zip(loadsA, loadsB).map(Self.node)
    diff.budgets = violations(goneA, goneB)
  }

  /// Everything counted so far.
  func diff(seeds: [UInt64]) -> PlacementDiff {
    var diff = diff
    diff.seeds = seeds
    diff.figures = figures.figures
    diff.parting = parting
    return diff
  }

  private func loads(_ side: SidePlacements) -> [NodeLoad] {
    var loads = empty
    let victims = Set(side.victims)
    for (pod, requests) in standing where !victims.contains(pod.key) {
      if let place = places[pod.spec.nodeName] { loads[place].add(requests) }
    }
    for (index, row) in side.rows.enumerated() {
      if let place = row.node.flatMap({ places[$0] }) { loads[place].add(requests[index]) }
    }
    return loads
  }

  private func disruption(_ side: SidePlacements) -> Disruption {
    let running = bound.indices.map { index in
      (pod: bound[index], row: comparison.placesAnew ? side.rows[index] : nil)
    }
    return Disruption(running, victims: side.victims)
  }

  private func measures(
    _ side: SidePlacements, _ loads: [NodeLoad], _ gone: Disruption
  ) -> [(key: String, label: String, value: Double?)] {
    var list: [(String, String, Double?)] = [
      ("unplaced", "pods without a node", Double(side.rows.count { $0.node == nil }))
    ]
    if !bound.isEmpty {
      list.append(("disrupted", "running pods that must go", Double(gone.pods.count)))
    }
    list.append(("victims", "victims of preemption", Double(side.victims.count)))
    if !budgets.isEmpty {
      let violated = zip(allowed, gone.counts(budgets)).count { $1 > $0 }
      list.append(("budgets_violated", "disruption budgets violated", Double(violated)))
    }
    return list + PlacementMeasures(loads, shapes: shapes).figures
  }

  private func violations(_ a: Disruption, _ b: Disruption) -> [PlacementDiff.BudgetRow] {
    zip(zip(budgets, allowed), zip(a.counts(budgets), b.counts(budgets))).compactMap { one, gone in
      guard max(gone.0, gone.1) > one.1 else { return nil }
      return PlacementDiff.BudgetRow(
        name: one.0.key.description, allowed: one.1, disrupted: .init(gone.0, gone.1))
    }
  }

  private func row(
    _ index: Int, _ a: SidePlacements, _ b: SidePlacements
  ) -> PlacementDiff.PodRow {
    func place(_ row: SidePlacements.Row) -> PlacementDiff.Place {
      let zone = row.node.flatMap { places[$0] }.map { empty[$0].zone } ?? ""
      return PlacementDiff.Place(node: row.node, zone: zone, reason: row.reason)
    }
    let anew = comparison.placesAnew ? bound : []
    return PlacementDiff.PodRow(
      pod: subjects[index].key.description, workload: subjects[index].workloadName,
      runsOn: index < anew.count ? anew[index].spec.nodeName : nil,
      a: place(a.rows[index]), b: place(b.rows[index]))
  }

  private static func node(_ a: NodeLoad, _ b: NodeLoad) -> PlacementDiff.NodeRow {
    func share(_ name: String) -> PlacementDiff.Sides<Double> {
      .init(a.share(name) ?? 0, b.share(name) ?? 0)
    }
    return PlacementDiff.NodeRow(
      node: a.name, zone: a.zone, pods: .init(a.pods, b.pods), cpu: share(ResourceName.cpu),
      memory: share(ResourceName.memory))
  }
}

extension Pod {
  /// What the pod is one of: its controller, else its app label, else itself, within its namespace.
  var workloadName: String {
    let labels = metadata.labels
    let name =
      metadata.controller?.name ?? labels["app.kubernetes.io/name"] ?? labels["app"]
      ?? metadata.name
    return "\(metadata.namespace)/\(name)"
  }
}

/// The figures of two ways, time by time; a figure that one time lacks has nothing there.
private struct FigureList {
  private(set) var figures: [ComparedFigure] = []
  private var times = 0

  mutating func add(
    _ a: [(key: String, label: String, value: Double?)],
    _ b: [(key: String, label: String, value: Double?)]
  ) {
    for one in a { note(one, \.a) }
    for one in b { note(one, \.b) }
    times += 1
    for place in figures.indices {
      while figures[place].a.count < times { figures[place].a.append(nil) }
      while figures[place].b.count < times { figures[place].b.append(nil) }
    }
  }

  private mutating func note(
    _ one: (key: String, label: String, value: Double?),
    _ side: WritableKeyPath<ComparedFigure, [Double?]>
  ) {
    var place = figures.firstIndex { $0.key == one.key } ?? figures.count
    if place == figures.count {
      figures.append(ComparedFigure(one.key, one.label))
      place = figures.count - 1
    }
    while figures[place][keyPath: side].count < times { figures[place][keyPath: side].append(nil) }
    figures[place][keyPath: side].append(one.value)
  }
}
