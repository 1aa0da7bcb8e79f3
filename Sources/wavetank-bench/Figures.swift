import Results

/// One figure of a benchmark.
struct Figure {
  var name: String
  var value: Double
  var unit: String
}

/// The figures of one call of the program, in the order in which they were measured.
enum Figures {
  /// One thread measures one thing after another, so nothing else can be at this list.
  nonisolated(unsafe) static var all: [Figure] = []

  /// The value of a figure that was measured; nil when it was not.
  static func value(_ name: String) -> Double? { all.last { $0.name == name }?.value }

  /// The list as `reports/bench.json` holds it.
  static var json: JSONValue {
    .array(
      all.map { figure in
        var members: [(String, JSONValue)] = [
          ("name", .string(figure.name)), ("value", .double(figure.value)),
          ("unit", .string(figure.unit)),
        ]
        if let bound = Bounds.all[figure.name] {
          switch bound.limit {
          case .floor(let floor): members.append(("floor", .double(floor)))
          case .target(let target): members.append(("target", .double(target)))
          }
          members.append(("holds", .bool(bound.holds(figure.value))))
        } else {
          members.append(("holds", .bool(true)))
        }
        return .object(members)
      })
  }

  /// The figures that are bound to hold, with what they came to: lines for people.
  static var verdicts: [String] {
    all.compactMap { figure in
      guard let bound = Bounds.all[figure.name] else { return nil }
      let word = bound.holds(figure.value) ? "holds " : bound.isLaw ? "BROKEN" : "missed"
      return "\(word)  \(figure.name) = \(figure.value) \(figure.unit), \(bound.text)"
    }
  }

  /// Whether a figure that depends on the code alone, not on the machine, breaks its bound.
  static var hasBrokenLaw: Bool {
    all.contains { figure in
      guard let bound = Bounds.all[figure.name] else { return false }
      return bound.isLaw && !bound.holds(figure.value)
    }
  }
}
