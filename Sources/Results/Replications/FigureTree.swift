/// The figures of `summary.json` as a tree of names, and back to the document's own shape.
enum FigureTree {
  /// Members of the document that hold figures; all others are texts and settings.
  static let roots = [
    "simulated_seconds", "measured_from_seconds", "measured_to_seconds", "run", "phases",
    "clients", "endpoints", "versions", "downtime", "utilisation", "database", "limits",
    "containers", "cost",
  ]

  /// All figures of `document` in its order, nil for those that it lacks.
  static func row(of document: JSONValue) -> FigureTable.Row {
    var row: FigureTable.Row = []
    guard case .object(let members) = document else { return row }
    for root in roots {
      guard let member = members.first(where: { $0.0 == root }) else { continue }
      collect(member.1, [root], &row)
    }
    return row
  }

  private static func collect(
    _ value: JSONValue, _ path: [String], _ row: inout FigureTable.Row
  ) {
    switch value {
    case .object(let members):
      for (name, value) in members { collect(value, path + [name], &row) }
    case .array(let items):
      for item in items {
        guard case .string(let name)? = item.value(at: "/name") else { continue }
        collect(item, path + [name], &row)
      }
    case .null: row.append((path, nil))
    case .int, .double, .decimal, .unsigned: row.append((path, value.number))
    case .string, .bool: break
    }
  }

  /// The document's shape over the figures at `paths`, with what `leaf` makes of each.
  ///
  /// A list of named things, such as the phases, is a list again, in the order of `paths`.
  static func shape(
    _ paths: [[String]], leaf: ([String]) -> JSONValue
  ) -> [(String, JSONValue)] {
    members(paths[...], depth: 0, leaf: leaf)
  }

  private static func members(
    _ paths: ArraySlice<[String]>, depth: Int, leaf: ([String]) -> JSONValue
  ) -> [(String, JSONValue)] {
    var order: [String] = []
    var groups: [String: [[String]]] = [:]
    for path in paths {
      let name = path[depth]
      if groups[name] == nil { order.append(name) }
      groups[name, default: []].append(path)
    }
    // A group in which nothing was lost has its causes all the same: none.
    let lacksCauses = groups["latency_sample_count"] != nil && groups["failures_by_cause"] == nil
    let causes: [(String, JSONValue)] = lacksCauses ? [("failures_by_cause", .object([]))] : []
    return causes + order.map { name in
      let group = groups[name] ?? []
      if let path = group.first, path.count == depth + 1 { return (name, leaf(path)) }
      let inner = members(group[...], depth: depth + 1, leaf: leaf)
      guard depth == 0, name == "phases" else { return (name, .object(inner)) }
      let items = inner.map { phase, value -> JSONValue in
        guard case .object(let members) = value else { return value }
        return .object([("name", .string(phase))] + members)
      }
      return (name, .array(items))
    }
  }
}
