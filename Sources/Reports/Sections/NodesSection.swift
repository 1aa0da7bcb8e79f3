import Results
import Units

/// How busy each node's CPU was over time, and what pods asked for and used.
enum NodesSection {
  /// Up to this many nodes get a line each; more are shown as busiest, mean and idlest.
  static let linesMax = 8

  static let make: SectionMaker = { results, style in
    guard !results.nodes.isEmpty || !results.series.nodes.isEmpty else { return nil }
    var charts: [any Chart] = []
    if !results.series.nodes.isEmpty, !results.series.buckets.isEmpty {
      charts.append(
        TimeChart(
          id: "node-cpu", title: "Used share of each node's CPU", kind: .share, axis: style.axis,
          marks: style.marks, series: lines(results.series, \.nodeCPU)))
      if results.series.buckets.allSatisfy({ $0.nodeMemory.count == results.series.nodes.count }) {
        charts.append(
          TimeChart(
            id: "node-memory", title: "Used share of each node's memory, its system included",
            kind: .share, axis: style.axis, marks: style.marks,
            series: lines(results.series, \.nodeMemory)))
      }
    }
    let context = Context(
      figures: charts.map(ChartFigure.init),
      rows: results.nodes.prefix(rowsMax).map { Row($0) },
      total: Row(name: "all nodes", kind: nil, results.utilisation),
      hasTotal: results.nodes.count > 1,
      hidden: results.nodes.count > rowsMax
        ? "\(Quantity.count(results.nodes.count - rowsMax)) more nodes are in nodes.csv." : nil)
    return Section(
      "nodes", title: "Nodes",
      lead: "Requested is what the scheduler counts with; used is what the containers did. "
        + "Percentages are of what pods may ask for.",
      charts: charts, html: Templates.render("nodes", context))
  }

  private static let rowsMax = 100

  private struct Row {
    let name: String
    let kind: String?
    let cpu: String
    let cpuRequested: String
    let cpuUsed: String
    let cpuPeak: String
    let memory: String
    let memoryRequested: String
    let memoryUsed: String

    init(_ node: NodeRow) {
      let kind = [node.machineType, node.zone].filter { !$0.isEmpty }.joined(separator: ", ")
      self.init(name: node.name, kind: kind.isEmpty ? nil : kind, node.resources)
    }

    init(name: String, kind: String?, _ figures: ResourceFigures) {
      func share(_ part: Int64, of whole: Int64) -> String {
        whole == 0 ? "–" : Quantity.percent(Double(part) / Double(whole))
      }
      let cores = figures.cpuAllocatable.millicores
      let bytes = figures.memoryAllocatable.count
      self.name = name
      self.kind = kind
      cpu = Quantity.cores(figures.cpuAllocatable)
      cpuRequested = share(figures.cpuRequested.millicores, of: cores)
      cpuUsed = share(figures.cpuUsed.millicores, of: cores)
      cpuPeak = share(figures.cpuUsedPeak.millicores, of: cores)
      memory = Quantity.memory(figures.memoryAllocatable)
      memoryRequested = share(figures.memoryRequested.count, of: bytes)
      memoryUsed = share(figures.memoryUsed.count, of: bytes)
    }
  }

  private struct Context {
    let figures: [ChartFigure]
    let rows: [Row]
    let total: Row
    let hasTotal: Bool
    let hidden: String?
  }

  private static func lines(
    _ series: TimeSeries, _ shares: KeyPath<TimeBucket, [Double?]> & Sendable
  ) -> [TimeChart.Series] {
    if series.nodes.count <= linesMax {
      return series.nodes.enumerated().map { index, node in
        TimeChart.Series(
          name: node, colour: Palette.series(index), shape: .line,
          points: series.buckets.map {
            ChartPoint(x: $0.start.seconds, y: $0[keyPath: shares][index])
          })
      }
    }
    func line(
      _ name: String, _ colour: Int, _ pick: ([Double]) -> Double?
    ) -> TimeChart.Series {
      TimeChart.Series(
        name: name, colour: Palette.series(colour), shape: .line,
        points: series.buckets.map { bucket in
          ChartPoint(x: bucket.start.seconds, y: pick(bucket[keyPath: shares].compactMap(\.self)))
        })
    }
    return [
      line("busiest node", 1) { $0.max() },
      line("mean of \(series.nodes.count) nodes", 0) { shares in
        shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
      },
      line("idlest node", 2) { $0.min() },
    ]
  }
}
