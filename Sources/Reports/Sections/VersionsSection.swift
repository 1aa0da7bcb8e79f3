import Results

/// Which image version answered, over time.
enum VersionsSection {
  static let make: SectionMaker = { results, style in
    let series = results.series
    guard !series.versions.isEmpty, !series.buckets.isEmpty else { return nil }
    let areas = series.versions.enumerated().map { index, version in
      TimeChart.Series(
        name: version, colour: style.versionColours.colour(of: version), shape: .area,
        points: series.buckets.map { bucket in
          ChartPoint(x: bucket.start.seconds, y: Double(bucket.responsesByVersion[index]))
        })
    }
    let chart = TimeChart(
      id: "versions", title: "Good answers a second by image version", kind: .count,
      axis: style.axis, marks: style.marks, series: areas)
    return Section(
      "versions", title: "Responses by version",
      lead: "Stacked: the height of all areas together is what users got.", charts: [chart])
  }
}
