import Results
import Units

/// What limits did to containers; only those with a limit, or that were killed.
enum ContainersSection {
  /// Up to this many containers are shown.
  private static let rowsMax = 100

  static let make: SectionMaker = { results, _ in
    let shown = results.containers.filter {
      $0.cpuLimit != nil || $0.memoryLimit != nil || $0.oomKills > 0
    }
    guard !shown.isEmpty else { return nil }
    let table = PlainTable(
      "Container",
      ["pods", "CPU limit", "throttled periods", "throttled", "memory limit", "peak", "OOM kills"],
      rows: shown.prefix(rowsMax).map(row),
      note: shown.count > rowsMax
        ? "\(Quantity.count(shown.count - rowsMax)) more containers are in summary.json." : nil)
    return Section(
      "containers", title: "Containers and their limits",
      lead: "A CPU limit is a quota of CPU time in each period of 100 ms; a container that has "
        + "used it up stands still until the next. Above its memory limit it is killed.",
      html: table.html)
  }

  private static func row(_ container: ContainerFigures) -> PlainTable.Row {
    let share = container.throttledShare
    return PlainTable.Row(
      name: container.name,
      cells: [
        PlainTable.Cell(text: Quantity.count(container.pods)),
        PlainTable.Cell(text: container.cpuLimit.map(Quantity.cores) ?? "–"),
        PlainTable.Cell(text: Quantity.percent(share), isBad: (share ?? 0) >= 0.25),
        PlainTable.Cell(
          text: share == nil ? "–" : Quantity.duration(container.cpuThrottled)),
        PlainTable.Cell(text: container.memoryLimit.map(Quantity.memory) ?? "–"),
        PlainTable.Cell(text: Quantity.memory(container.memoryPeak)),
        PlainTable.Cell(text: Quantity.count(container.oomKills), isBad: container.oomKills > 0),
      ])
  }
}
