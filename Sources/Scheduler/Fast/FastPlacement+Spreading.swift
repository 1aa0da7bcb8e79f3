/// The points for few of a pod's like around.
extension FastPlacement {
  /// Adds the points for few of the pod's like around; the steps in floating point are those of
  /// `PodTopologySpread`.
  func addSpread(_ tally: SpreadTally, weight: Int32) -> Bool {
    let (rows, totals) = (scratch.rows, scratch.totals.values)
    let (sums, reals) = (scratch.sums.values, scratch.reals.values)
    let count = scratch.feasible
    if let isDone = addSpreadByCombination(tally, weight: weight) { return isDone }
    reals.update(repeating: 0, count: count)
    for rule in tally.soft { add(rule, tally) }
    let lacks = tally.lacksKey?.values
    var least = Int64.max
    var most: Int64 = 0
    for place in 0..<count {
      let points = rounded(reals[place])
      sums[place] = points
      if let lacks, lacks[Int(rows[place])] { continue }
      least = min(least, points)
      most = max(most, points)
    }
    // Rules from before they were checked may count downwards.
    if least < 0 { return false }
    let table = PointTable(least...max(least, most), rows: count) {
      Self.spreadPoints($0, least, most, weight)
    }
    if let lacks {
      for place in 0..<count where !lacks[Int(rows[place])] {
        totals[place] &+= table[sums[place]]
      }
    } else {
      table.add(sums, to: totals, count: count)
    }
    return true
  }

  /// What is left of the most, in 100 parts.
  private static func spreadPoints(
    _ value: Int64, _ least: Int64, _ most: Int64, _ weight: Int32
  ) -> Int32 {
    if most == 0 { return Int32(maxNodeScore) * weight }
    return Int32(truncatingIfNeeded: maxNodeScore * (most + least - value) / most) * weight
  }

  /// The same by the combinations of counts that occur, which are few where places are few and
  /// counts are small; nil where they may be many.
  private func addSpreadByCombination(_ tally: SpreadTally, weight: Int32) -> Bool? {
    if tally.lacksKey != nil { return nil }
    let (rows, totals, count) = (scratch.rows, scratch.totals.values, scratch.feasible)
    var digits: [SpreadTally.Digit] = []
    var size = 1
    for rule in tally.soft {
      let digit = SpreadTally.Digit(rule, worth: rule.worth(of: scratch, nil), radix: size)
      size *= digit.size
      if size > max(256, count) { return nil }
      digits.append(digit)
    }
    let codes = scratch.indices.values
    codes.update(repeating: 0, count: count)
    for digit in digits { digit.add(to: codes, rows, count, isWhole: scratch.isWhole) }
    var isFound = [Bool](repeating: false, count: size)
    isFound.withUnsafeMutableBufferPointer { isFound in
      for place in 0..<count { isFound[Int(codes[place])] = true }
    }
    let points = (0..<size).map { code in
      isFound[code] ? rounded(digits.reduce(0.0) { $0 + $1.term(of: code) }) : 0
    }
    var least = Int64.max
    var most: Int64 = 0
    for code in 0..<size where isFound[code] {
      least = min(least, points[code])
      most = max(most, points[code])
    }
    if least < 0 { return false }
    let table = (0..<size).map { code in
      isFound[code] ? Self.spreadPoints(points[code], least, most, weight) : 0
    }
    table.withUnsafeBufferPointer { table in
      for place in 0..<count { totals[place] &+= table[Int(codes[place])] }
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
    let (rows, reals, count) = (scratch.rows, scratch.reals.values, scratch.feasible)
    let places = rule.topology.places.values
    let counts = rule.counts.counts.values
    let worth = rule.worth(of: scratch, tally.lacksKey)
    let base = Double(rule.rule.maxSkew - 1)
    if rule.isHostname {
      for step in 0..<count where places[Int(rows[step])] >= 0 {
        reals[step] += Double(counts[Int(rows[step])]) * worth + base
      }
      return
    }
    // The worth of each place once, and before them that of a node in none.
    let table = [0] + (0..<rule.topology.placeCount).map { Double(counts[$0]) * worth + base }
    table.withUnsafeBufferPointer { table in
      for step in 0..<count { reals[step] += table[Int(places[Int(rows[step])]) &+ 1] }
    }
  }
}

extension SpreadTally.SoftRule {
  /// What one pod weighs: in a topology of many places each weighs more.
  func worth(of scratch: Scratch, _ lacksKey: Column<Bool>?) -> Double {
    let rows = UnsafeBufferPointer(start: scratch.rows, count: scratch.feasible)
    let lacks = lacksKey?.values
    var count = 0
    if isHostname {
      count = rows.count
      if let lacks { for row in rows where lacks[Int(row)] { count -= 1 } }
      return PodTopologySpread.worth(ofPodIn: count)
    }
    let places = topology.places.values
    var seen = [Bool](repeating: false, count: topology.placeCount)
    for row in rows {
      if let lacks, lacks[Int(row)] { continue }
      let place = places[Int(row)]
      let known = Int(place < 0 ? topology.nameless : place)
      if !seen[known] {
        seen[known] = true
        count += 1
        if count == topology.placesFound { break }
      }
    }
    return PodTopologySpread.worth(ofPodIn: count)
  }
}

extension SpreadTally {
  /// One rule's part in the number of a combination: which place a row is in, or, for a rule about
  /// single nodes, how many pods are there; 0 for a row that the rule says nothing of.
  struct Digit {
    let size: Int
    private let rule: SoftRule
    private let radix: Int
    private let terms: [Double]

    init(_ rule: SoftRule, worth: Double, radix: Int) {
      self.rule = rule
      self.radix = radix
      let base = Double(rule.rule.maxSkew - 1)
      let largest = rule.counts.largest
      if rule.isHostname {
        // More than any row has room for ends the attempt.
        size = largest > 65_536 ? 1 << 40 : Int(largest) + 2
        terms = [0] + (0...Int(min(largest, 65_536))).map { Double($0) * worth + base }
      } else {
        size = rule.topology.placeCount + 1
        let counts = rule.counts.counts.values
        terms = [0] + (0..<(size - 1)).map { Double(counts[$0]) * worth + base }
      }
    }

    /// What the rule adds to a row of this combination.
    func term(of code: Int) -> Double { terms[code / radix % size] }

    /// Adds the rule's part for each row.
    func add(
      to codes: UnsafeMutablePointer<Int32>, _ rows: UnsafeMutablePointer<Int32>, _ count: Int,
      isWhole: Bool
    ) {
      let places = rule.topology.places.values
      let counts = rule.counts.counts.values
      let radix = Int32(radix)
      switch (rule.isHostname, isWhole && rule.topology.isEverywhere) {
      case (true, true):
        for row in 0..<count {
          codes[row] &+= radix &* (Int32(truncatingIfNeeded: counts[row]) &+ 1)
        }
      case (true, false):
        for step in 0..<count where places[Int(rows[step])] >= 0 {
          codes[step] &+= radix &* (Int32(truncatingIfNeeded: counts[Int(rows[step])]) &+ 1)
        }
      case (false, true):
        for row in 0..<count { codes[row] &+= radix &* (places[row] &+ 1) }
      case (false, false):
        for step in 0..<count { codes[step] &+= radix &* (places[Int(rows[step])] &+ 1) }
      }
    }
  }
}
