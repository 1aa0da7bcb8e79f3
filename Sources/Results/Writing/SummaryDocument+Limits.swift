import Units

extension SummaryDocument {
  static func limits(_ figures: LimitFigures) -> JSONValue {
    let first = figures.first
    return .object(
      [
        (
          "first",
          .object([
            ("resource", .string(first?.resource.rawValue ?? "none")),
            ("at_seconds", seconds(first?.since.map { $0 - .start })),
          ])
        ),
        ("objective", objective(figures.objective)),
      ]
        + figures.rows.map { row in
          (
            row.resource.rawValue,
            JSONValue.object([
              ("is_first", .int(row.resource == first?.resource ? 1 : 0)),
              ("at_seconds", seconds(row.since.map { $0 - .start })),
              ("exhausted_seconds", .int(row.seconds)),
            ])
          )
        })
  }

  private static func objective(_ figures: ObjectiveFigures) -> JSONValue {
    .object([
      ("broken_at_seconds", seconds(figures.brokenSince.map { $0 - .start })),
      ("requests_per_second_at_break", figures.rateAtBreak.map { .double($0) } ?? .null),
      ("served_requests", .int(figures.servedRequests)),
    ])
  }

  static func container(_ figures: ContainerFigures) -> JSONValue {
    .object([
      ("pods", .int(figures.pods)),
      (
        "cpu_limit_cores",
        figures.cpuLimit.map { .decimal($0.millicores, digits: 3) } ?? .null
      ),
      ("cpu_periods", .int(figures.cpuPeriods)),
      ("cpu_periods_throttled", .int(figures.cpuPeriodsThrottled)),
      ("cpu_throttled_share", figures.throttledShare.map { .double($0) } ?? .null),
      ("cpu_throttled_seconds", seconds(figures.cpuThrottled)),
      ("memory_limit_bytes", figures.memoryLimit.map { .int(Int($0.count)) } ?? .null),
      ("memory_peak_bytes", .int(Int(figures.memoryPeak.count))),
      ("oom_kills", .int(figures.oomKills)),
    ])
  }
}
