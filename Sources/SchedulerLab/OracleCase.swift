import Documents
import KubeAPI
import Scheduler
import Units

/// One case of the scheduler's recorded truth: a cluster, pods to place in turn, and what the real
/// kube-scheduler v1.34.1 said of each.
///
/// The corpus' own FORMAT.md says what each field means, and what the API server's part is, which
/// ``ClusterInput`` does.
public struct OracleCase: Sendable {
  /// The case's name, unique in the corpus.
  public let name: String
  /// The category that the case is of; empty when it does not say.
  public let category: String
  /// The cluster before the first pod comes.
  public let cluster: ClusterInput
  /// The pods to place, in order, as the API server would have stored them.
  public let incoming: [Pod]
  /// What the real scheduler said of each; empty when the case comes without its result.
  public let steps: [OracleStep]

  /// The cases of one category, in the order of its file.
  ///
  /// - Throws: `Problems` when the file cannot be read, is no JSON, or has a case that is wrong.
  public static func all(_ category: String, in truth: TruthFolder) throws -> [OracleCase] {
    try CaseFile.cases(in: truth.file("oracle/scheduler/\(category).json"))
  }

  /// The case that `node` is: one alone, or the `case` beside its `result`; nil when it is no such
  /// thing at all. What is wrong goes to `log`.
  public init?(_ node: DocumentNode, log: ProblemLog) {
    let value = ValueReader(node, path: .root("the case"), log: log)
    guard case .mapping(let mapping) = node, mapping["case"] != nil else {
      guard let parts = value.object({ CaseParts($0) }) else { return nil }
      self.init(parts, steps: [])
      return
    }
    let pair = value.object { reader -> (CaseParts, [OracleStep])? in
      let parts = reader.requiredObject("case") { CaseParts($0) }
      let steps = parts.flatMap { parts in
        reader.object("result") { Self.steps($0, of: parts) }
      }
      if parts == nil { reader.ignore(["result"]) }
      return parts.map { ($0, steps ?? []) }
    }
    guard let (parts, steps) = pair else { return nil }
    self.init(parts, steps: steps)
  }

  private init(_ parts: CaseParts, steps: [OracleStep]) {
    name = parts.name
    category = parts.category
    let cluster = ClusterInput(parts.objects)
    self.cluster = cluster
    incoming = parts.incoming.map(cluster.admitted)
    self.steps = steps
  }

  /// The recorded results, one a pod.
  private static func steps(_ reader: MappingReader, of parts: CaseParts) -> [OracleStep]? {
    if let name = reader.optional("name", .string), name != parts.name {
      reader.fail("name", "is \(quoted(name))", hint: "the case is \(quoted(parts.name))")
    }
    if reader.has("error") {
      reader.ignore(["results"])
      return []
    }
    guard let items = reader.requiredValue("results", expected: "a list")?.items else { return nil }
    let steps = items.compactMap { item -> OracleStep? in
      guard case .mapping = item.node else {
        let hint = "write what was decided of a pod"
        item.fail(.wrongType, "is \(item.node.description)", hint: hint)
        return nil
      }
      return OracleStep(item.node)
    }
    guard items.count == parts.incoming.count else {
      reader.fail(
        "results", "has \(items.count) items for \(parts.incoming.count) incoming pods",
        hint: "write one for each pod")
      return nil
    }
    for (item, (step, pod)) in zip(items, zip(steps, parts.incoming))
    where step.pod != "\(pod.key)" {
      item.fail(
        .wrongValue, "is of the pod \(quoted(step.pod))", hint: "the pod here is \(pod.key)")
    }
    return steps
  }
}

/// What a case says, object by object.
private struct CaseParts {
  let name: String
  let category: String
  /// Nodes, bound pods and all others.
  private(set) var objects: [any KubeObject] = []
  private(set) var incoming: [Pod] = []
  /// What has been read so far, so that nothing comes twice.
  private var known: Set<ObjectReference> = []

  init?(_ reader: MappingReader) {
    name = reader.required("name", .someText) ?? ""
    category = reader.optional("category", .string) ?? ""
    reader.ignore(["note"])
    objects = read(reader, "nodes", of: .node)
    for pod in read(reader, "pods", of: .pod) { objects.append(pod) }
    if reader.mapping["incoming"] == nil {
      _ = reader.requiredValue("incoming", expected: "a list of pods to place")
    }
    incoming = read(reader, "incoming", of: .pod).compactMap { $0 as? Pod }
    objects += read(reader, "extra", of: nil)
  }

  /// The objects of the list at `key`, all of one kind unless it is nil.
  private mutating func read(
    _ reader: MappingReader, _ key: String, of kind: Kind?
  ) -> [any KubeObject] {
    var found: [any KubeObject] = []
    for item in reader.value(key)?.items ?? [] {
      var node = item.node
      if let kind {
        guard let named = Self.named(item, kind, in: key) else { continue }
        node = named
      }
      // An object is as a server has it; the rules for wishes were applied, or were not.
      let value = ValueReader(node, path: item.path, log: item.log, origin: .record)
      guard let object = ManifestReader.object(from: value), isRight(object, item, in: key)
      else { continue }
      found.append(object)
    }
    return found
  }

  /// The item with the kind that it need not name; nil when it names another.
  private static func named(_ item: ValueReader, _ kind: Kind, in list: String) -> DocumentNode? {
    guard case .mapping(let mapping) = item.node else { return item.node }
    guard let other = mapping["kind"], !other.isNull, other.text != kind.rawValue else {
      return item.node.named(kind)
    }
    item.log.error(
      at: other.mark, .wrongValue, "\(item.path) is of kind \(quoted(other.text ?? "?"))",
      hint: "\(list) holds objects of kind \(kind.rawValue)")
    return nil
  }

  /// Whether an object may stand where it does.
  private mutating func isRight(
    _ object: any KubeObject, _ item: ValueReader, in list: String
  ) -> Bool {
    if list == "extra", object is Pod || object is Node {
      let place = object is Node ? "nodes" : "pods or incoming"
      item.fail(.wrongValue, "is a \(object.kind.rawValue)", hint: "write it below \(place)")
      return false
    }
    if list == "pods", let pod = object as? Pod, pod.spec.nodeName.isEmpty, !pod.isTerminal {
      item.fail(
        .missingField, "is the pod \(pod.key), which has no spec.nodeName",
        hint: "name its node, or write the pod below incoming")
      return false
    }
    guard !object.metadata.name.isEmpty else { return true }
    guard known.insert(ObjectReference(object.kind, object.key, uid: "")).inserted else {
      item.log.error(
        at: item.mark, .duplicateKey, "the \(object.kind.rawValue) \(object.key) is here twice",
        hint: "remove one")
      return false
    }
    return true
  }
}

extension DocumentNode {
  /// The same object with the kind and version that it does not name.
  fileprivate func named(_ kind: Kind) -> DocumentNode {
    guard case .mapping(let mapping) = self else { return self }
    var entries = mapping.entries
    func add(_ key: String, _ text: String) {
      if let value = mapping[key], !value.isNull { return }
      entries.removeAll { $0.key == key }
      let value = DocumentNode.scalar(.init(text: text, style: .quoted, mark: mapping.mark))
      entries.append(.init(key: key, keyMark: mapping.mark, value: value))
    }
    add("kind", kind.rawValue)
    add("apiVersion", kind.apiVersion)
    return .mapping(.init(entries: entries, mark: mapping.mark))
  }
}
