/// Asks local plugins about nodes, and files what they say.
struct LocalAnswers {
  let plan: FastPlan
  let pod: PodInfo
  let columns: KindColumns
  let nodes: [NodeInfo]

  /// What the plugins work out of the kind before any node is looked at.
  func prepare() {
    var filtersSkipped: [String] = []
    var scorersSkipped: [String] = []
    for plugin in plan.localPreFilters {
      switch plugin.preFilter(pod, nodes, columns.state) {
      case .skip: filtersSkipped.append(plugin.name)
      case .proceed(nil): break
      case .proceed, .fails: columns.needsPlain = true
      }
    }
    for plugin in plan.localPreScores {
      let status = plugin.preScore(pod, nodes, columns.state)
      if status.code == .skip {
        scorersSkipped.append(plugin.name)
      } else if !status.isSuccess {
        columns.needsPlain = true
      }
    }
    func asked(_ filters: [FastPlan.Filter]) -> [FastPlan.Filter] {
      filters.filter { !filtersSkipped.contains($0.plugin.name) }
    }
    func asked(_ scorers: [FastPlan.Scorer]) -> [FastPlan.Scorer] {
      scorers.filter { !scorersSkipped.contains($0.plugin.name) }
    }
    columns.fixedFilters = asked(plan.fixedFilters)
    columns.movingFilters = asked(plan.movingFilters)
    columns.fixedScorers = asked(plan.fixedScorers)
    columns.movingScorers = asked(plan.movingScorers)
    columns.isScaled = plan.scaledScorers.map {
      !scorersSkipped.contains($0.scorer.plugin.name)
    }
  }

  /// Asks about the nodes in `rows`; where `isFixed`, also the plugins that mind the node alone.
  func ask(about rows: [Int32], isFixed: Bool) {
    var open: [Int32] = []
    open.reserveCapacity(rows.count)
    let (fixed, moving) = (columns.fixedFilters, columns.movingFilters)
    for row in rows where !columns.needsPlain {
      let node = nodes[Int(row)]
      if isFixed {
        columns.fixedVerdicts.values[Int(row)] = first(fixed, node, before: .max)
        columns.fixedPoints.values[Int(row)] = KindColumns.unknown
      }
      let known = columns.fixedVerdicts.values[Int(row)]
      let earlier = first(moving, node, before: columns.position(of: known))
      let verdict = earlier == 0 ? known : earlier
      let old = columns.verdicts.values[Int(row)]
      columns.verdicts.values[Int(row)] = verdict
      columns.closed += (verdict == 0 ? 0 : 1) - (old == 0 ? 0 : 1)
      if verdict == 0 { open.append(row) }
    }
    if columns.needsPlain || open.isEmpty { return }
    score(open)
  }

  /// The number of what the first filter says that turns the pod down; 0 when none does.
  private func first(_ filters: [FastPlan.Filter], _ node: NodeInfo, before limit: Int) -> UInt16 {
    for filter in filters {
      if filter.position > limit { break }
      let status = filter.plugin.filter(pod, on: node, columns.state)
      if status.code == .success { continue }
      if status.code == .error { columns.needsPlain = true }
      return columns.number(of: status.from(filter.plugin.name), at: filter.position)
    }
    return 0
  }

  private func score(_ rows: [Int32]) {
    let fixedPoints = columns.fixedPoints.values
    let unknown = rows.filter { fixedPoints[Int($0)] == KindColumns.unknown }
    if !unknown.isEmpty {
      for row in unknown { fixedPoints[Int(row)] = 0 }
      add(columns.fixedScorers, of: unknown, to: fixedPoints)
      scale(unknown) { !$0 }
    }
    let points = columns.points.values
    for row in rows { points[Int(row)] = fixedPoints[Int(row)] }
    add(columns.movingScorers, of: rows, to: points)
    scale(rows) { $0 }
  }

  /// Adds the weighted points of some nodes by plugins that are not scaled.
  private func add(
    _ scorers: [FastPlan.Scorer], of rows: [Int32], to points: UnsafeMutablePointer<Int32>
  ) {
    if scorers.isEmpty { return }
    let open = rows.map { nodes[Int($0)] }
    var buffer = [Int64](repeating: 0, count: rows.count)
    for scorer in scorers {
      for place in buffer.indices { buffer[place] = 0 }
      scorer.plugin.scoreAll(pod, open, columns.state, into: &buffer)
      for (place, row) in rows.enumerated() {
        if !(0...maxNodeScore).contains(buffer[place]) { columns.needsPlain = true }
        points[Int(row)] &+= Int32(truncatingIfNeeded: buffer[place]) &* scorer.weight
      }
    }
  }

  /// Files the points of some nodes by plugins that are scaled, those that mind pods or the others.
  private func scale(_ rows: [Int32], _ isMeant: (_ mindsPods: Bool) -> Bool) {
    for (index, (scorer, mindsPods)) in plan.scaledScorers.enumerated() where isMeant(mindsPods) {
      if !columns.isScaled[index] { continue }
      let open = rows.map { nodes[Int($0)] }
      var buffer = [Int64](repeating: 0, count: rows.count)
      scorer.plugin.scoreAll(pod, open, columns.state, into: &buffer)
      file(buffer, rows, scorer.scale, in: index)
    }
  }

  private func file(_ buffer: [Int64], _ rows: [Int32], _ scale: PointScale, in index: Int) {
    for (place, row) in rows.enumerated() {
      let value = Int32(exactly: buffer[place])
      let isShare = scale != .own
      if value == nil || (isShare && buffer[place] < 0) { columns.needsPlain = true }
      if columns.raw[index] == nil {
        if buffer[place] == 0 { continue }
        columns.raw[index] = Column(nodes.count, 0)
      }
      columns.raw[index]?.values[Int(row)] = value ?? 0
    }
  }
}
