import ClusterSim
import Documents

/// The figures of `summary.json` that a scenario will have, for checking expectations before a run.
struct FigureCatalogue: Sendable {
  /// In what a figure counts.
  enum Unit: Sendable {
    case count
    case share
    case milliseconds
    case seconds
    case dollars
    case cores
    case bytes

    /// What is counted, in words.
    var noun: String {
      switch self {
      case .count: "a number"
      case .share: "a share"
      case .milliseconds: "milliseconds"
      case .seconds: "seconds"
      case .dollars: "dollars"
      case .cores: "cores"
      case .bytes: "bytes"
      }
    }
  }

  private let phases: [String]
  private let clients: [String]
  private let endpoints: [String]
  /// The figures of each variant, which `variants.NAME` goes before; none for a run alone.
  var variants: [(name: String, figures: FigureCatalogue)] = []

  /// The figures of a run of `design`.
  init(_ design: ClusterDesign) {
    phases = design.phases.map(\.name)
    clients = design.clients.map(\.name)
    var names: [String] = []
    for entry in design.clients.flatMap(\.mix) where !names.contains(entry.endpoint) {
      names.append(entry.endpoint)
    }
    endpoints = names
  }

  private static let counts = [
    "arrived", "succeeded", "failed", "timed_out", "in_flight", "lost", "latency_sample_count",
  ]
  private static let quantiles = ["mean", "p50", "p90", "p95", "p99", "p99_9", "max"]
  private static let stages = [
    "network", "connect", "backlog", "cpu", "cpu_contention", "database", "database_connect",
    "retry",
  ]
  private static let downtime: [(String, Unit)] = [
    ("failed_request_share", .share), ("below_objective_seconds", .seconds),
    ("longest_blackout_users_seconds", .seconds), ("longest_blackout_prober_seconds", .seconds),
  ]
  private static let resources = [
    "cpu_allocatable_cores", "cpu_requested_mean_cores", "cpu_used_mean_cores",
    "cpu_used_peak_cores", "memory_allocatable_bytes", "memory_requested_mean_bytes",
    "memory_used_mean_bytes", "memory_used_peak_bytes",
  ]
  private static let database: [(String, Unit)] = [
    ("commits_acknowledged", .count), ("commits_lost", .count), ("starts", .count),
    ("empty_starts", .count), ("crash_recoveries", .count), ("recovery_seconds", .seconds),
    ("redo_bytes", .bytes), ("longest_outage_seconds", .seconds),
    ("total_outage_seconds", .seconds),
  ]
  private static let roots = [
    "run", "phases", "clients", "endpoints", "versions", "downtime", "utilisation", "database",
    "cost", "simulated_seconds",
  ]

  /// The unit of the figure at `path`.
  ///
  /// - Throws: The member of the path that does not exist, by its index, and a hint.
  func unit(of path: [String]) throws(Unknown) -> Unit {
    switch path[0] {
    case "run": return try request(path, from: 1)
    case "phases", "clients", "endpoints", "versions":
      guard path.count > 1 else {
        throw Unknown(0, "names no one of \(path[0])", hint: "write \(path[0]).NAME.failed")
      }
      let known = ["phases": phases, "clients": clients, "endpoints": endpoints][path[0]]
      if let known, !known.contains(path[1]) {
        throw Unknown(
          1, "names \(quoted(path[1])), which is not among the \(path[0])",
          hint: Suggestion.hint(for: path[1], among: known) ?? hint(forMissing: path))
      }
      return try request(path, from: 2)
    case "downtime":
      let names = Self.downtime.map(\.0)
      _ = try member(path, 1, among: names, last: true)
      return Self.downtime.first { $0.0 == path[1] }?.1 ?? .seconds
    case "database":
      guard path.count > 1 else {
        throw Unknown(0, "names no database", hint: "write database.NAME.commits_lost")
      }
      let name = try member(path, 2, among: Self.database.map(\.0), last: true)
      return Self.database.first { $0.0 == name }?.1 ?? .count
    case "utilisation":
      _ = try member(path, 1, among: ["total", "nodes"], last: false)
      let place = path[1] == "nodes" ? 3 : 2
      let name = try member(path, place, among: Self.resources, last: true)
      return name.hasSuffix("_cores") ? .cores : .bytes
    case "cost":
      _ = try member(
        path, 1, among: ["nodes", "cluster_fee", "load_balancers", "total"], last: false)
      _ = try member(path, 2, among: ["run_usd", "month_usd"], last: true)
      return .dollars
    case "simulated_seconds":
      _ = try member(path, 0, among: Self.roots, last: true)
      return .seconds
    case "variants": return try ofVariant(path)
    default:
      throw Unknown(
        0, "asks for \(quoted(path[0])), which summary.json does not have",
        hint: Suggestion.hint(for: path[0], among: Self.roots))
    }
  }

  /// The unit of a figure of one variant.
  private func ofVariant(_ path: [String]) throws(Unknown) -> Unit {
    let names = variants.map(\.name)
    guard !names.isEmpty else {
      throw Unknown(
        0, "names a variant, and there are none here",
        hint: "compare variants in the scenario's own expect:, and list them in variants:")
    }
    guard path.count > 2 else {
      throw Unknown(
        path.count - 1, "ends before its figure", hint: "write variants.NAME.run.lost")
    }
    guard let variant = variants.first(where: { $0.name == path[1] }) else {
      throw Unknown(
        1, "names \(quoted(path[1])), which is not among the variants",
        hint: Suggestion.hint(for: path[1], among: names))
    }
    return try variant.figures.unit(of: Array(path[2...]))
  }

  private func hint(forMissing path: [String]) -> String? {
    path[0] == "phases" ? "write phase: \(path[1]) at a step" : nil
  }

  private func request(_ path: [String], from place: Int) throws(Unknown) -> Unit {
    let members =
      Self.counts + ["availability", "failures_by_cause", "latency_ms", "time_spent_mean_ms"]
    let name = try member(path, place, among: members, last: false)
    switch name {
    case "latency_ms":
      _ = try member(path, place + 1, among: Self.quantiles, last: true)
      return .milliseconds
    case "time_spent_mean_ms":
      _ = try member(path, place + 1, among: Self.stages, last: true)
      return .milliseconds
    case "failures_by_cause":
      guard path.count == place + 2 else {
        throw Unknown(place, "names no cause", hint: "write failures_by_cause.\"CAUSE\"")
      }
      return .count
    default:
      _ = try member(path, place, among: members, last: true)
      return name == "availability" ? .share : .count
    }
  }

  private func member(
    _ path: [String], _ place: Int, among known: [String], last: Bool
  ) throws(Unknown) -> String {
    guard place < path.count else {
      throw Unknown(
        path.count - 1, "ends before its figure",
        hint: "continue with one of \(known.joined(separator: ", "))")
    }
    guard known.contains(path[place]) else {
      throw Unknown(
        place, "asks for \(quoted(path[place])), which is not there",
        hint: Suggestion.nearest(to: path[place], among: known).map { "did you mean \($0)?" }
          ?? "one of \(known.joined(separator: ", "))")
    }
    if last, place + 1 < path.count {
      throw Unknown(
        place + 1, "goes on after \(path[place]), which is a figure", hint: "end it there")
    }
    return path[place]
  }

  /// A member of a path that does not exist.
  struct Unknown: Error {
    /// The member's index.
    let member: Int
    /// What is wrong, to follow the field's name.
    let message: String
    /// What would be right.
    let hint: String?

    init(_ member: Int, _ message: String, hint: String?) {
      self.member = member
      self.message = message
      self.hint = hint
    }
  }
}
