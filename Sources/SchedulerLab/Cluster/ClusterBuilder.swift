import Documents
import KubeAPI

/// Puts a cluster together from objects, and minds what is wrong with them together.
final class ClusterBuilder {
  private var input = ClusterInput()
  private var problems: [Problem] = []
  private var omitted = 0
  /// Where each object was written first: a number of the file, and its place there.
  private var places: [Kind: [ObjectKey: Place]] = [:]
  private var files: [ProblemLog] = []
  private var leftOut: [String: Int] = [:]
  private var seenInFile = 0

  private struct Place {
    let file: Int32
    let line: Int32
  }

  /// The objects of another file follow.
  func begin(_ log: ProblemLog) {
    files.append(log)
    seenInFile = 0
  }

  /// Whether the file has had no object so far.
  var isEmpty: Bool { seenInFile == 0 }

  /// Takes over what is wrong with a file.
  func add(_ more: Problems) {
    problems += more.errors
    omitted += more.omitted
  }

  /// The cluster.
  ///
  /// - Throws: `Problems`, everything that is wrong.
  func finish() throws(Problems) -> ClusterInput {
    if !problems.isEmpty { throw Problems(problems, omitted: omitted) }
    input.admit()
    input.notes = leftOut.sorted { $0.key < $1.key }.map { kind, count in
      "\(count) object\(count == 1 ? "" : "s") of kind \(kind) left out"
    }
    return input
  }

  // MARK: Objects

  /// Takes the objects that a document holds.
  func read(_ document: DocumentNode, _ log: ProblemLog) {
    for node in Self.items(of: document) { readOne(node, log) }
  }

  private func readOne(_ node: DocumentNode, _ log: ProblemLog) {
    seenInFile += 1
    if isOfNoUse(node) { return }
    if RecordMarks.isRecord(node) {
      if let object = record(node, log) { take(object, at: node.mark) }
      return
    }
    let value = ValueReader(node, log: log, bareText: .isWarnedOf)
    for object in ManifestReader.objects(from: value) { take(object.object, at: object.mark) }
  }

  /// The object that a server has recorded. The server may know fields that nobody here does.
  func record(_ node: DocumentNode, _ log: ProblemLog) -> (any KubeObject)? {
    let own = ProblemLog(file: log.file)
    let object = ManifestReader.object(from: ValueReader(node, log: own, origin: .record))
    let errors = own.problems.errors.filter { $0.code != .unknownField }
    if !errors.isEmpty { log.add(Problems(errors)) }
    return object
  }

  /// The documents that a list holds, or the one that it is. Items of a `PodList` and its like get
  /// the kind that they need not name.
  private static func items(of node: DocumentNode) -> [DocumentNode] {
    guard case .mapping(let mapping) = node, let kind = mapping["kind"]?.text,
      kind.hasSuffix("List"), kind != "List",
      case .sequence(let sequence)? = mapping["items"]
    else { return [node] }
    return sequence.items.map { $0.named(String(kind.dropLast(4))) }
  }

  /// Whether it is of a kind that no scheduler looks at.
  private func isOfNoUse(_ node: DocumentNode) -> Bool {
    guard case .mapping(let mapping) = node, let kind = mapping["kind"]?.text else { return false }
    return isOfNoUse(kind)
  }

  /// Whether `kind` is one that no scheduler looks at; its objects are counted.
  func isOfNoUse(_ kind: String) -> Bool {
    guard KnownKinds.isReal(kind), !ManifestReader.kinds.contains(where: { $0.rawValue == kind })
    else { return false }
    seenInFile += 1
    leftOut[kind, default: 0] += 1
    return true
  }

  /// Takes `object`, which is written at `mark` of the last file.
  func take(_ object: any KubeObject, at mark: Mark) {
    seenInFile += 1
    guard isNew(object.kind, object.key, at: mark) else { return }
    input.take(object)
  }

  /// Takes a pod of a template that is known.
  func take(_ row: PodList.Row, _ template: PodShapes.Template, at mark: Mark) {
    seenInFile += 1
    let key = ObjectKey(namespace: template.namespace, name: row.name)
    guard isNew(.pod, key, at: mark), !template.hasEnded else { return }
    if row.node.isEmpty { input.pending.append(row) } else { input.bound.append(row) }
  }

  /// The number of a pod's template among pods with a node, or those without.
  func template(of pod: Pod) -> Int32 {
    pod.spec.nodeName.isEmpty
      ? input.pending.template(of: pod) : input.bound.template(of: pod)
  }

  /// The number of a set of labels among pods with a node, or those without.
  func number(of labels: StringMap, isBound: Bool) -> Int32 {
    isBound ? input.bound.number(of: labels) : input.pending.number(of: labels)
  }

  private func isNew(_ kind: Kind, _ key: ObjectKey, at mark: Mark) -> Bool {
    guard let log = files.last, !key.name.isEmpty else { return true }
    let place = Place(file: Int32(files.count - 1), line: Int32(clamping: mark.line))
    guard let other = places[kind, default: [:]].updateValue(place, forKey: key) else {
      return true
    }
    let file = Int(other.file) == files.count - 1 ? "" : " of \(files[Int(other.file)].file)"
    log.error(
      at: mark, .duplicateKey, "the \(kind.rawValue) \(key) is here twice",
      hint: "remove one; the other is in line \(other.line)\(file)")
    return false
  }
}

extension DocumentNode {
  /// The same object with the kind that it does not name.
  func named(_ kind: String) -> DocumentNode {
    guard case .mapping(let mapping) = self, mapping["kind"] == nil else { return self }
    var entries = mapping.entries
    func add(_ key: String, _ text: String) {
      if mapping[key] != nil { return }
      let value = DocumentNode.scalar(.init(text: text, style: .quoted, mark: mapping.mark))
      entries.append(.init(key: key, keyMark: mapping.mark, value: value))
    }
    add("kind", kind)
    if let known = Kind(rawValue: kind) { add("apiVersion", known.apiVersion) }
    return .mapping(.init(entries: entries, mark: mapping.mark))
  }
}
