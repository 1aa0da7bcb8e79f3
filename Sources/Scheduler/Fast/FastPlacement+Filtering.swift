/// Which nodes can take a pod.
extension FastPlacement {
  /// What the first filter says of each row; 0 where the pod can go.
  func codes(of columns: KindColumns) -> UnsafeMutablePointer<UInt16> {
    let spread = plan.spreadFilter.flatMap { filter in
      columns.spread.flatMap { $0.hard.isEmpty ? nil : (filter.position, $0) }
    }
    let affinity = plan.affinityFilter.flatMap { filter in
      columns.affinity.flatMap { $0.isFiltering ? (filter.position, $0) : nil }
    }
    if spread == nil && affinity == nil { return columns.verdicts.values }
    let codes = scratch.codes.values
    codes.update(from: columns.verdicts.values, count: scratch.rowCount)
    if let (position, tally) = spread { apply(tally, at: position, columns, codes) }
    if let (position, tally) = affinity { apply(tally, at: position, columns, codes) }
    return codes
  }

  /// Turns rows down where a rule about spreading does not hold.
  private func apply(
    _ tally: SpreadTally, at position: Int, _ columns: KindColumns,
    _ codes: UnsafeMutablePointer<UInt16>
  ) {
    let name = PodTopologySpread.name
    let missing = columns.number(of: PodTopologySpread.labelRefusal.from(name), at: position)
    let refused = columns.number(of: PodTopologySpread.refusal.from(name), at: position)
    let isOpen = columns.openness(before: position)
    for rule in tally.hard {
      let most = rule.least + rule.rule.maxSkew - rule.itself
      let places = rule.topology.places.values
      let counts = rule.counts.counts.values
      for row in 0..<scratch.rowCount where isOpen[Int(codes[row])] {
        let place = places[row]
        if place < 0 {
          codes[row] = missing
        } else if counts[Int(place)] > most {
          codes[row] = refused
        }
      }
    }
  }

  /// Turns rows down where pods are missing that must be near, or are that must not be.
  private func apply(
    _ tally: AffinityTally, at position: Int, _ columns: KindColumns,
    _ codes: UnsafeMutablePointer<UInt16>
  ) {
    func number(_ status: Status) -> UInt16 {
      columns.number(of: status.from(InterPodAffinity.name), at: position)
    }
    let lonely = number(InterPodAffinity.affinityRefusal)
    let repelled = number(InterPodAffinity.antiAffinityRefusal)
    let unwelcome = number(InterPodAffinity.existingRefusal)
    let isOpen = columns.openness(before: position)
    if !tally.basis.required.isEmpty {
      let isFirst = tally.wanted.isEmpty && tally.wantsItself
      for term in tally.basis.required {
        let places = cache.topology.column(term.topologyKey, cache).places.values
        let counts = tally.wanted.counts(term.topologyKey)?.counts.values
        for row in 0..<scratch.rowCount where isOpen[Int(codes[row])] {
          let place = places[row]
          if place < 0 || (!isFirst && (counts?[Int(place)] ?? 0) <= 0) { codes[row] = lonely }
        }
      }
    }
    for term in tally.basis.requiredAnti {
      guard let counts = tally.unwanted.counts(term.topologyKey) else { continue }
      close(counts, repelled, isOpen, codes)
    }
    for entry in tally.unwelcome.entries { close(entry.counts, unwelcome, isOpen, codes) }
  }

  /// Turns rows down at places where something is.
  private func close(
    _ counts: PlaceCounts, _ code: UInt16, _ isOpen: [Bool],
    _ codes: UnsafeMutablePointer<UInt16>
  ) {
    if counts.found == 0 { return }
    let places = counts.places.values
    let values = counts.counts.values
    for row in 0..<scratch.rowCount where isOpen[Int(codes[row])] {
      let place = places[row]
      if place >= 0 && values[Int(place)] > 0 { codes[row] = code }
    }
  }

  /// Lists the rows that can take the pod, from the first of the search on.
  /// - Returns: how many rows were looked at.
  func gather(_ codes: UnsafeMutablePointer<UInt16>, _ search: Search) -> Int {
    let count = scratch.rowCount
    let rows = scratch.rows.values
    var found = 0
    if search.enough >= count {
      for row in search.start..<count {
        rows[found] = Int32(truncatingIfNeeded: row)
        found &+= codes[row] == 0 ? 1 : 0
      }
      for row in 0..<search.start {
        rows[found] = Int32(truncatingIfNeeded: row)
        found &+= codes[row] == 0 ? 1 : 0
      }
      scratch.feasible = found
      return count
    }
    var row = search.start
    var examined = 0
    while examined < count && found < search.enough {
      if codes[row] == 0 {
        rows[found] = Int32(truncatingIfNeeded: row)
        found += 1
      }
      examined += 1
      row = row + 1 == count ? 0 : row + 1
    }
    scratch.feasible = found
    return examined
  }

  /// Why no row can take the pod.
  func diagnosis(
    _ columns: KindColumns, _ codes: UnsafeMutablePointer<UInt16>, _ nodes: [NodeInfo],
    _ start: Int
  ) -> Diagnosis {
    if let known = columns.failure, known.brief?.start == start { return known }
    let brief = BriefRefusals(
      nodes: nodes, codes: Array(UnsafeBufferPointer(start: codes, count: scratch.rowCount)),
      start: start, statuses: columns.statuses)
    let made = Diagnosis(brief)
    columns.failure = made
    return made
  }
}

extension SpreadTally.HardRule {
  /// The fewest pods of a place, as the rule compares with them.
  var least: Int64 {
    if presentCount < rule.minDomains { return 0 }
    var least = Int64(Int32.max)
    for place in isPresent.indices where isPresent[place] {
      least = min(least, counts.counts.values[place])
    }
    return presentCount == 0 ? Int64(Int32.max) : least
  }
}

extension AffinityTally {
  /// Whether the filter has anything to say.
  var isFiltering: Bool {
    filters && (!basis.required.isEmpty || !basis.requiredAnti.isEmpty || !unwelcome.isEmpty)
  }
}

extension KindColumns {
  /// By number, whether what was said leaves the filter at `position` to be asked.
  func openness(before position: Int) -> [Bool] {
    [true] + positions.map { Int($0) > position }
  }
}
