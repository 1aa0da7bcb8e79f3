import Results

/// Where the mean request that succeeded spent its time.
enum TimeSpentSection {
  static let make: SectionMaker = { results, _ in
    let phases = results.phases.map { ($0.name, $0.figures) }
    let endpoints = results.endpoints.map { ($0.name, $0.figures) }
    let charts = [
      chart("time-by-phase", "Mean time of a request by phase", phases),
      chart("time-by-endpoint", "Mean time of a request by endpoint", endpoints),
      chart("time-of-run", "Mean time of a request", [("whole run", results.run)]),
    ].compactMap(\.self)
    guard !charts.isEmpty else { return nil }
    return Section(
      "time", title: "Where time went",
      lead: "Means over the requests that succeeded; the parts of a bar add up to its end.",
      charts: charts.count > 1 ? Array(charts.dropLast()) : charts)
  }

  private static func chart(
    _ id: String, _ title: String, _ groups: [(String, RequestFigures)]
  ) -> BarChart? {
    let spent = groups.compactMap { name, figures in figures.timeSpent.map { (name, $0) } }
    guard !spent.isEmpty else { return nil }
    let parts = RequestStage.allCases.compactMap { stage -> BarChart.Part? in
      let values = spent.map { $0.1[stage].milliseconds }
      guard values.contains(where: { $0 > 0 }) else { return nil }
      return BarChart.Part(
        name: stage.label, colour: colour(of: stage), amounts: values)
    }
    guard !parts.isEmpty else { return nil }
    return BarChart(
      id: id, title: title, kind: .latency, categories: spent.map(\.0), parts: parts)
  }

  /// The palette has eight colours for nine stages: being throttled, which a limit brings about, is
  /// the one that stands out.
  private static func colour(of stage: RequestStage) -> String {
    if stage == .cpuThrottled { return Palette.bad }
    let others = RequestStage.allCases.filter { $0 != .cpuThrottled }
    return Palette.series(others.firstIndex(of: stage) ?? 0)
  }
}
