import Results

/// Nodes × plugins of one attempt: points where a node was scored, the reason where it was turned
/// down.
struct DecisionMatrix {
  /// With more nodes than this, only the best are shown, and the others in groups.
  static let nodesMax = 24
  /// So many of the nodes that fit are shown then.
  static let bestMax = 10

  private let plugins: [(place: Int, name: String)]
  private let fitting: [DecisionNode]
  private let hiddenFitting: Int
  private let rejected: [NodeGroup]

  /// The matrix of `explanation`; plugins that gave no node a point have no column.
  init(_ explanation: DecisionExplanation) {
    let fits = explanation.nodes.filter { $0.verdict != .rejected }
      .sorted { a, b in
        let (first, second) = (Self.rank(a), Self.rank(b))
        return first == second ? a.name < b.name : first > second
      }
    let isLarge = explanation.nodes.count > Self.nodesMax
    fitting = isLarge ? Array(fits.prefix(Self.bestMax)) : fits
    hiddenFitting = fits.count - fitting.count
    let refused = explanation.nodes.filter { $0.verdict == .rejected }
    rejected =
      isLarge
      ? NodeGroup.groups(refused) { "\($0.plugin)\u{0}\($0.reason)" }
      : refused.map { NodeGroup(key: "", nodes: [$0]) }
    plugins = explanation.plugins.indices.compactMap { place in
      let hasPoints = fits.contains { node in
        node.points.indices.contains(place) && node.points[place] != nil
      }
      return hasPoints ? (place, explanation.plugins[place]) : nil
    }
  }

  /// The winner first, then by points.
  private static func rank(_ node: DecisionNode) -> Int {
    node.verdict == .chosen ? .max : node.score ?? 0
  }

  /// How many rows the table has.
  var rowCount: Int { fitting.count + rejected.count + (hiddenFitting > 0 ? 1 : 0) }

  /// The table.
  var html: String {
    if rowCount == 0 { return "" }
    var html = "<div class=\"scroll\" tabindex=\"0\"><table class=\"matrix\">\n<thead><tr><th>Node"
    if !fitting.isEmpty { html += "<th>Points" }
    for plugin in plugins { html += "<th>\(Self.breakable(plugin.name))" }
    if fitting.isEmpty { html += "<th class=\"why\">Turned down by" }
    html += "</tr></thead>\n<tbody>\n"
    for node in fitting { html += row(node) }
    let width = max(plugins.count + (fitting.isEmpty ? 0 : 1), 1)
    if hiddenFitting > 0 {
      html += "<tr><th>\(Quantity.count(hiddenFitting)) more<td colspan=\(width) class=\"why\">"
        + "can take it, with as many points or fewer\n"
    }
    for group in rejected {
      let node = group.nodes[0]
      let name =
        group.nodes.count == 1 ? escapedForHTML(node.name)
        : "\(Quantity.count(group.nodes.count)) nodes <span class=\"detail\">"
          + "\(escapedForHTML(group.names))</span>"
      html += "<tr class=\"no\"><th>\(name)<td colspan=\(width) class=\"why\">"
        + "<b>\(escapedForHTML(node.plugin))</b> \(escapedForHTML(node.reason))\n"
    }
    return html + "</tbody></table></div>\n"
  }

  private func row(_ node: DecisionNode) -> String {
    let isChosen = node.verdict == .chosen
    var html = isChosen ? "<tr class=\"won\">" : "<tr>"
    html += "<th>\(escapedForHTML(node.name))"
    if isChosen { html += " <span class=\"badge\">chosen</span>" }
    html += "<td>" + (node.score.map { "\($0)" } ?? "not scored")
    for plugin in plugins {
      let points = node.points.indices.contains(plugin.place) ? node.points[plugin.place] : nil
      html += "<td>" + (points.map { "\($0)" } ?? "–")
    }
    return html + "\n"
  }

  /// A plugin's name that may break before its capitals, so that columns stay narrow.
  private static func breakable(_ name: String) -> String {
    var html = ""
    var wasSmall = false
    for character in name {
      if wasSmall, character.isUppercase { html += "<wbr>" }
      wasSmall = character.isLowercase
      html += escapedForHTML(String(character))
    }
    return html
  }
}
