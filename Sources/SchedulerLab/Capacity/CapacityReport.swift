import Results
import Scheduler
import Units

/// What `wavetank scheduler capacity` found out, for people, programs and spreadsheets.
public struct CapacityReport: Sendable {
  /// How many more pods fit; nil when that was not asked.
  public let count: CapacityCount?
  /// What to add for those that wait; nil when none waits.
  public let plan: CapacityPlan?

  /// A report of these.
  public init(count: CapacityCount?, plan: CapacityPlan?) {
    self.count = count
    self.plan = plan
  }

  /// The answers, a sentence each; the one that was asked for first.
  public var sentences: [String] {
    (count.map { Self.sentences($0) } ?? []) + (plan.map { [Self.sentence($0)] } ?? [])
  }

  private static func sentences(_ count: CapacityCount) -> [String] {
    let parts = count.kinds.map { "\($0.fitted + $0.after) of \($0.name)" }
    let pods = count.total == 1 ? "1 more pod fits" : "\(count.total) more pods fit"
    let which = count.kinds.count == 1 ? " (\(count.kinds[0].name))" : ": " + list(parts)
    var lines = [pods + which + "."]
    if count.kinds.count > 1 {
      let together = count.kinds.map(\.fitted).min() ?? 0
      lines.append("In turn, \(together) of each fit before one finds no node.")
    }
    if count.pendingLeft + count.pendingPlaced > 0 {
      lines.append(
        "Before them, \(count.pendingPlaced) pods that wait were placed; "
          + "\(count.pendingLeft) found no node.")
    }
    return lines
  }

  private static func sentence(_ plan: CapacityPlan) -> String {
    let pods = "\(plan.pods) pod\(plan.pods == 1 ? "" : "s")"
    if plan.unplaced == 0 { return "No node has to be added: all \(pods) that wait fit." }
    let now = "\(plan.unplaced) of \(pods) that wait find no node; "
    guard let best = plan.choices.first else {
      let why = plan.failures.first.map { ": \($0.example)" } ?? ""
      return now + "no number of nodes of any one type was found to do\(why)"
    }
    return now + "cheapest is to add \(best.count) × \(best.offer.name) "
      + "(\(dollars(best.pricePerMonth)) a month)."
  }

  /// An amount to the cent.
  public static func dollars(_ amount: Dollars) -> String {
    let cents = (amount.nanodollars + 5_000_000) / 10_000_000
    let part = cents % 100
    return "$\(cents / 100).\(part < 10 ? "0" : "")\(part)"
  }

  private static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }

  // MARK: For programs

  /// Everything, with units in the names.
  public var json: JSONValue {
    .object([
      ("more_pods", count.map(Self.json) ?? .null), ("nodes_to_add", plan.map(Self.json) ?? .null),
    ])
  }

  private static func json(_ count: CapacityCount) -> JSONValue {
    .object([
      ("total", .int(count.total)),
      ("stop_reason", .string(count.stopReason)),
      ("waiting_placed", .int(count.pendingPlaced)),
      ("waiting_without_node", .int(count.pendingLeft)),
      (
        "kinds",
        .array(
          count.kinds.map { kind in
            .object([
              ("name", .string(kind.name)), ("fitted_in_turn", .int(kind.fitted)),
              ("fitted_after", .int(kind.after)), ("stop", .string(kind.stop)),
              (
                "reasons",
                .array(
                  kind.reasons.map {
                    .object([("reason", .string($0.reason)), ("nodes", .int($0.nodes))])
                  })
              ),
            ])
          })
      ),
      ("nodes", .array(count.nodes.map { json($0, count) })),
    ])
  }

  private static func json(_ row: CapacityCount.NodeRow, _ count: CapacityCount) -> JSONValue {
    let pods = zip(count.kinds, row.pods).filter { $0.1 > 0 }.map { kind, pods in
      JSONValue.object([("name", .string(kind.name)), ("pods", .int(pods))])
    }
    return .object([
      ("node", .string(row.node)), ("pods", .array(pods)),
      ("cpu_requested_millicores", .int(Int(row.requested.milliCPU))),
      ("cpu_allocatable_millicores", .int(Int(row.allocatable.milliCPU))),
      ("memory_requested_bytes", .int(Int(row.requested.memory))),
      ("memory_allocatable_bytes", .int(Int(row.allocatable.memory))),
    ])
  }

  private static func json(_ plan: CapacityPlan) -> JSONValue {
    .object([
      ("pods", .int(plan.pods)), ("without_node_now", .int(plan.unplaced)),
      (
        "choices",
        .array(
          plan.choices.map { choice in
            .object([
              ("type", .string(choice.offer.name)), ("nodes", .int(choice.count)),
              ("month_usd", .decimal(choice.pricePerMonth.nanodollars, digits: 9)),
              ("cpu_requested_share", .double(choice.cpuUse)),
              ("memory_requested_share", .double(choice.memoryUse)),
            ])
          })
      ),
      (
        "failures",
        .array(
          plan.failures.map { failure in
            .object([
              ("type", .string(failure.offer.name)), ("nodes_tried", .int(failure.tried)),
              ("pods_without_node", .int(failure.left)), ("example", .string(failure.example)),
            ])
          })
      ),
      ("dearer_types_not_tried", .int(plan.dearer)),
    ])
  }

  /// The choices of what to add as a table; without any, the nodes and what they took.
  public var csv: String {
    if let plan, !plan.choices.isEmpty { return Self.csv(plan) }
    var table = CSVText(columns: ["node"] + (count?.kinds.map(\.name) ?? []))
    for row in count?.nodes ?? [] {
      table.field(row.node)
      for pods in row.pods { table.field(pods) }
      table.endRow()
    }
    return String(decoding: table.bytes, as: UTF8.self)
  }

  private static func csv(_ plan: CapacityPlan) -> String {
    var table = CSVText(columns: [
      "type", "nodes", "month_usd", "cpu_requested_share", "memory_requested_share",
    ])
    for choice in plan.choices {
      table.field(choice.offer.name)
      table.field(choice.count)
      table.field(choice.pricePerMonth.nanodollars, digits: 9)
      table.field(choice.cpuUse)
      table.field(choice.memoryUse)
      table.endRow()
    }
    return String(decoding: table.bytes, as: UTF8.self)
  }
}
