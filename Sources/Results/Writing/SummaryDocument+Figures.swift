import Units

extension SummaryDocument {
  static func members(_ figures: RequestFigures) -> [(String, JSONValue)] {
    let latency = figures.latency
    let causes = figures.failuresByCause.map { ($0.cause, JSONValue.int($0.count)) }
    let stages = RequestStage.allCases.map { stage in
      (stage.key, milliseconds(figures.timeSpent?[stage]))
    }
    return [
      ("arrived", .int(figures.arrived)),
      ("succeeded", .int(figures.succeeded)),
      ("failed", .int(figures.failed)),
      ("timed_out", .int(figures.timedOut)),
      ("in_flight", .int(figures.inFlight)),
      ("lost", .int(figures.lost)),
      ("availability", figures.availability.map { .double($0) } ?? .null),
      ("failures_by_cause", .object(causes)),
      ("latency_sample_count", .int(latency?.sampleCount ?? 0)),
      (
        "latency_ms",
        .object([
          ("mean", milliseconds(latency?.mean)),
          ("p50", milliseconds(latency?.p50)),
          ("p90", milliseconds(latency?.p90)),
          ("p95", milliseconds(latency?.p95)),
          ("p99", milliseconds(latency?.p99)),
          ("p99_9", milliseconds(latency?.p99_9)),
          ("max", milliseconds(latency?.max)),
        ])
      ),
      ("time_spent_mean_ms", .object(stages)),
    ]
  }

  static func phase(_ phase: PhaseFigures) -> JSONValue {
    .object(
      [
        ("name", .string(phase.name)),
        ("from_seconds", seconds(phase.from - .start)),
        ("to_seconds", seconds(phase.to - .start)),
      ] + members(phase.figures))
  }

  static func named(_ list: [NamedFigures]) -> JSONValue {
    .object(list.map { ($0.name, .object(members($0.figures))) })
  }

  static func utilisation(_ results: RunResults) -> JSONValue {
    .object([
      ("total", resources(results.utilisation)),
      ("nodes", .object(results.nodes.map { ($0.name, resources($0.resources)) })),
    ])
  }

  private static func resources(_ figures: ResourceFigures) -> JSONValue {
    .object([
      ("cpu_allocatable_cores", cores(figures.cpuAllocatable)),
      ("cpu_requested_mean_cores", cores(figures.cpuRequested)),
      ("cpu_used_mean_cores", cores(figures.cpuUsed)),
      ("cpu_used_peak_cores", cores(figures.cpuUsedPeak)),
      ("memory_allocatable_bytes", .int(Int(figures.memoryAllocatable.count))),
      ("memory_requested_mean_bytes", .int(Int(figures.memoryRequested.count))),
      ("memory_used_mean_bytes", .int(Int(figures.memoryUsed.count))),
      ("memory_used_peak_bytes", .int(Int(figures.memoryUsedPeak.count))),
    ])
  }

  private static func cores(_ cpu: MilliCPU) -> JSONValue { .decimal(cpu.millicores, digits: 3) }
}
