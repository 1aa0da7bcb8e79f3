import Results

/// How full the nodes are in both ways.
enum DiffNodesSection {
  static let make: DiffSectionMaker = { diff in
    guard !diff.nodes.isEmpty else { return nil }
    let charts: [any Chart] = [
      chart("node-cpu", "Nodes by the share of their CPU that is asked for", diff, \.cpu),
      chart("node-memory", "Nodes by the share of their memory that is asked for", diff, \.memory),
    ]
    return Section(
      "nodes", title: "How full the nodes are",
      lead: "Bars far apart: the pods are packed; bars close together: they are spread. The first "
        + "time only, where pods were placed several times.",
      charts: charts,
      note: "Node by node in nodes.csv.")
  }

  private static func chart(
    _ id: String, _ title: String, _ diff: PlacementDiff,
    _ share: KeyPath<PlacementDiff.NodeRow, PlacementDiff.Sides<Double>>
  ) -> PairedBarChart {
    let tenths = (1..<10).map { "\($0 * 10) to \($0 * 10 + 10) %" }
    let bands = ["none", "up to 10 %"] + tenths + ["above 100 %"]
    func counts(_ side: KeyPath<PlacementDiff.Sides<Double>, Double>) -> [Double] {
      var counts = Array(repeating: 0.0, count: bands.count)
      for node in diff.nodes {
        let value = node[keyPath: share][keyPath: side]
        let tenth = Int((value * 10).rounded(.up))
        counts[value <= 0 ? 0 : min(bands.count - 1, max(1, tenth))] += 1
      }
      return counts
    }
    let (a, b) = (counts(\.a), counts(\.b))
    // An empty band at the top or the bottom says nothing.
    let shown = bands.indices.filter { a[$0] + b[$0] > 0 || (1...10).contains($0) }
    return PairedBarChart(
      id: id, title: title, kind: .count, categories: shown.map { bands[$0] },
      parts: [
        BarChart.Part(name: diff.nameA, colour: Palette.series(0), amounts: shown.map { a[$0] }),
        BarChart.Part(name: diff.nameB, colour: Palette.series(1), amounts: shown.map { b[$0] }),
      ])
  }
}

/// The pods of each zone in both ways.
enum DiffZonesSection {
  static let make: DiffSectionMaker = { diff in
    let zones = Set(diff.nodes.map(\.zone)).sorted()
    guard zones.count > 1 else { return nil }
    var table = Listing(
      "Zone", figures: ["nodes", "pods, \(diff.nameA)", "pods, \(diff.nameB)", "come", "go"],
      isSmall: false)
    let moved = diff.pods.filter { $0.a.zone != $0.b.zone }
    for zone in zones {
      let nodes = diff.nodes.filter { $0.zone == zone }
      table.add(
        zone.isEmpty ? "no zone" : zone,
        [
          nodes.count, nodes.reduce(0) { $0 + $1.pods.a }, nodes.reduce(0) { $0 + $1.pods.b },
          moved.count { $0.b.node != nil && $0.b.zone == zone },
          moved.count { $0.a.node != nil && $0.a.zone == zone },
        ].map(Quantity.count))
    }
    return Section(
      "zones", title: "Zones",
      lead: "Pods that come and go change zones, or get or lose a node.", html: table.html)
  }
}

/// Which workloads' pods go elsewhere.
enum DiffWorkloadsSection {
  static let make: DiffSectionMaker = { diff in
    let all = diff.workloads
    let changed = all.filter { $0.changed > 0 }
    guard !changed.isEmpty, all.count > 1 else { return nil }
    var table = Listing(
      "Workload", figures: ["pods", "move", "only \(diff.nameA)", "only \(diff.nameB)"])
    for row in changed.prefix(Listing.rowsMax) {
      table.add(
        row.name, [row.pods, row.moved, row.onlyA, row.onlyB].map(Quantity.count),
        bad: row.onlyA > 0 ? [2] : [])
    }
    if changed.count > Listing.rowsMax {
      table.note = "\(Quantity.count(changed.count - Listing.rowsMax)) more change less."
    }
    return Section(
      "workloads", title: "Workloads",
      lead: "\(Quantity.count(changed.count)) of \(Quantity.count(all.count)) workloads have pods "
        + "for which something changes; \"only\" counts pods that only one of the two places.",
      html: table.html)
  }
}

/// The pods for which something changes.
enum DiffPodsSection {
  static let make: DiffSectionMaker = { diff in
    let different = diff.different
    guard !different.isEmpty else { return nil }
    let runs = different.contains { $0.runsOn != nil }
    var table = Listing("Pod", texts: [diff.nameA, diff.nameB] + (runs ? ["runs on"] : []))
    // Those that lose their node come first: they are the ones that hurt.
    let sorted = different.filter { $0.change == .onlyA } + different.filter { $0.change != .onlyA }
    for row in sorted.prefix(Listing.rowsMax) {
      table.add(
        row.pod, [place(row.a), place(row.b)] + (runs ? [row.runsOn ?? "–"] : []),
        bad: row.change == .onlyA ? [1] : [])
    }
    if different.count > Listing.rowsMax {
      table.note = "\(Quantity.count(different.count - Listing.rowsMax)) more are in pods.csv."
    }
    return Section(
      "pods", title: "Pods that change", lead: "Those that lose their node come first.",
      html: table.html)
  }

  private static func place(_ place: PlacementDiff.Place) -> String {
    guard let node = place.node else { return place.reason.isEmpty ? "–" : place.reason }
    return place.zone.isEmpty ? node : "\(node) (\(place.zone))"
  }
}

/// Why pods have no node.
enum DiffReasonsSection {
  static let make: DiffSectionMaker = { diff in
    let reasons = diff.reasons
    guard !reasons.isEmpty else { return nil }
    var table = Listing("Reason", figures: ["pods, \(diff.nameA)", "pods, \(diff.nameB)"])
    for row in reasons.prefix(Listing.rowsMax) {
      table.add(
        row.reason, [Quantity.count(row.pods.a), Quantity.count(row.pods.b)],
        bad: row.pods.b > row.pods.a ? [1] : [])
    }
    return Section("reasons", title: "Why pods have no node", html: table.html)
  }
}

/// The disruption budgets that either way would violate.
enum DiffBudgetsSection {
  static let make: DiffSectionMaker = { diff in
    guard !diff.budgets.isEmpty else { return nil }
    var table = Listing(
      "Budget", figures: ["may go at once", "must go, \(diff.nameA)", "must go, \(diff.nameB)"])
    for row in diff.budgets {
      table.add(
        row.name, [row.allowed, row.disrupted.a, row.disrupted.b].map(Quantity.count),
        bad: row.disrupted.b > row.allowed ? [2] : [])
    }
    return Section(
      "budgets", title: "Disruption budgets",
      lead: "Running pods that would have to go, were all moves made at once.", html: table.html)
  }
}
