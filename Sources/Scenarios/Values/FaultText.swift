import ClusterSim
import Documents
import KubeAPI

extension ScalarFormat where Value == NodePick {
  /// A node: its name, its number from 0 among all sorted by name, or the one of a pod.
  static var node: ScalarFormat {
    .parsed(as: "a node's name, its number from 0, or <labels> of a pod on it") { text in
      try NodeText.parse(text)
    }
  }
}

extension ScalarFormat where Value == PodPick {
  /// A pod: its name, or `<labels>` for any one with these labels.
  static var pod: ScalarFormat {
    .parsed(as: "a pod's name, or <name=app,colour=orange>") { try PodText.parse($0) }
  }
}

extension ScalarFormat where Value == ZoneLoss {
  /// What a zone loses.
  static var zoneLoss: ScalarFormat {
    .parsed(as: "power or network") { text in
      guard let loss = ZoneLoss(rawValue: text) else {
        throw ValueProblem("is \(quoted(text))", hint: "write power or network")
      }
      return loss
    }
  }
}

extension ScalarFormat where Value == String {
  /// One of `zones`.
  static func zone(_ zones: [String]) -> ScalarFormat {
    .parsed(as: "a zone of the cluster") { text in
      guard zones.contains(text) else {
        throw ValueProblem(
          "is \(quoted(text)), and no machine stands there",
          hint: Suggestion.hint(for: text, among: zones)
            ?? "its zones: \(zones.joined(separator: ", "))")
      }
      return text
    }
  }

  /// The word `all`, where all links may be meant.
  static func allLinks(isAllowed: Bool) -> ScalarFormat {
    .parsed(as: "between: [one end, the other]") { text in
      guard isAllowed, text == "all" else {
        throw ValueProblem(
          "is \(quoted(text))",
          hint: "write {between: [one end, the other]}" + (isAllowed ? ", or all" : ""))
      }
      return text
    }
  }
}

extension ScalarFormat where Value == LinkEnd {
  /// An end of a link: `control-plane`, `outside`, `everything`, one of `zones`, or a node.
  static func linkEnd(_ zones: [String]) -> ScalarFormat {
    .parsed(as: "a node, a zone, control-plane, outside or everything") { text in
      switch text {
      case "control-plane": .controlPlane
      case "outside": .outside
      case "everything": .everything
      case _ where zones.contains(text): .zone(text)
      default: .node(try NodeText.parse(text))
      }
    }
  }
}

/// How a node is written: its name, its number from 0, or `<labels>` of a pod on it.
enum NodeText {
  static func parse(_ text: String) throws(ValueProblem) -> NodePick {
    if let number = Int(text), number >= 0 { return .index(number) }
    if text.hasPrefix("<") { return .of(try PodText.parse(text)) }
    guard NameRules.isDNSSubdomain(text) else {
      throw ValueProblem(
        "is \(quoted(text))",
        hint: "write a node's name, its number from 0, or <labels> of a pod on it")
    }
    return .name(text)
  }
}

/// How a pod is written: its name, `<labels>` for any one with these labels, or `rc/NAME`.
enum PodText {
  static func parse(_ text: String) throws(ValueProblem) -> PodPick {
    if text.hasPrefix("<") {
      guard text.hasSuffix(">"), text.count > 2 else {
        throw ValueProblem(
          "is \(quoted(text))", hint: "write labels in < and >, such as <name=app,colour=orange>")
      }
      return .any(try LabelText.parse(String(text.dropFirst().dropLast())))
    }
    return .name(text)
  }
}

extension ClusterShape {
  /// Every zone that machines may stand in, each once: the cluster's, then those of pools.
  var everyZone: [String] {
    var all: [String] = []
    for zone in zones + pools.flatMap(\.zones) where !all.contains(zone) { all.append(zone) }
    return all
  }
}
