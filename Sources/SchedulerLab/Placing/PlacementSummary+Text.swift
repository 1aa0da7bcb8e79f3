import Results
import Scheduler

extension PlacementSummary {
  /// The summary for a terminal; its first sentence is the answer.
  ///
  /// - Parameter seconds: CPU time of placing, reading left out.
  public func text(seconds: Double) -> String {
    var lines = [answer, speed(seconds)]
    if let gone { lines.append(gone) }
    lines += notes
    if !reasons.isEmpty { lines += [""] + reasonLines }
    if !measures.resources.isEmpty { lines += [""] + resourceLines + spreadLines }
    if !unplaced.isEmpty { lines += [""] + unplacedLines }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(FigureText.grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  private var answer: String {
    let nodes = Self.count(nodeCount, "node")
    if podCount == 0 { return "There is no pod to place; \(nodes)." }
    let left = podCount - placedCount
    if left == 0 { return "All \(Self.count(podCount, "pod")) are placed on \(nodes)." }
    let nowhere = left - displacedCount
    var text = "\(FigureText.grouped(placedCount)) of \(Self.count(podCount, "pod")) are placed "
      + "on \(nodes)"
    if nowhere > 0 {
      text += "; \(FigureText.grouped(nowhere)) \(nowhere == 1 ? "fits" : "fit") nowhere"
    }
    if displacedCount > 0 {
      text += "; \(FigureText.grouped(displacedCount)) had to go for more important ones"
    }
    return text + "."
  }

  private func speed(_ seconds: Double) -> String {
    let rate = seconds > 0 ? FigureText.grouped(Int(Double(podCount) / seconds)) : "–"
    return "\(rate) pods/s: \(FigureText.fixed(seconds, digits: 3)) s of CPU time for placing, "
      + "reading left out."
  }

  private var gone: String? {
    guard !evicted.isEmpty else { return nil }
    let shown = evicted.prefix(5).map(\.description).joined(separator: ", ")
    let more = evicted.count > 5 ? " …" : ""
    return "\(Self.count(evicted.count, "running pod")) had to go for more important ones: "
      + "\(shown)\(more)."
  }

  private var reasonLines: [String] {
    TextColumns.lines(
      [["pods", "without a node, since of some node"]]
        + reasons.prefix(20).map { [FigureText.grouped($0.pods), $0.text] })
  }

  // MARK: Fullness

  private var resourceLines: [String] {
    var rows = [
      [
        "resource", "asked for", "emptiest", "middle", "fullest node", "uneven", "zones differ",
        "of no use", "most free on a node",
      ]
    ]
    for one in measures.resources {
      rows.append([
        one.name, Self.percent(one.utilisation), Self.percent(one.least), Self.percent(one.median),
        Self.percent(one.most), one.variation.map { FigureText.fixed($0, digits: 2) } ?? "–",
        Self.percent(one.zoneGap), Self.percent(one.stranded), Self.amount(one),
      ])
    }
    return TextColumns.lines(rows)
  }

  private static func percent(_ share: Double?) -> String {
    share.map { FigureText.fixed($0 * 100, digits: 1) + " %" } ?? "–"
  }

  private static func amount(_ one: PlacementMeasures.Resource) -> String {
    switch one.name {
    case ResourceName.cpu: FigureText.fixed(Double(one.largestFree) / 1_000, digits: 3) + " cores"
    case ResourceName.memory, ResourceName.ephemeralStorage:
      FigureKind.bytes.text(Double(one.largestFree))
    default: FigureText.grouped(Int(one.largestFree))
    }
  }

  private var spreadLines: [String] {
    let variation = measures.podsVariation.map { FigureText.fixed($0, digits: 2) } ?? "–"
    var lines = [
      "pods a node: least \(measures.podsLeast), middle "
        + "\(FigureText.fixed(measures.podsMedian, digits: 1)), most \(measures.podsMost), "
        + "uneven \(variation); \(FigureText.grouped(measures.usedNodes)) of "
        + "\(Self.count(measures.nodes, "node")) in use"
    ]
    if measures.zones.count > 1 {
      let zones = measures.zones.prefix(12).map {
        "\($0.name.isEmpty ? "none" : $0.name) \(FigureText.grouped($0.pods)) on \($0.nodes)"
      }
      lines.append("pods a zone: " + zones.joined(separator: ", "))
    }
    return lines
  }

  // MARK: What would help

  private var unplacedLines: [String] {
    var lines: [String] = []
    for kind in unplaced {
      let first = kind.pods.first?.description ?? ""
      let name = kind.pods.count == 1 ? first : "\(kind.pods.count) pods such as \(first)"
      let reasons = kind.reasons.prefix(4).map { reason in
        reason.nodes > 0 ? "\(reason.nodes) \(reason.text)" : reason.text
      }
      lines.append("\(name): \(reasons.joined(separator: ", "))")
      lines += kind.remedyLines.map { "  " + $0 }
    }
    if kindsLeftOut > 0 {
      lines.append("… and \(Self.count(kindsLeftOut, "more kind")) of pods, not looked into")
    }
    return lines
  }
}

extension UnplacedKind {
  /// What would help, one line a remedy.
  var remedyLines: [String] {
    if remedies.isEmpty { return ["no single change that was tried makes room for it"] }
    return remedies.enumerated().map { index, remedy in
      let nodes = remedy.nodeCount > 1 ? ": \(FigureText.grouped(remedy.nodeCount)) nodes" : ""
      return (index == 0 ? "would fit " : "or ") + remedy.text + nodes
    }
  }
}

/// Texts in columns.
enum TextColumns {
  /// Rows whose cells stand below each other, two blanks apart: numbers to the right, texts to the
  /// left.
  static func lines(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    let isNumber = (0..<count).map { column in
      rows.dropFirst().allSatisfy { $0[column].first.map { $0.isNumber || $0 == "–" } ?? true }
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        return isNumber[column] ? blanks + cell : cell + blanks
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
