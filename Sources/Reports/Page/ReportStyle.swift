import Results

/// What all charts of one report share.
struct ReportStyle: Sendable {
  /// The run's time axis.
  let axis: TimeAxis
  /// Numbered steps of the timeline to mark.
  let marks: [ChartMark]
  /// The colour of each image version.
  let versionColours: VersionColours

  init(_ results: RunResults) {
    axis = TimeAxis(from: 0, to: max(results.simulated.seconds, 1))
    marks = results.steps.filter { $0.kind != .query }.enumerated().map { index, step in
      ChartMark(
        number: index + 1, seconds: step.at.seconds,
        label: step.label.isEmpty ? step.text : step.label)
    }
    let answered = results.versions.map(\.name)
    versionColours = VersionColours(
      answered + results.series.versions.filter { !answered.contains($0) })
  }
}
