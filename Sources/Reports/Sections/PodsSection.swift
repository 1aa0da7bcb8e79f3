import Results
import Units

/// The life of each pod on its node.
enum PodsSection {
  /// More rows than this nobody reads; `pods.csv` has them all.
  static let rowsMax = 160

  static let make: SectionMaker = { results, style in
    guard !results.pods.isEmpty else { return nil }
    let chart = GanttChart(
      id: "pods", title: "Pods by node", axis: style.axis, marks: style.marks,
      rows: rows(results, style))
    let hidden = results.pods.count - rowsMax
    return Section(
      "pods", title: "Pods",
      lead: "One row a pod, under the node that it was bound to; the square tells its version.",
      charts: [chart],
      note: hidden > 0
        ? "\(Quantity.count(hidden)) more pods, created later, are in pods.csv." : nil)
  }

  private static func rows(_ results: RunResults, _ style: ReportStyle) -> [GanttChart.Row] {
    let end = Instant.start + results.simulated
    let pods = results.pods.prefix(rowsMax)
    var names: [String] = []
    for node in pods.compactMap(\.node) where !names.contains(node) { names.append(node) }
    names.sort()
    let groups =
      names.map { node in (node, pods.filter { $0.node == node }) }
      + [("without a node", pods.filter { $0.node == nil })]
    return groups.filter { !$0.1.isEmpty }.flatMap { name, pods -> [GanttChart.Row] in
      [GanttChart.Row(name: name, isGroup: true, colour: "", spans: [])]
        + pods.map { pod in
          GanttChart.Row(
            name: pod.name, isGroup: false, colour: style.versionColours.colour(of: pod.version),
            spans: pod.spans(until: end))
        }
    }
  }
}
