import Results

/// Why requests were lost, the commonest cause first.
enum FailuresSection {
  static let make: SectionMaker = { results, _ in
    let causes = results.run.failuresByCause.filter { $0.count > 0 }
      .sorted { ($1.count, $0.cause) < ($0.count, $1.cause) }
    guard !causes.isEmpty else { return nil }
    let chart = BarChart(
      id: "failures", title: "Requests lost by cause", kind: .count,
      categories: causes.map(\.cause),
      parts: [
        BarChart.Part(
          name: "requests", colour: Palette.bad, amounts: causes.map { Double($0.count) })
      ])
    return Section(
      "failures", title: "Failures by cause",
      lead: "\(Quantity.count(results.run.lost)) requests failed or timed out.",
      charts: [chart])
  }
}
