/// How well the nodes suit that can take a pod.
extension FastPlacement {
  /// Adds up the points of the gathered rows; false leaves the pod to the plain way.
  func score(_ columns: KindColumns, _ pod: PodInfo) -> Bool {
    let (rows, totals, points) = (
      scratch.rows.values, scratch.totals.values, columns.points.values
    )
    for place in 0..<scratch.feasible { totals[place] = points[Int(rows[place])] }
    for (index, (scorer, _)) in plan.scaledScorers.enumerated()
    where !columns.scorersSkipped.contains(scorer.plugin.name) {
      switch scorer.scale {
      case .asGiven: break
      case .share(let reversed):
        addShares(columns.raw[index], reversed: reversed, weight: scorer.weight)
      case .own:
        if !addOwn(columns.raw[index], scorer, columns, pod) { return false }
      }
    }
    if let (plugin, weight) = plan.spreadScorer, let tally = columns.spread, !tally.soft.isEmpty {
      _ = plugin
      if !addSpread(tally, weight: weight) { return false }
    }
    if let (plugin, weight) = plan.affinityScorer, let tally = columns.affinity {
      _ = plugin
      addAffinity(tally, weight: weight)
    }
    return true
  }

  /// Adds each row's share of the largest of `raw`; nil stands for zeros.
  private func addShares(_ raw: Column<Int32>?, reversed: Bool, weight: Int32) {
    let (rows, totals) = (scratch.rows.values, scratch.totals.values)
    var largest: Int32 = 0
    if let raw {
      for place in 0..<scratch.feasible {
        largest = max(largest, raw.values[Int(rows[place])])
      }
    }
    guard let raw, largest > 0 else {
      if !reversed { return }
      let all = Int32(maxNodeScore) * weight
      for place in 0..<scratch.feasible { totals[place] &+= all }
      return
    }
    let table = PointTable(0...Int64(largest), rows: scratch.feasible) { value in
      let share = value.scaled(by: maxNodeScore, over: Int64(largest))
      return Int32(reversed ? maxNodeScore - share : share) * weight
    }
    for place in 0..<scratch.feasible {
      totals[place] &+= table[Int64(raw.values[Int(rows[place])])]
    }
  }

  /// Adds what the plugin's own `normalize` makes of the points.
  private func addOwn(
    _ raw: Column<Int32>?, _ scorer: FastPlan.Scorer, _ columns: KindColumns, _ pod: PodInfo
  ) -> Bool {
    let (rows, totals) = (scratch.rows.values, scratch.totals.values)
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

  /// Adds the points for few of the pod's like around; the steps in floating point are those of
  /// `PodTopologySpread`.
  private func addSpread(_ tally: SpreadTally, weight: Int32) -> Bool {
    let (rows, totals) = (scratch.rows.values, scratch.totals.values)
    let (sums, reals) = (scratch.sums.values, scratch.reals.values)
    let count = scratch.feasible
    for place in 0..<count { reals[place] = 0 }
    for rule in tally.soft { add(rule, tally) }
    var least = Int64.max
    var most: Int64 = 0
    for place in 0..<count {
      let points = rounded(reals[place])
      sums[place] = points
      if tally.lacksKey?.values[Int(rows[place])] == true { continue }
      least = min(least, points)
      most = max(most, points)
    }
    // Rules from before they were checked may count downwards.
    if least < 0 { return false }
    let table = PointTable(least...max(least, most), rows: count) { value in
      most == 0
        ? Int32(maxNodeScore) * weight
        : Int32(truncatingIfNeeded: maxNodeScore * (most + least - value) / most) * weight
    }
    if let lacks = tally.lacksKey {
      for place in 0..<count where !lacks.values[Int(rows[place])] {
        totals[place] &+= table[sums[place]]
      }
    } else {
      for place in 0..<count { totals[place] &+= table[sums[place]] }
    }
    return true
  }

  /// Half away from zero, to whole points.
  private func rounded(_ value: Double) -> Int64 {
    // Quicker, and the same, for all amounts that occur.
    if value >= 0 && value < 0x1p51 {
      let whole = Int64(value)
      return value - Double(whole) >= 0.5 ? whole + 1 : whole
    }
    return Int64(clamping: value.rounded(.toNearestOrAwayFromZero))
  }

  /// Adds what one rule makes of the pods at each row's place.
  private func add(_ rule: SpreadTally.SoftRule, _ tally: SpreadTally) {
    let (rows, reals) = (scratch.rows.values, scratch.reals.values)
    let places = rule.topology.places.values
    let counts = rule.counts.counts.values
    let worth = rule.worth(
      rows: UnsafeBufferPointer(start: rows, count: scratch.feasible), tally.lacksKey)
    let base = Double(rule.rule.maxSkew - 1)
    for step in 0..<scratch.feasible {
      let row = Int(rows[step])
      let place = Int(places[row])
      if place < 0 { continue }
      let count = counts[rule.isHostname ? row : place]
      reals[step] += Double(count) * worth + base
    }
  }

  /// Adds the points for the pods around; the steps in floating point are those of
  /// `InterPodAffinity`.
  private func addAffinity(_ tally: AffinityTally, weight: Int32) {
    let entries = tally.points.entries
    if entries.allSatisfy({ $0.counts.found == 0 }) { return }
    let (rows, totals, sums) = (
      scratch.rows.values, scratch.totals.values, scratch.sums.values
    )
    let count = scratch.feasible
    for step in 0..<count { sums[step] = 0 }
    for entry in entries where entry.counts.found > 0 {
      let places = entry.counts.places.values
      let counts = entry.counts.counts.values
      for step in 0..<count {
        let place = places[Int(rows[step])]
        if place >= 0 { sums[step] &+= counts[Int(place)] }
      }
    }
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
    for step in 0..<count { totals[step] &+= table[sums[step]] }
  }

  /// The place of the winner among the gathered rows, and how many had as many points.
  func choose(_ ties: inout TieBreaker) -> (winner: Int, best: Int) {
    let totals = scratch.totals.values
    let count = scratch.feasible
    var most = totals[0]
    for place in 1..<count { most = max(most, totals[place]) }
    var best = 0
    for place in 0..<count { best &+= totals[place] == most ? 1 : 0 }
    switch ties {
    case .first: break
    case .random: return (ties.drawn(UnsafeBufferPointer(start: totals, count: count)), best)
    case .ranked(let fingerprint):
      let (nodes, rows) = (cache.nodes, scratch.rows.values)
      let tied = (0..<count).filter { totals[$0] == most }
      let names = tied.map { nodes[Int(rows[$0])].name }
      return (tied[TieBreaker.lowest(names, fingerprint)], best)
    }
    let ranks = cache.topology.nameRanks(cache).values
    var winner = 0
    var smallest = Int32.max
    for place in 0..<count where totals[place] == most {
      let rank = ranks[Int(scratch.rows.values[place])]
      if rank < smallest {
        smallest = rank
        winner = place
      }
    }
    return (winner, best)
  }
}

extension SpreadTally.SoftRule {
  /// What one pod weighs: in a topology of many places each weighs more.
  func worth(rows: UnsafeBufferPointer<Int32>, _ lacksKey: Column<Bool>?) -> Double {
    var seen = [Bool](repeating: false, count: topology.placeCount)
    var count = 0
    for row in rows where lacksKey?.values[Int(row)] != true {
      if isHostname {
        count += 1
        continue
      }
      let place = topology.places.values[Int(row)]
      let known = Int(place < 0 ? topology.nameless : place)
      if !seen[known] {
        seen[known] = true
        count += 1
      }
    }
    return PodTopologySpread.worth(ofPodIn: count)
  }
}

/// A function of whole numbers, worked out once for each where that takes less than once for each
/// row.
struct PointTable {
  private let first: Int64
  private let values: [Int32]
  private let function: (Int64) -> Int32

  init(_ range: ClosedRange<Int64>, rows: Int, _ function: @escaping (Int64) -> Int32) {
    first = range.lowerBound
    self.function = function
    let (length, overflow) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
    values = overflow || length >= Int64(rows) ? [] : range.map(function)
  }

  subscript(value: Int64) -> Int32 {
    values.isEmpty ? function(value) : values[Int(value &- first)]
  }
}
