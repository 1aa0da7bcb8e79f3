import Statistics

extension FigureKind {
  /// A figure with its unit as people read it: `212.4`, `99.964 %`, `61.2 ms`, `$73.00`.
  public func text(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "–" }
    if value < 0 { return "−" + text(-value) }
    switch self {
    case .count: return Self.number(value)
    case .share: return Self.percent(value)
    case .milliseconds:
      return value < 1_000 ? Self.number(value) + " ms" : Self.number(value / 1_000) + " s"
    case .seconds: return Self.number(value) + " s"
    case .dollars: return "$" + Self.cents(value)
    case .cores: return FigureText.fixed(value, digits: 3) + (value == 1 ? " core" : " cores")
    case .bytes:
      let mebibytes = value / 1_048_576
      return mebibytes < 1_024
        ? FigureText.fixed(mebibytes, digits: 1) + " MiB"
        : FigureText.fixed(mebibytes / 1_024, digits: 2) + " GiB"
    }
  }

  /// A figure with its sign: `+14`, `−3`, `0`.
  public func signed(_ value: Double?) -> String {
    guard let value else { return "–" }
    return (value > 0 ? "+" : "") + text(value)
  }

  /// A mean with its half-width where there is an interval: `61.2 ms ± 1.4 ms`.
  public func text(_ estimate: ReplicationEstimate) -> String {
    guard let halfWidth = estimate.halfWidth else { return text(estimate.mean) }
    return text(estimate.mean) + " ± " + text(halfWidth)
  }

  /// A difference with its half-width where there is an interval.
  public func signed(_ estimate: ReplicationEstimate) -> String {
    guard let halfWidth = estimate.halfWidth else { return signed(estimate.mean) }
    return signed(estimate.mean) + " ± " + text(halfWidth)
  }

  /// About four significant digits.
  private static func number(_ value: Double) -> String {
    FigureText.fixed(
      value, digits: value >= 1_000 ? 0 : value >= 100 ? 1 : value >= 0.1 ? 2 : 4)
  }

  /// As many decimals as tell a share from none and from all.
  private static func percent(_ share: Double) -> String {
    let percent = share * 100
    if percent == 0 || percent == 100 { return FigureText.fixed(percent, digits: 0) + " %" }
    let distance = min(percent, (100 - percent).magnitude)
    let digits = distance >= 1 ? 2 : distance >= 0.1 ? 3 : distance >= 0.01 ? 4 : 6
    return FigureText.fixed(percent, digits: digits) + " %"
  }

  /// Two decimals, or four for small amounts; zeros at the end stay, as prices have them.
  private static func cents(_ value: Double) -> String {
    if value >= 1_000 || value == 0 { return FigureText.fixed(value, digits: 0) }
    let digits = value < 0.1 ? 4 : 2
    let text = FigureText.fixed(value, digits: digits)
    let decimals = text.split(separator: ".").dropFirst().first?.count ?? 0
    return text + (decimals == 0 ? "." : "") + String(repeating: "0", count: digits - decimals)
  }
}

/// What figures are called in tables for people.
public enum FigureLabel {
  private static let known: [String: String] = [
    "run.arrived": "requests", "run.lost": "requests lost", "run.availability": "succeeded",
    "downtime.below_objective_seconds": "time under the objective",
    "downtime.longest_blackout_users_seconds": "longest blackout",
    "downtime.longest_blackout_prober_seconds": "longest blackout (prober)",
    "cost.total.month_usd": "cost a month", "cost.total.run_usd": "cost of the run",
    "utilisation.total.cpu_allocatable_cores": "CPU there",
    "utilisation.total.cpu_used_mean_cores": "CPU used",
  ]

  /// A name for the figure at `path`, in a few words.
  public static func text(_ path: [String]) -> String {
    let whole = FigurePath.text(path)
    if let name = known[whole] { return name }
    guard path.count >= 2 else { return whole }
    let isRun = path[0] == "run"
    let owner = isRun ? "" : path.count > 2 ? " (\(path[1]))" : ""
    let rest = Array(path.dropFirst(isRun ? 1 : 2))
    if rest.count == 2, rest[0] == "failures_by_cause" { return "lost: \(rest[1])" + owner }
    if rest.count == 2, rest[0] == "latency_ms" {
      return rest[1].replacing("_", with: ".") + " latency" + owner
    }
    if rest == ["lost"] { return "requests lost" + owner }
    if rest == ["availability"] { return "succeeded" + owner }
    return whole
  }

  /// The share below a quantile's name: `p99_9` is 0.999; nil for what is no quantile.
  public static func quantile(_ name: String) -> Double? {
    ["p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99, "p99_9": 0.999][name]
  }
}
