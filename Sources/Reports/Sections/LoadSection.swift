import Results
import Units

/// Latency, throughput and requests in flight over time.
enum LoadSection {
  static let make: SectionMaker = { results, style in
    let buckets = results.series.buckets
    guard !buckets.isEmpty else { return nil }
    let steps = zip(results.steps.filter { $0.kind != .query }, style.marks).map { step, mark in
      MarkedStep(
        number: mark.number, time: Quantity.clock(step.at), text: step.text,
        isFault: step.kind == .fault)
    }
    return Section(
      "load", title: "Latency and throughput",
      lead: "Second by second; the numbered lines are the steps of the timeline.",
      charts: [latency(buckets, style), throughput(buckets, style), inFlight(buckets, style)],
      steps: steps)
  }

  private static func latency(_ buckets: [TimeBucket], _ style: ReportStyle) -> TimeChart {
    func line(
      _ name: String, _ colour: Int, _ value: (TimeBucket) -> TimeSpan?
    ) -> TimeChart.Series {
      TimeChart.Series(
        name: name, colour: Palette.series(colour), shape: .line,
        points: buckets.map { ChartPoint(x: $0.start.seconds, y: value($0)?.milliseconds) })
    }
    return TimeChart(
      id: "latency", title: "Latency of the requests that succeeded", kind: .latency,
      axis: style.axis, marks: style.marks,
      series: [
        line("p99", 1) { $0.latencyP99 }, line("p95", 4) { $0.latencyP95 },
        line("p50", 0) { $0.latencyP50 },
      ])
  }

  private static func throughput(_ buckets: [TimeBucket], _ style: ReportStyle) -> TimeChart {
    func line(
      _ name: String, _ colour: String, isDashed: Bool = false, _ value: (TimeBucket) -> Int
    ) -> TimeChart.Series {
      TimeChart.Series(
        name: name, colour: colour, shape: .line,
        points: buckets.map { ChartPoint(x: $0.start.seconds, y: Double(value($0))) },
        isDashed: isDashed)
    }
    return TimeChart(
      id: "throughput", title: "Requests a second", kind: .count, axis: style.axis,
      marks: style.marks,
      series: [
        line("arrived", Palette.muted, isDashed: true) { $0.arrived },
        line("succeeded", Palette.good) { $0.succeeded },
        line("failed", Palette.bad) { $0.failed },
        line("timed out", Palette.series(3)) { $0.timedOut },
      ])
  }

  private static func inFlight(_ buckets: [TimeBucket], _ style: ReportStyle) -> TimeChart {
    TimeChart(
      id: "in-flight", title: "Requests in flight", kind: .count, axis: style.axis,
      marks: style.marks,
      series: [
        TimeChart.Series(
          name: "in flight", colour: Palette.series(0), shape: .line,
          points: buckets.map { ChartPoint(x: $0.start.seconds, y: Double($0.inFlight)) })
      ])
  }
}
