import Units

/// `summary.json`: every figure of a run, with its unit in its name.
public enum SummaryDocument {
  /// The document of `results`.
  public static func json(of results: RunResults) -> JSONValue {
    .object([
      ("format", .int(1)),
      ("scenario", .string(results.scenario)),
      ("seed", .unsigned(results.seed)),
      ("replication", .unsigned(results.replication)),
      ("intervals", .object([("none", .string("1 replication"))])),
      ("wavetank_version", .string(results.version)),
      ("simulated_seconds", seconds(results.simulated)),
      ("measured_from_seconds", seconds(results.measuredFrom - .start)),
      ("measured_to_seconds", seconds(results.measuredTo - .start)),
      ("objective", results.objective.map(objective) ?? .null),
      ("headline", headline(results.answer)),
      ("verdict", verdict(results.verdict)),
      ("trustworthy", .bool(results.isTrustworthy)),
      ("run", .object(members(results.run))),
      ("phases", .array(results.phases.map(phase))),
      ("clients", named(results.clients)),
      ("endpoints", named(results.endpoints)),
      ("versions", named(results.versions)),
      ("downtime", downtime(results.downtime)),
      ("utilisation", utilisation(results)),
      ("database", .object(results.databases.map { ($0.name, database($0)) })),
      ("cost", cost(results.cost)),
      ("warnings", .array(results.warnings.map { .string($0) })),
      ("assumed_defaults", .array(results.assumedDefaults.map(assumedDefault))),
      ("invariants", .array(results.invariants.map(invariant))),
      ("expectations", .array(results.expectations.map(expectation))),
      ("unscheduled_pods", .array(results.unscheduledPods.map(unscheduledPod))),
    ])
  }

  static func seconds(_ span: TimeSpan?) -> JSONValue {
    span.map { .decimal($0.nanoseconds, digits: 9) } ?? .null
  }

  static func milliseconds(_ span: TimeSpan?) -> JSONValue {
    span.map { .decimal($0.nanoseconds, digits: 6) } ?? .null
  }

  static func objective(_ objective: RunObjective) -> JSONValue {
    .object([
      ("success_share", .double(objective.successShare)),
      ("latency_p99_ms", milliseconds(objective.latencyP99)),
    ])
  }

  static func headline(_ headline: Headline) -> JSONValue {
    .object([
      ("sentence", .string(headline.sentence)),
      ("figure", .double(headline.figure)),
      ("pointer", .string(headline.pointer)),
    ])
  }

  static func verdict(_ verdict: RunVerdict) -> JSONValue {
    .object([
      ("kind", .string(verdict.kind.rawValue)),
      ("reason", .string(verdict.reason)),
    ])
  }

  private static func downtime(_ downtime: DowntimeFigures) -> JSONValue {
    .object([
      ("failed_request_share", .double(downtime.failedShare)),
      ("objective_success_share", .double(downtime.objective)),
      ("below_objective_seconds", seconds(downtime.belowObjective)),
      ("longest_blackout_users_seconds", seconds(downtime.longestBlackoutUsers)),
      ("longest_blackout_prober_seconds", seconds(downtime.longestBlackoutProber)),
    ])
  }

  private static func database(_ figures: DatabaseFigures) -> JSONValue {
    .object([
      ("commits_acknowledged", .int(figures.commitsAcknowledged)),
      ("commits_lost", .int(figures.commitsLost)),
      ("starts", .int(figures.starts)),
      ("empty_starts", .int(figures.emptyStarts)),
      ("crash_recoveries", .int(figures.crashRecoveries)),
      ("recovery_seconds", seconds(figures.recovery)),
      ("redo_bytes", .int(Int(figures.redo.count))),
      ("longest_outage_seconds", seconds(figures.longestOutage)),
      ("total_outage_seconds", seconds(figures.totalOutage)),
    ])
  }

  private static func cost(_ cost: CostFigures) -> JSONValue {
    .object([
      ("nodes", item(cost.nodes)),
      ("cluster_fee", item(cost.clusterFee)),
      ("load_balancers", item(cost.loadBalancers)),
      ("total", item(cost.total)),
    ])
  }

  private static func item(_ item: CostItem) -> JSONValue {
    .object([
      ("run_usd", .decimal(item.run.nanodollars, digits: 9)),
      ("month_usd", .decimal(item.month.nanodollars, digits: 9)),
    ])
  }

  static func assumedDefault(_ assumed: AssumedDefault) -> JSONValue {
    .object([
      ("name", .string(assumed.name)),
      ("value", .string(assumed.value)),
      ("effect", .string(assumed.effect)),
    ])
  }

  private static func invariant(_ invariant: InvariantResult) -> JSONValue {
    .object([
      ("name", .string(invariant.name)),
      ("holds", .bool(invariant.holds)),
      ("detail", .string(invariant.detail)),
    ])
  }

  private static func expectation(_ expectation: ExpectationResult) -> JSONValue {
    .object([
      ("text", .string(expectation.text)),
      ("observed", .string(expectation.observed)),
      ("holds", .bool(expectation.holds)),
    ])
  }

  static func unscheduledPod(_ pod: UnscheduledPod) -> JSONValue {
    .object([
      ("name", .string(pod.name)),
      ("since_seconds", seconds(pod.since - .start)),
      ("reason", .string(pod.reason)),
    ])
  }
}
