import Documents
import Scheduler
import Units

extension GoldenTrace {
  /// The trace that `file` holds.
  ///
  /// - Throws: Everything that is wrong with the file.
  public init(reading file: SourceFile) throws(Problems) {
    let log = ProblemLog(file: file.name)
    var reader = TraceReader(log: log)
    let documents = JSONReader.documents(in: file, log: log)
    let first = documents.first.flatMap { document in
      ValueReader(document, log: log).object { reader.header($0) }
    }
    if documents.isEmpty, !log.hasErrors {
      log.error(
        at: .start, .missingField, "the file is empty",
        hint: "record a trace with wavetank scheduler record")
    }
    var decisions: [GoldenDecision] = []
    if first != nil {
      for document in documents.dropFirst() {
        if let one = reader.line(ValueReader(document, log: log)) { decisions.append(one) }
      }
    }
    if let first, !log.hasErrors, decisions.count != first.decisions {
      log.error(
        at: documents.last?.mark ?? .start, .wrongValue,
        "the file ends after \(decisions.count) of \(first.decisions) decisions",
        hint: "it was cut off; record it again")
    }
    try log.throwIfErrors()
    self.init(first?.header ?? Header(), decisions)
  }
}

/// Reads the lines of a trace, which build on those before them.
private struct TraceReader {
  let log: ProblemLog
  private var scorers: [[String]] = []
  private var names: [String] = []
  private var isTimed = false

  init(log: ProblemLog) { self.log = log }

  mutating func header(
    _ reader: MappingReader
  ) -> (header: GoldenTrace.Header, decisions: Int)? {
    let before = log.errorsSoFar
    _ = reader.required("trace", .choice([GoldenTrace.title]))
    _ = reader.required("version", .integer(in: GoldenTrace.version...GoldenTrace.version))
    guard log.errorsSoFar == before else {
      reader.ignore(reader.mapping.entries.map(\.key))
      return nil
    }
    var header = GoldenTrace.Header()
    header.inputs = reader.list("inputs") { item in
      guard let role = item.required("role", ScalarFormat<TraceInput.Role>.word),
        let path = item.required("path", .string), let digest = item.required("digest", .string)
      else { return nil }
      return TraceInput(role: role, path: path, digest: digest)
    } ?? []
    header.seed = reader.optional("seed", .integer)
    header.percentage = reader.optional("percentage", .integer)
    header.isTimed = reader.optional("timed", .boolean) ?? false
    header.profiles = reader.list("profiles") { item in
      ProfileSummary(
        schedulerName: item.required("scheduler", .string) ?? "",
        filters: item.list("filters", of: .string) ?? [],
        scores: Self.weights(item))
    } ?? []
    scorers = (reader.value("scorers")?.items ?? []).map { item in
      (item.items ?? []).compactMap { $0.scalar(.string) }
    }
    isTimed = header.isTimed
    let count: Int? = reader.required("decisions", .integer(in: 0...Int.max))
    return count.map { (header, $0) }
  }

  private static func weights(_ reader: MappingReader) -> [ProfileSummary.Score] {
    (reader.value("weights")?.items ?? []).flatMap { item in
      (item.entries ?? []).compactMap { plugin, weight in
        weight.scalar(ScalarFormat<Int64>.integer).map {
          ProfileSummary.Score(plugin: plugin.value, weight: $0)
        }
      }
    }
  }

  /// The decision of a line; nil for a line of names, or one that is wrong.
  mutating func line(_ value: ValueReader) -> GoldenDecision? {
    var found: [String]?
    let scorers = scorers
    let names = names
    let isTimed = isTimed
    let decision = value.object { reader -> GoldenDecision? in
      if let list: [String] = reader.list("nodes", of: .string) {
        found = list
        return nil
      }
      return Self.decision(reader, scorers, names, isTimed)
    }
    if let found { self.names = found }
    return decision
  }

  private static func decision(
    _ reader: MappingReader, _ scorers: [[String]], _ names: [String], _ isTimed: Bool
  ) -> GoldenDecision? {
    let pod = reader.required("pod", .string)
    let scorer: Int = reader.optional("scorer", .integer) ?? 0
    guard let pod, scorers.indices.contains(scorer) else {
      if pod != nil { reader.fail("scorer", "is \(scorer), which the header does not have") }
      reader.ignore(reader.mapping.entries.map(\.key))
      return nil
    }
    var decision = GoldenDecision(pod: pod, scorePlugins: scorers[scorer])
    decision.chosen = reader.optional("chosen", .string)
    decision.feasible = reader.required("feasible", .integer) ?? 0
    decision.best = reader.required("best", .integer) ?? 0
    decision.total = reader.optional("total", .integer)
    decision.attempt = reader.optional("attempt", .integer) ?? 1
    if let time: Int64 = reader.optional("time_ns", .integer(in: 0...Int64.max)) {
      decision.time = Instant(nanoseconds: time)
    } else if isTimed {
      reader.fail("has no time_ns", hint: "a timed trace has the time of every decision")
    }
    decision.message = reader.optional("message", .string) ?? ""
    decision.nominated = reader.optional("nominated", .string) ?? ""
    decision.victims = reader.list("victims", of: .string) ?? []
    let kept: [String]? = reader.list("kept", of: .string)
    decision.isWhole = kept == nil
    let digests = reader.map("digests", of: .string) ?? []
    decision.digests = ([""] + decision.scorePlugins).compactMap { plugin in
      digests.first { $0.key.value == plugin }.map {
        GoldenDecision.Digest(plugin: plugin, groups: groups($0.value))
      }
    }
    readNodes(reader, kept ?? names, into: &decision)
    return decision
  }

  private static func groups(_ digits: String) -> [String] {
    let all = Array(digits)
    return stride(from: 0, to: all.count, by: 8).map { String(all[$0..<min(all.count, $0 + 8)]) }
  }

  private static func readNodes(
    _ reader: MappingReader, _ names: [String], into decision: inout GoldenDecision
  ) {
    var verdicts = [GoldenDecision.Verdict?](repeating: nil, count: names.count)
    for (said, text) in reader.map("refused", of: .string) ?? [] {
      guard let places = PlaceRanges.places(text, below: names.count),
        let colon = said.value.firstRange(of: ": ")
      else {
        reader.fail("refused", "has \(quoted(said.value)): \(quoted(text)), which names no nodes")
        continue
      }
      let refusal = GoldenDecision.Verdict.refused(
        by: String(said.value[..<colon.lowerBound]),
        reason: String(said.value[colon.upperBound...]))
      for place in places { verdicts[place] = refusal }
    }
    // A decision that looked at no node says nothing of any.
    if decision.feasible == 0, verdicts.allSatisfy({ $0 == nil }) {
      _ = reader.value("points")
      return
    }
    let fitting = verdicts.indices.filter { verdicts[$0] == nil }
    var points = Array(
      repeating: [Int64?](repeating: nil, count: decision.scorePlugins.count),
      count: fitting.count)
    for (plugin, value) in reader.value("points")?.entries ?? [] {
      guard let place = decision.scorePlugins.firstIndex(of: plugin.value),
        let column = column(value, count: fitting.count)
      else {
        reader.fail(
          "points", "has \(quoted(plugin.value)), which does not fit the nodes or the header")
        continue
      }
      for (row, own) in column.enumerated() { points[row][place] = own }
    }
    for (row, place) in fitting.enumerated() { verdicts[place] = .fits(points[row]) }
    decision.nodes = zip(names, verdicts).compactMap { name, verdict in
      verdict.map { GoldenDecision.Node(name: name, verdict: $0) }
    }
  }

  /// The points of `count` nodes; nil when there are more or fewer.
  private static func column(_ value: ValueReader, count: Int) -> [Int64?]? {
    if case .sequence(let list) = value.node {
      guard list.items.count == count else { return nil }
      return list.items.map { $0.isNull ? nil : $0.integer }
    }
    return value.node.integer.map { Array(repeating: $0, count: count) }
  }
}
