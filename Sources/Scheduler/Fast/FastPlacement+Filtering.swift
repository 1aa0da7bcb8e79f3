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
    let closing = Closing(codes, scratch.rowCount, columns, before: position)
    for rule in tally.hard {
      let most = rule.least + rule.rule.maxSkew - rule.itself
      let places = rule.topology.places.values
      let counts = rule.counts.counts.values
      if rule.topology.isEverywhere {
        closing.close { counts[Int(places[$0])] > most ? refused : 0 }
      } else {
        closing.close { row in
          let place = places[row]
          return place < 0 ? missing : counts[Int(place)] > most ? refused : 0
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
    let closing = Closing(codes, scratch.rowCount, columns, before: position)
    if !tally.basis.required.isEmpty {
      let isFirst = tally.wanted.isEmpty && tally.wantsItself
      for term in tally.basis.required {
        let places = cache.topology.column(term.topologyKey, cache).places.values
        let counts = tally.wanted.counts(term.topologyKey)?.counts.values
        closing.close { row in
          let place = places[row]
          if place < 0 { return lonely }
          return isFirst || (counts?[Int(place)] ?? 0) > 0 ? 0 : lonely
        }
      }
    }
    let anti = tally.basis.requiredAnti.compactMap { tally.unwanted.counts($0.topologyKey) }
    let others = tally.unwelcome.entries.map(\.counts)
    for (counts, code) in anti.map({ ($0, repelled) }) + others.map({ ($0, unwelcome) })
    where counts.found > 0 {
      let (places, values) = (counts.places.values, counts.counts.values)
      closing.close { row in
        let place = places[row]
        return place >= 0 && values[Int(place)] > 0 ? code : 0
      }
    }
  }

  /// Lists the rows that can take the pod, from the first of the search on.
  /// - Returns: how many rows were looked at.
  func gather(
    _ columns: KindColumns, _ codes: UnsafeMutablePointer<UInt16>, _ search: Search
  ) -> Int {
    let isOpen = columns.closed == 0 && codes == columns.verdicts.values
    guard isOpen, search.start == 0, search.enough >= scratch.rowCount else {
      return scratch.gather(codes, search)
    }
    scratch.takeAll()
    return scratch.rowCount
  }

  /// Why no row can take the pod.
  func diagnosis(
    _ columns: KindColumns, _ codes: UnsafeMutablePointer<UInt16>, _ start: Int
  ) -> Diagnosis {
    if let known = columns.failure, known.brief?.start == start { return known }
    let brief = BriefRefusals(
      names: cache.topology.names(cache).names,
      codes: Array(UnsafeBufferPointer(start: codes, count: scratch.rowCount)),
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
    let values = counts.counts.values
    isPresent.withUnsafeBufferPointer { isPresent in
      for place in isPresent.indices where isPresent[place] { least = min(least, values[place]) }
    }
    return least
  }
}

extension AffinityTally {
  /// Whether the filter has anything to say.
  var isFiltering: Bool {
    filters && (!basis.required.isEmpty || !basis.requiredAnti.isEmpty || !unwelcome.isEmpty)
  }
}

/// Turns rows down that no earlier filter has turned down.
private struct Closing {
  private let codes: UnsafeMutablePointer<UInt16>
  private let count: Int
  /// By number, whether what was said leaves this filter to be asked; nil where only 0 does.
  private let isOpen: [Bool]?

  init(
    _ codes: UnsafeMutablePointer<UInt16>, _ count: Int, _ columns: KindColumns,
    before position: Int
  ) {
    self.codes = codes
    self.count = count
    let isFirst = columns.positions.contains { Int($0) > position }
    isOpen = isFirst ? [true] + columns.positions.map { Int($0) > position } : nil
  }

  /// `verdict` gives the number of what is said of a row; 0 for nothing.
  @inline(__always)
  func close(_ verdict: (Int) -> UInt16) {
    guard let isOpen else {
      for row in 0..<count {
        let known = codes[row]
        codes[row] = known == 0 ? verdict(row) : known
      }
      return
    }
    for row in 0..<count where isOpen[Int(codes[row])] {
      let said = verdict(row)
      if said != 0 { codes[row] = said }
    }
  }
}
