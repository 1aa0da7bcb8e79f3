import Statistics

/// `comparison.csv`: one row a figure and variant, with its interval and its difference from the
/// first variant.
public enum ComparisonTable {
  /// The table of `study`. Where there is no interval its ends are empty and a column says why.
  public static func csv(_ study: StudyResults) -> CSVText {
    var csv = CSVText(columns: [
      "figure", "unit", "variant", "mean", "low", "high", "half_width", "no_interval",
      "difference", "difference_low", "difference_high", "difference_half_width",
      "no_difference_interval", "replications",
    ])
    for path in study.figures {
      for (index, variant) in study.variants.enumerated() {
        csv.field(FigurePath.text(path))
        csv.field(FigureKind(path).rawValue)
        csv.field(variant.name)
        write(study.estimate(path, of: index), &csv)
        if let difference = study.difference(path, of: index) {
          write(difference, &csv)
        } else {
          for _ in 0..<5 { csv.field(nil as String?) }
        }
        csv.field(study.replications)
        csv.endRow()
      }
    }
    return csv
  }

  private static func write(_ estimate: ReplicationEstimate, _ csv: inout CSVText) {
    csv.field(estimate.mean.map(NumberText.withoutDust))
    csv.field(estimate.interval.map { NumberText.withoutDust($0.lower) })
    csv.field(estimate.interval.map { NumberText.withoutDust($0.upper) })
    csv.field(estimate.halfWidth.map(NumberText.withoutDust))
    csv.field(estimate.gap?.description)
  }
}
