import Results
import Statistics

extension DiffThresholds {
  /// Whether `diff` keeps within each limit, in the order of the rules; means count where the pods
  /// were placed several times.
  public func outcomes(_ diff: PlacementDiff) -> [ThresholdOutcome] {
    zip(Self.rules, limits).compactMap { rule, limit in
      guard let limit else { return nil }
      let (observed, of) = Self.observed(rule.name, diff)
      let isShare = rule.form == .points || limit.isShare
      let scale = rule.form == .countOrShare && limit.isShare ? Double(max(1, of)) : 1
      let detail =
        scale == 1 && of == 0 || rule.form != .countOrShare
        ? "" : "\(FigureKind.count.text(observed)) of \(FigureText.grouped(of))"
      return ThresholdOutcome(
        name: rule.name, label: rule.label, limit: limit.value, observed: observed / scale,
        isShare: isShare, detail: detail)
    }
  }

  private static func observed(_ name: String, _ diff: PlacementDiff) -> (Double, of: Int) {
    func mean(_ key: String) -> Double { diff.figure(key)?.estimateB.mean ?? 0 }
    func more(_ keys: String...) -> Double {
      keys.compactMap { diff.figure($0)?.difference.mean }.max() ?? 0
    }
    switch name {
    case "moved": return (diff.movedEstimate.mean ?? 0, diff.pods.count)
    case "unplaced": return (mean("unplaced"), 0)
    case "unplacedMore": return (more("unplaced"), 0)
    case "disrupted": return (mean("disrupted"), diff.runningPods)
    case "victims": return (mean("victims"), 0)
    case "budgetsViolated": return (mean("budgets_violated"), 0)
    case "nodesUsedMore": return (more("nodes_used"), 0)
    case "spreadMore": return (more("cpu_spread_share", "memory_spread_share"), 0)
    case "zoneGapMore": return (more("cpu_zone_gap_share", "memory_zone_gap_share"), 0)
    default:
      let keys = diff.figures.map(\.key).filter { $0.hasSuffix("_stranded_share") }
      return (keys.compactMap { diff.figure($0)?.difference.mean }.max() ?? 0, 0)
    }
  }
}

extension PlacementDiff {
  /// The figure called `key`, if the comparison has it.
  func figure(_ key: String) -> ComparedFigure? { figures.first { $0.key == key } }
}
