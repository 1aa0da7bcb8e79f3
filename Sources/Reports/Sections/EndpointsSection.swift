import Results

/// Ready endpoints of each Service and the number of pods by state, over time.
enum EndpointsSection {
  static let make: SectionMaker = { results, style in
    let series = results.series
    guard !series.buckets.isEmpty else { return nil }
    var charts: [any Chart] = []
    if !series.services.isEmpty {
      charts.append(
        chart("endpoints", "Ready endpoints by Service", style, endpoints(series)))
    }
    charts.append(chart("pod-states", "Pods by state", style, podStates(series)))
    return Section(
      "endpoints", title: "Ready endpoints",
      lead: "What the control plane knew at the end of each second; nodes and load balancers "
        + "follow with a delay, in which requests still go to pods that are gone.",
      charts: charts)
  }

  private static func chart(
    _ id: String, _ title: String, _ style: ReportStyle, _ series: [TimeChart.Series]
  ) -> TimeChart {
    TimeChart(
      id: id, title: title, kind: .count, axis: style.axis, marks: style.marks, series: series)
  }

  private static func endpoints(_ series: TimeSeries) -> [TimeChart.Series] {
    series.services.enumerated().map { index, service in
      TimeChart.Series(
        name: service, colour: Palette.series(index), shape: .step,
        points: series.buckets.map {
          ChartPoint(x: $0.start.seconds, y: Double($0.readyEndpoints[index]))
        })
    }
  }

  private static func podStates(_ series: TimeSeries) -> [TimeChart.Series] {
    func line(
      _ name: String, _ state: PodState, _ value: (TimeBucket) -> Int
    ) -> TimeChart.Series {
      TimeChart.Series(
        name: name, colour: Palette.state(state), shape: .step,
        points: series.buckets.map { ChartPoint(x: $0.start.seconds, y: Double(value($0))) })
    }
    return [
      line("running", .ready) { $0.podsRunning }, line("pending", .pending) { $0.podsPending },
      line("terminating", .terminating) { $0.podsTerminating },
    ]
  }
}
