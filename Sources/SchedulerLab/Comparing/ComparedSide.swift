import Documents
import KubeAPI
import Scheduler

/// One of two ways to place pods that are set side by side.
public struct ComparedSide {
  /// Where its placements come from.
  public enum Source {
    /// A scheduler with this configuration decides.
    case configuration(SchedulerConfiguration)
    /// They were written down.
    case recorded(RecordedPlacements)
    /// The pods stay where the files say that they run.
    case current
  }

  /// Its name in tables, such as a file's.
  public var name: String
  /// Where its placements come from.
  public var source: Source

  /// A side called `name`.
  public init(_ name: String, _ source: Source) {
    self.name = name
    self.source = source
  }

  /// Whether the pods stay where they run.
  var isCurrent: Bool { if case .current = source { true } else { false } }

  /// Whether a scheduler decides, and so may draw lots.
  var decides: Bool { if case .configuration = source { true } else { false } }
}

/// Placements that were written down: one JSON object a line with `pod` (namespace and name) and
/// `chosen` (the node; empty or null for none); a pod with `pushedAsideBy` has lost its node again.
/// Other members are left out. Lines without a pod, such as a header, are passed over.
public struct RecordedPlacements: Sendable {
  /// The file's name in messages.
  public let file: String
  /// The lines, in the order of the file.
  public let lines: [Line]

  /// A pod with its node.
  public struct Line: Sendable {
    /// The pod, as namespace and name.
    public let pod: Located<String>
    /// Its node; nil for none.
    public let node: Located<String>?
  }

  /// The placements that `file` holds.
  ///
  /// - Throws: Everything that is wrong with the file.
  public init(reading file: SourceFile) throws(Problems) {
    let log = ProblemLog(file: file.name)
    var lines: [Line] = []
    for document in JSONReader.documents(in: file, log: log) {
      _ = ValueReader(document, log: log).object { reader -> Bool? in
        reader.ignore(reader.mapping.entries.map(\.key))
        guard let pod = reader.located("pod", .string) else { return nil }
        let chosen = reader.located("chosen", .string)
        // A pod that had to go after it had been placed has no node in the end.
        let isGone = reader.located("pushedAsideBy", .string) != nil
        let node = chosen.flatMap { $0.value.isEmpty || isGone ? nil : $0 }
        lines.append(Line(pod: pod, node: node))
        return true
      }
    }
    if lines.isEmpty, !log.hasErrors {
      log.error(
        at: .start, .missingField, "the file holds no placement",
        hint: #"write one a line, such as {"pod": "shop/web-0", "chosen": "node-1"}"#)
    }
    try log.throwIfErrors()
    self.file = file.name
    self.lines = lines
  }

  /// The node of each of `pods` on these `nodes`, in the order of `pods`.
  ///
  /// - Throws: A pod without a line, a line without its pod, a pod with two, an unknown node.
  func nodes(of pods: [ObjectKey], among nodes: [Node]) throws(Problems) -> [String?] {
    let log = ProblemLog(file: file)
    let known = Set(nodes.map(\.metadata.name))
    let places = Dictionary(
      pods.enumerated().map { ($1.description, $0) }, uniquingKeysWith: { first, _ in first })
    var found = [String??](repeating: nil, count: pods.count)
    for line in lines {
      guard let place = places[line.pod.value] else {
        log.error(
          at: line.pod.mark, .wrongValue,
          "the pod \(quoted(line.pod.value)) is not among the pods that are compared",
          hint: "record the placements of the same pods")
        continue
      }
      if found[place] != nil {
        log.error(
          at: line.pod.mark, .wrongValue, "the pod \(quoted(line.pod.value)) comes twice",
          hint: "keep one line a pod")
      }
      if let node = line.node, !known.contains(node.value) {
        log.error(
          at: node.mark, .wrongValue, "there is no node \(quoted(node.value))",
          hint: Suggestion.hint(for: node.value, among: nodes.map(\.metadata.name))
            ?? "record the placements on the same nodes")
      }
      found[place] = .some(line.node?.value)
    }
    for (place, entry) in found.enumerated() where entry == nil {
      log.error(
        at: .start, .missingField, "there is no line for the pod \(quoted("\(pods[place])"))",
        hint: "record the placements of the same pods")
    }
    try log.throwIfErrors()
    return found.map { $0 ?? nil }
  }
}
