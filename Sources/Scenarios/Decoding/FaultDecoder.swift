import ClusterSim
import Documents

/// Reads what goes wrong.
enum FaultDecoder {
  /// The fault, and how the transcript says it.
  static func fault(_ reader: MappingReader) -> (FaultDesign, String)? {
    let container = reader.optional("container", .name)
    guard
      let sort = reader.exactlyOne(of: ["kill-node", "restore-node", "kill-process"]),
      let value = reader.value(sort), let text = value.scalar(.string)
    else { return nil }
    if container != nil, sort != "kill-process" {
      reader.fail("container", "has no meaning beside \(sort)", hint: "remove it")
    }
    let design: FaultDesign?
    switch sort {
    case "kill-node": design = value.scalar(.node(byPod: true)).map(FaultDesign.killNode)
    case "restore-node": design = value.scalar(.node(byPod: false)).map(FaultDesign.restoreNode)
    default:
      design = value.scalar(.pod).map { .killProcess($0, container: container) }
    }
    return design.map { ($0, "\(sort.replacing("-", with: " ")) \(text)") }
  }
}

extension ScalarFormat where Value == NodePick {
  /// A node: its name, its number from 0 among all sorted by name, or the one of a pod.
  static func node(byPod: Bool) -> ScalarFormat {
    let expected =
      byPod ? "a node's name, its number from 0, or <labels> of a pod on it"
      : "a node's name or its number from 0"
    return .parsed(as: expected) { text in
      guard byPod || !text.hasPrefix("<") else {
        throw ValueProblem("is \(quoted(text))", hint: "write \(expected)")
      }
      return try NodeText.parse(text)
    }
  }
}

/// How a node is written, in faults and in commands: its name, its number from 0 among all sorted
/// by name, or `<labels>` of a pod that runs on it.
enum NodeText {
  static func parse(_ text: String) throws(ValueProblem) -> NodePick {
    if let number = Int(text), number >= 0 { return .index(number) }
    return text.hasPrefix("<") ? .of(try PodText.parse(text)) : .name(text)
  }
}

extension ScalarFormat where Value == PodPick {
  /// A pod: its name, or `<labels>` for any one with these labels.
  static var pod: ScalarFormat {
    .parsed(as: "a pod's name, or <name=app,colour=orange>") { try PodText.parse($0) }
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
