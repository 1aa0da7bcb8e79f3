import ClusterSim
import Documents
import Units

/// Reads what goes wrong.
///
/// A fault is one word with what it strikes: `{kill-node: 0, for: 5m}`. What else there is to say
/// stands beside it or, when the word has a mapping, in that:
/// `crash-node: {node: 0, for: 5m}`.
struct FaultDecoder {
  /// Zones that there are machines in.
  let zones: [String]

  /// The faults, in the order in which messages list them.
  static let words = [
    "kill-node", "crash-node", "restore-node", "kill-process", "hang-process", "resume-process",
    "zone-outage", "restore-zone", "cut-link", "heal-link", "registry-outage", "registry-returns",
  ]

  /// The fault, and how the transcript says it.
  func fault(_ reader: MappingReader) -> (FaultDesign, String)? {
    let beside = details(reader)
    guard let word = reader.exactlyOne(of: Self.words), let value = reader.value(word) else {
      return nil
    }
    var call = Call(word: word, reader: reader, value: value, details: beside)
    if case .mapping = value.node {
      return value.object { inner -> (FaultDesign, String)? in
        call.isInside = true
        call.reader = inner
        call.details = details(inner)
        return read(call)
      }
    }
    return read(call)
  }

  /// One fault that is being read.
  struct Call {
    let word: String
    var reader: MappingReader
    let value: ValueReader
    var details: Details
    /// Whether all of it stands in a mapping of its own.
    var isInside = false

    /// What is struck: the word's value, or the field `name` of its mapping.
    func target<Value>(_ name: String, _ format: ScalarFormat<Value>) -> Value? {
      isInside ? reader.required(name, format) : value.scalar(format)
    }

    /// The target as it is written.
    func text(_ name: String) -> String {
      let node = isInside ? reader.value(name) : value
      return node?.scalar(.string) ?? ""
    }
  }

  /// What may be said besides the target.
  struct Details {
    var span: TimeSpan?
    var container: String?
    var loss: ZoneLoss?
  }

  private func details(_ reader: MappingReader) -> Details {
    Details(
      span: reader.optional("for", .positiveDuration),
      container: reader.optional("container", .name),
      loss: reader.optional("loses", .zoneLoss))
  }

  private func read(_ call: Call) -> (FaultDesign, String)? {
    let span = call.details.span
    let takesSpan = !["restore-node", "kill-process", "resume-process", "restore-zone",
      "heal-link", "registry-returns"].contains(call.word)
    if span != nil, !takesSpan { refuse("for", call) }
    if call.details.container != nil, !call.word.hasSuffix("-process") {
      refuse("container", call)
    }
    if call.details.loss != nil, call.word != "zone-outage" { refuse("loses", call) }
    guard let (design, target) = design(call) else { return nil }
    let until = span.map { _ in " for \(call.text(ofDetail: "for"))" } ?? ""
    let words = call.word.replacing("-", with: " ")
    return (design, target.isEmpty ? words + until : "\(words) \(target)\(until)")
  }

  private func refuse(_ field: String, _ call: Call) {
    call.reader.fail(field, "has no meaning beside \(call.word)", hint: "remove it")
  }

  private func design(_ call: Call) -> (FaultDesign, String)? {
    let details = call.details
    let node = call.word.hasSuffix("-node")
    let process = call.word.hasSuffix("-process")
    if node, let pick = call.target("node", .node) {
      let isEnd = call.word == "restore-node"
      return (
        isEnd ? .restoreNode(pick) : .killNode(pick, for: details.span), call.text("node")
      )
    }
    if process, let pick = call.target("pod", .pod) {
      let text = call.text("pod")
      switch call.word {
      case "kill-process": return (.killProcess(pick, container: details.container), text)
      case "resume-process": return (.resumeProcess(pick, container: details.container), text)
      default:
        return (
          .hangProcess(pick, container: details.container, for: details.span), text
        )
      }
    }
    if call.word.contains("zone"), let zone = call.target("zone", .zone(zones)) {
      return call.word == "restore-zone"
        ? (.restoreZone(zone), zone)
        : (.zoneOutage(zone, loses: details.loss ?? .power, for: details.span), zone)
    }
    if call.word.hasSuffix("-link") { return link(call) }
    return registry(call)
  }

  private func registry(_ call: Call) -> (FaultDesign, String)? {
    guard call.word.hasPrefix("registry") else { return nil }
    if !call.isInside {
      call.value.fail(
        .wrongValue, "is something, and there is one registry", hint: "write {} or {for: 5m}")
      return nil
    }
    return (
      call.word == "registry-outage" ? .registryOutage(for: call.details.span) : .registryReturn,
      ""
    )
  }

  private func link(_ call: Call) -> (FaultDesign, String)? {
    if !call.isInside {
      let all = call.value.scalar(.allLinks(isAllowed: call.word == "heal-link"))
      return all == nil ? nil : (.healLink(nil), "all")
    }
    guard let value = call.reader.requiredValue("between", expected: "[one end, the other]"),
      let items = value.items
    else { return nil }
    let ends = items.compactMap { $0.scalar(.linkEnd(zones)) }
    guard ends.count == items.count else { return nil }
    guard ends.count == 2, ends[0] != ends[1] else {
      value.fail(
        .wrongValue, "needs two ends that differ", hint: "write [one end, the other]")
      return nil
    }
    let text = items.compactMap { $0.scalar(.string) }.joined(separator: " and ")
    let link = LinkDesign(ends[0], ends[1])
    return call.word == "cut-link"
      ? (.cutLink(link, for: call.details.span), text) : (.healLink(link), text)
  }
}

extension FaultDecoder.Call {
  /// A detail as it is written.
  fileprivate func text(ofDetail name: String) -> String {
    reader.value(name)?.scalar(.string) ?? ""
  }
}
