/// How well the nodes suit that can take a pod.
extension FastPlacement {
  /// Adds up the points of the gathered rows; false leaves the pod to the plain way.
  func score(_ columns: KindColumns, _ pod: PodInfo) -> Bool {
    let (rows, totals, points) = (scratch.rows, scratch.totals.values, columns.points.values)
    scratch.common = 0
    if scratch.isWhole {
      totals.update(from: points, count: scratch.feasible)
    } else {
      for place in 0..<scratch.feasible { totals[place] = points[Int(rows[place])] }
    }
    for (index, (scorer, _)) in plan.scaledScorers.enumerated() where columns.isScaled[index] {
      switch scorer.scale {
      case .asGiven: break
      case .share(let reversed):
        addShares(columns.raw[index], reversed: reversed, weight: scorer.weight)
      case .own:
        if !addOwn(columns.raw[index], scorer, columns, pod) { return false }
      }
    }
    if let weight = plan.spreadScorer?.weight, let tally = columns.spread, !tally.soft.isEmpty {
      if !addSpread(tally, weight: weight) { return false }
    }
    if let weight = plan.affinityScorer?.weight, let tally = columns.affinity {
      addAffinity(tally, weight: weight)
    }
    return true
  }

  /// Adds each row's share of the largest of `raw`; nil stands for zeros.
  private func addShares(_ raw: Column<Int32>?, reversed: Bool, weight: Int32) {
    let (rows, totals) = (scratch.rows, scratch.totals.values)
    let count = scratch.feasible
    var largest: Int32 = 0
    if let raw = raw?.values {
      for place in 0..<count { largest = max(largest, raw[Int(rows[place])]) }
    }
    guard let raw = raw?.values, largest > 0 else {
      if reversed { scratch.common += Int32(maxNodeScore) * weight }
      return
    }
    let table = PointTable(0...Int64(largest), rows: count) { value in
      let share = value.scaled(by: maxNodeScore, over: Int64(largest))
      return Int32(reversed ? maxNodeScore - share : share) * weight
    }
    let sums = scratch.sums.values
    for place in 0..<count { sums[place] = Int64(raw[Int(rows[place])]) }
    table.add(sums, to: totals, count: count)
  }

  /// Adds what the plugin's own `normalize` makes of the points.
  private func addOwn(
    _ raw: Column<Int32>?, _ scorer: FastPlan.Scorer, _ columns: KindColumns, _ pod: PodInfo
  ) -> Bool {
    let (rows, totals) = (scratch.rows, scratch.totals.values)
    var points = (0..<scratch.feasible).map { place in
      raw.map { Int64($0.values[Int(rows[place])]) } ?? 0
    }
    scorer.plugin.normalize(&points, for: pod, columns.state)
    guard points.count == scratch.feasible,
      points.allSatisfy({ (0...maxNodeScore).contains($0) })
    else { return false }
    for place in points.indices { totals[place] &+= Int32(points[place]) &* scorer.weight }
    return true
  }

  /// Adds the points for the pods around; the steps in floating point are those of
  /// `InterPodAffinity`.
  private func addAffinity(_ tally: AffinityTally, weight: Int32) {
    let entries = tally.points.entries
    if entries.allSatisfy({ $0.counts.found == 0 }) { return }
    let (totals, sums) = (scratch.totals.values, scratch.sums.values)
    let count = scratch.feasible
    sums.update(repeating: 0, count: count)
    for entry in entries where entry.counts.found > 0 { add(entry.counts) }
    var (least, most) = (sums[0], sums[0])
    for step in 0..<count {
      least = min(least, sums[step])
      most = max(most, sums[step])
    }
    if most <= least { return }
    let range = Double(most - least)
    let table = PointTable(least...most, rows: count) { value in
      Int32(Double(maxNodeScore) * (Double(value - least) / range)) * weight
    }
    table.add(sums, to: totals, count: count)
  }

  /// Adds the counts at each row's place to its sum.
  private func add(_ found: PlaceCounts) {
    let (rows, sums, count) = (scratch.rows, scratch.sums.values, scratch.feasible)
    let (places, counts) = (found.places.values, found.counts.values)
    if scratch.isWhole && found.isEverywhere {
      for row in 0..<count { sums[row] &+= counts[Int(places[row])] }
      return
    }
    for step in 0..<count {
      let place = places[Int(rows[step])]
      if place >= 0 { sums[step] &+= counts[Int(place)] }
    }
  }

  /// The row of the winner, its points, and how many rows had as many.
  func choose(_ ties: inout TieBreaker) -> (row: Int, most: Int32, best: Int) {
    let (rows, totals, count) = (scratch.rows, scratch.totals.values, scratch.feasible)
    var most = totals[0]
    for place in 0..<count { most = max(most, totals[place]) }
    var best = 0
    switch ties {
    case .first: break
    case .random:
      for place in 0..<count { best &+= totals[place] == most ? 1 : 0 }
      let winner = ties.drawn(UnsafeBufferPointer(start: totals, count: count))
      return (Int(rows[winner]), most, best)
    case .ranked(let fingerprint):
      let nodes = cache.nodes
      let tied = (0..<count).filter { totals[$0] == most }
      let lot = TieBreaker.lowest(tied.map { nodes[Int(rows[$0])].name }, fingerprint)
      return (Int(rows[tied[lot]]), most, tied.count)
    }
    let names = cache.topology.names(cache)
    let ranks = names.ranks.values
    var smallest = Int32.max
    if scratch.isWhole {
      for row in 0..<count {
        let isBest = totals[row] == most
        best &+= isBest ? 1 : 0
        smallest = min(smallest, isBest ? ranks[row] : Int32.max)
      }
    } else {
      for place in 0..<count where totals[place] == most {
        best &+= 1
        smallest = min(smallest, ranks[Int(rows[place])])
      }
    }
    return (Int(names.rows.values[Int(smallest)]), most, best)
  }
}
