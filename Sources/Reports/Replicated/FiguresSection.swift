import Results
import Statistics

/// Every figure of the run and its phases with its interval, or why there is none.
enum FiguresSection {
  static let make: ReplicationSectionMaker = { replications in
    let table = replications.table
    let paths = table.paths.filter { $0[0] != "utilisation" || $0.count < 2 || $0[1] != "nodes" }
    var groups: [Group] = []
    for path in paths {
      guard let row = Row(path, table) else { continue }
      let name = groupName(path)
      if groups.last?.title != name {
        groups.append(Group(title: name, isOpen: groups.isEmpty, rows: []))
      }
      groups[groups.count - 1].rows.append(row)
    }
    return Section(
      "figures", title: "Figures over \(replications.count) replications",
      lead: "Each replication has random numbers of its own. The interval holds the true mean in "
        + "95 % of such experiments (Student's t over replications; quantiles over the quantiles "
        + "of each replication). It is cut at what a figure can be. A figure that is the same in "
        + "all replications has none: that they agree does not prove that all would.",
      html: Templates.render("figures", Context(groups: merged(groups))))
  }

  /// Figures of one heading stand together though the summary has others between them.
  private static func merged(_ groups: [Group]) -> [Group] {
    var result: [Group] = []
    for group in groups {
      if let place = result.firstIndex(where: { $0.title == group.title }) {
        result[place].rows += group.rows
      } else {
        result.append(group)
      }
    }
    return result.sorted { ($0.isRun ? 0 : 1) < ($1.isRun ? 0 : 1) }
      .enumerated().map { index, group in
        var group = group
        group.isOpen = index == 0
        return group
      }
  }

  private static func groupName(_ path: [String]) -> String {
    switch path[0] {
    case "run": "Whole run"
    case "phases": "Phase \(path[1])"
    case "clients": "Client \(path[1])"
    case "endpoints": "Endpoint \(path[1])"
    case "versions": "Image version \(path[1])"
    case "downtime": "Downtime"
    case "utilisation": "Utilisation"
    case "cost": "Cost"
    default: "Times"
    }
  }

  private struct Context {
    let groups: [Group]
  }

  private struct Group {
    let title: String
    var isOpen: Bool
    var rows: [Row]
    var isRun: Bool { title == "Whole run" }
  }

  private struct Row {
    let name: String
    let mean: String
    let interval: String
    let isNone: Bool
    let least: String
    let most: String

    init?(_ path: [String], _ table: FigureTable) {
      let estimate = table.estimate(path)
      guard estimate.mean != nil else { return nil }
      let kind = FigureKind(path)
      let isNamed = ["phases", "clients", "endpoints", "versions"].contains(path[0])
      let shown = Array(path.dropFirst(path.count == 1 ? 0 : isNamed ? 2 : 1))
      name = FigurePath.text(shown)
      mean = kind.text(estimate)
      isNone = estimate.interval == nil
      interval = estimate.interval.map { "\(kind.text($0.lower)) to \(kind.text($0.upper))" }
        ?? estimate.gap?.description ?? ""
      let values = table.values(path).compactMap { $0 }
      least = kind.text(values.min())
      most = kind.text(values.max())
    }
  }
}
