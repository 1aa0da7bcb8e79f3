import Statistics

extension SummaryDocument {
  /// The document of several replications of one design: every figure at its path is the mean over
  /// them, and `intervals` has where the true mean lies at the same path.
  ///
  /// Nodes' names are drawn anew in each replication, so `utilisation.nodes` has only those that
  /// all have; steps, series and tables are the first replication's, in files of their own.
  public static func json(of replications: Replications) -> JSONValue {
    let first = replications.first
    guard replications.count > 1 else { return json(of: first) }
    let table = replications.table
    let paths = shownPaths(table)
    let means = FigureTree.shape(paths) { mean(table.estimate($0)) }
    let intervals = FigureTree.shape(paths) { interval(table.estimate($0)) }
    return .object(
      means + [
        ("format", .int(1)),
        ("scenario", .string(first.scenario)),
        ("seed", .unsigned(first.seed)),
        ("replications", .int(replications.count)),
        ("wavetank_version", .string(first.version)),
        ("objective", first.objective.map(objective) ?? .null),
        ("headline", headline(replications.answer)),
        ("verdict", verdict(replications.verdict)),
        ("trustworthy", .bool(replications.isTrustworthy)),
        ("intervals", .object([("level", .double(0.95))] + intervals)),
        ("warnings", .array(replications.warnings.map { .string($0) })),
        ("assumed_defaults", .array(first.assumedDefaults.map(assumedDefault))),
        ("invariants", .array(replications.invariants.map { check("name", $0) })),
        ("expectations", .array(replications.expectations.map { check("text", $0) })),
        ("unscheduled_pods", .array(first.unscheduledPods.map(unscheduledPod))),
      ])
  }

  /// The figures of the document that hold in every replication's own names.
  static func shownPaths(_ table: FigureTable) -> [[String]] {
    table.paths.filter { path in
      guard path.count > 2, path[0] == "utilisation", path[1] == "nodes" else { return true }
      return table.values(path).allSatisfy { $0 != nil }
    }
  }

  /// The mean of a figure, or `null` when no replication has it.
  static func mean(_ estimate: ReplicationEstimate) -> JSONValue {
    estimate.mean.map { .double(NumberText.withoutDust($0)) } ?? .null
  }

  /// Where a figure's true mean lies, or in a few words why that cannot be told.
  static func interval(_ estimate: ReplicationEstimate) -> JSONValue {
    guard let interval = estimate.interval, let halfWidth = estimate.halfWidth else {
      return .object([("none", .string(estimate.gap?.description ?? ""))])
    }
    return .object([
      ("low", .double(NumberText.withoutDust(interval.lower))),
      ("high", .double(NumberText.withoutDust(interval.upper))),
      ("half_width", .double(NumberText.withoutDust(halfWidth))),
      ("replications", .int(estimate.replications)),
    ])
  }

  /// Something that was checked in every replication, under `name`.
  static func check(_ name: String, _ check: ReplicatedCheck) -> JSONValue {
    let broken = check.firstBreak.map { broken in
      JSONValue.object([
        ("replication", .unsigned(broken.replication)),
        ("observed", .string(broken.observed)),
      ])
    }
    return .object([
      (name, .string(check.text)),
      ("holds", .bool(check.holds)),
      ("held", .int(check.held)),
      ("replications", .int(check.replications)),
      ("first_break", broken ?? .null),
      ("outcome", .string(check.outcome)),
    ])
  }
}
