import Statistics

extension PlacementDiff {
  /// `pods.csv`: one row a pod, in the order in which they are placed.
  public var podTable: CSVText {
    var csv = CSVText(columns: [
      "pod", "workload", "change", "runs_on", "node_a", "node_b", "zone_a", "zone_b", "reason_a",
      "reason_b",
    ])
    for row in pods {
      csv.field(row.pod)
      csv.field(row.workload)
      csv.field(row.change.rawValue)
      csv.field(row.runsOn)
      csv.field(row.a.node)
      csv.field(row.b.node)
      csv.field(row.a.zone)
      csv.field(row.b.zone)
      csv.field(row.a.reason)
      csv.field(row.b.reason)
      csv.endRow()
    }
    return csv
  }

  /// `nodes.csv`: one row a node.
  public var nodeTable: CSVText {
    var csv = CSVText(columns: [
      "node", "zone", "pods_a", "pods_b", "cpu_share_a", "cpu_share_b", "memory_share_a",
      "memory_share_b",
    ])
    for row in nodes {
      csv.field(row.node)
      csv.field(row.zone)
      csv.field(row.pods.a)
      csv.field(row.pods.b)
      for share in [row.cpu.a, row.cpu.b, row.memory.a, row.memory.b] {
        csv.field(NumberText.withoutDust(share))
      }
      csv.endRow()
    }
    return csv
  }

  /// `figures.csv`: one row a figure, with the paired interval of the difference where there is
  /// one.
  public var figureTable: CSVText {
    var csv = CSVText(columns: [
      "figure", "meaning", "a", "b", "difference", "difference_lower", "difference_upper", "times",
    ])
    for figure in figures {
      csv.field(figure.key)
      csv.field(figure.label)
      let difference = figure.difference
      for value in [
        figure.estimateA.mean, figure.estimateB.mean, difference.mean, difference.interval?.lower,
        difference.interval?.upper,
      ] { csv.field(value.map(NumberText.withoutDust)) }
      csv.field(times)
      csv.endRow()
    }
    return csv
  }

  /// `diff.json`: the answer, all figures and thresholds; pods are in `pods.csv`.
  public var json: JSONValue {
    .object([
      ("schema", .string("wavetank.scheduler-diff/1")),
      ("answer", .string(sentence)), ("a", .string(nameA)), ("b", .string(nameB)),
      ("command", .string(command)), ("holds", .bool(holds)), ("same", .bool(isSame)),
      ("nodes", .int(nodeCount)), ("pods", .int(pods.count)),
      ("seeds", .array(seeds.map { .unsigned($0) })),
      ("moved", number(moved)), ("only_a", number(onlyA)), ("only_b", number(onlyB)),
      ("figures", .object(figures.map { ($0.key, $0.json) })),
      ("parting", parting?.json ?? .null),
      (
        "budgets_violated",
        .array(
          budgets.map { budget in
            .object([
              ("name", .string(budget.name)), ("allowed", .int(budget.allowed)),
              ("disrupted_a", .int(budget.disrupted.a)),
              ("disrupted_b", .int(budget.disrupted.b)),
            ])
          })
      ),
      ("thresholds", .array(thresholds.map(\.json))),
    ])
  }

  private func number(_ counts: [Int]) -> JSONValue {
    ReplicationEstimate(counts.map(Double.init)).diffJSON
  }
}

extension ReplicationEstimate {
  /// A mean with its interval.
  fileprivate var diffJSON: JSONValue {
    func value(_ number: Double?) -> JSONValue {
      number.map { .double(NumberText.withoutDust($0)) } ?? .null
    }
    return .object([
      ("mean", value(mean)), ("lower", value(interval?.lower)), ("upper", value(interval?.upper)),
    ])
  }
}

extension ComparedFigure {
  fileprivate var json: JSONValue {
    .object([
      ("a", estimateA.diffJSON), ("b", estimateB.diffJSON), ("difference", difference.diffJSON),
      ("meaning", .string(label)),
    ])
  }
}

extension ThresholdOutcome {
  fileprivate var json: JSONValue {
    .object([
      ("name", .string(name)), ("limit", .double(limit)),
      ("observed", .double(NumberText.withoutDust(observed))), ("is_share", .bool(isShare)),
      ("holds", .bool(holds)), ("text", .string(sentence)),
    ])
  }
}

extension PlacementDiff.Parting {
  fileprivate var json: JSONValue {
    .object([
      ("index", .int(index)), ("pod", .string(pod)), ("text", .string(sentence)),
      (
        "verdicts",
        .array(
          verdicts.map { verdict in
            .object([
              ("node", .string(verdict.node)), ("by", .string(verdict.side)),
              ("total", verdict.total.map { .int($0) } ?? .null),
              ("refusal", .string(verdict.refusal)),
              (
                "points",
                .array(
                  verdict.points.map { points in
                    .object([
                      ("plugin", .string(points.plugin)), ("points", .int(points.points)),
                    ])
                  })
              ),
            ])
          })
      ),
    ])
  }
}
