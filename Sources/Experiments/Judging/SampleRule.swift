import Results

/// Warns of quantiles that rest on too few requests to mean anything.
enum SampleRule {
  /// A quantile of fewer requests than this beyond it is little more than a few requests.
  private static let beyondMin = 10

  /// The warnings for a run.
  static func warnings(_ results: RunResults) -> [String] {
    let phases = results.phases.map { ("phase \($0.name)", $0.figures) }
    let groups = [("the run", results.run)] + phases
    return groups.compactMap { name, figures in
      guard let count = figures.latency?.sampleCount else { return nil }
      if count >= beyondMin * 1_000 { return nil }
      let quantile = count >= beyondMin * 100 ? "p99.9" : "p99 and p99.9"
      return
        "\(quantile) of \(name) rest on few requests: \(count) were answered, fewer than "
        + "\(beyondMin) lie beyond"
    }
  }
}
