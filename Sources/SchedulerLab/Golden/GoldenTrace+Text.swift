import Results
import Scheduler

extension GoldenTrace {
  /// The trace as a file: equal decisions give equal bytes.
  ///
  /// The names of the nodes stand in a line of their own before the first decision about them;
  /// points and refusals follow their order.
  public func text() -> String {
    var scorers: [[String]] = []
    for decision in decisions where !scorers.contains(decision.scorePlugins) {
      scorers.append(decision.scorePlugins)
    }
    var text = headerJSON(scorers).compactText() + "\n"
    var names: [String] = []
    for decision in decisions {
      if decision.isWhole, !decision.nodes.isEmpty, decision.nodes.map(\.name) != names {
        names = decision.nodes.map(\.name)
        text += JSONValue.object([("nodes", strings(names))]).compactText() + "\n"
      }
      let scorer = scorers.firstIndex(of: decision.scorePlugins) ?? 0
      text += JSONValue.object(members(decision, scorer)).compactText() + "\n"
    }
    return text
  }

  private func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  private func headerJSON(_ scorers: [[String]]) -> JSONValue {
    let profiles = header.profiles.map { profile in
      JSONValue.object([
        ("scheduler", .string(profile.schedulerName)), ("filters", strings(profile.filters)),
        (
          "weights",
          .array(profile.scores.map { .object([($0.plugin, .int(Int($0.weight)))]) })
        ),
      ])
    }
    let inputs = header.inputs.map { input in
      JSONValue.object([
        ("role", .string(input.role.rawValue)), ("path", .string(input.path)),
        ("digest", .string(input.digest)),
      ])
    }
    return .object([
      ("trace", .string(Self.title)), ("version", .int(Self.version)),
      ("decisions", .int(decisions.count)), ("inputs", .array(inputs)),
      ("timed", .bool(header.isTimed)),
      ("seed", header.seed.map { .unsigned($0) } ?? .null),
      ("percentage", header.percentage.map { .int($0) } ?? .null),
      ("profiles", .array(profiles)), ("scorers", .array(scorers.map(strings))),
    ])
  }

  /// What the first line of every trace says.
  static let title = "decisions of a scheduler, recorded by wavetank"

  private func members(_ decision: GoldenDecision, _ scorer: Int) -> [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [
      ("pod", .string(decision.pod)), ("chosen", .optional(decision.chosen)),
      ("feasible", .int(decision.feasible)), ("best", .int(decision.best)),
      ("total", decision.total.map { .int(Int($0)) } ?? .null),
    ]
    if let time = decision.time { members.append(("time_ns", .int(Int(time.nanoseconds)))) }
    if decision.attempt != 1 { members.append(("attempt", .int(decision.attempt))) }
    if scorer != 0 { members.append(("scorer", .int(scorer))) }
    if !decision.message.isEmpty { members.append(("message", .string(decision.message))) }
    if !decision.nominated.isEmpty { members.append(("nominated", .string(decision.nominated))) }
    if !decision.victims.isEmpty { members.append(("victims", strings(decision.victims))) }
    if !decision.isWhole {
      members.append(("kept", strings(decision.nodes.map(\.name))))
      let digests = decision.digests.map { ($0.plugin, JSONValue.string($0.groups.joined())) }
      members.append(("digests", .object(digests)))
    }
    let points = points(decision)
    if !points.isEmpty { members.append(("points", .object(points))) }
    let refused = refused(decision)
    if !refused.isEmpty { members.append(("refused", .object(refused))) }
    return members
  }

  /// For each plugin the points of the nodes that fit, in their order; one number for all when they
  /// are all the same, and nothing of a plugin that has nothing to say.
  private func points(_ decision: GoldenDecision) -> [(String, JSONValue)] {
    let fitting = decision.nodes.compactMap { node -> [Int64?]? in
      if case .fits(let points) = node.verdict { points } else { nil }
    }
    return decision.scorePlugins.indices.compactMap { place in
      let column = fitting.map { $0[place] }
      guard let first = column.first, let value = first else { return nil }
      let isSame = column.allSatisfy { $0 == first }
      let all = JSONValue.array(column.map { $0.map { .int(Int($0)) } ?? .null })
      return (decision.scorePlugins[place], isSame ? .int(Int(value)) : all)
    }
  }

  /// For each refusal the places of its nodes, such as `0-4,7`.
  private func refused(_ decision: GoldenDecision) -> [(String, JSONValue)] {
    var places: [(said: String, at: [Int])] = []
    for (place, node) in decision.nodes.enumerated() {
      guard case .refused(let plugin, let reason) = node.verdict else { continue }
      let said = "\(plugin): \(reason)"
      if let index = places.firstIndex(where: { $0.said == said }) {
        places[index].at.append(place)
      } else {
        places.append((said, [place]))
      }
    }
    return places.map { ($0.said, .string(PlaceRanges.text($0.at))) }
  }
}

/// Rising whole numbers in short: `0-4,7`.
package enum PlaceRanges {
  /// The numbers as text.
  package static func text(_ places: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for place in places {
      if let last = ranges.last, last.upperBound + 1 == place {
        ranges[ranges.count - 1] = last.lowerBound...place
      } else {
        ranges.append(place...place)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }

  /// The numbers of a text, each below `count`; nil when it is none.
  package static func places(_ text: String, below count: Int) -> [Int]? {
    var places: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first >= 0, first <= last, last < count
      else { return nil }
      places += first...last
    }
    return places
  }
}
