import Documents
import KubeAPI

/// Reads the objects of a JSON text, each from its own bytes.
///
/// A pod that a server has recorded is seldom read at all: it says the same as a pod before it,
/// name, labels and node apart, and is taken to be as that one was.
final class ItemReader {
  /// What items are that do not say.
  var listKind: String?

  private let builder: ClusterBuilder
  private let log: ProblemLog
  private var head = JSONPick(slots: HeadSlot.count)
  private var shapes = PodShapes()

  init(_ builder: ClusterBuilder, _ log: ProblemLog) {
    self.builder = builder
    self.log = log
  }

  private enum HeadSlot {
    static let kind = 0
    static let metadata = 1
    static let status = metadata + RecordMarks.metadata.count
    static let count = status + RecordMarks.status.count
  }

  /// The kind, and the marks of a record.
  private static let head = JSONSelection([
    "kind": .slot(HeadSlot.kind),
    "metadata": .parts(JSONSelection(slots: RecordMarks.metadata, from: HeadSlot.metadata)),
    "status": .parts(JSONSelection(slots: RecordMarks.status, from: HeadSlot.status)),
  ])

  private static let nothing = ["null", "\"\"", "{}", "[]"].map { Array($0.utf8) }

  /// Whether nothing says what the items of the list are.
  func needsKind(_ item: ObjectStream.Item) -> Bool {
    guard item.kind == nil, listKind == nil, (try? head.read(item.bytes, Self.head)) != nil
    else { return false }
    return head.slots[HeadSlot.kind].isEmpty
  }

  /// Takes what `item` is.
  func read(_ item: ObjectStream.Item) {
    guard (try? head.read(item.bytes, Self.head)) != nil else { return readWhole(item, nil) }
    let word = item.bytes[head.slots[HeadSlot.kind]]
    let own = word.count > 2 ? String(decoding: word.dropFirst().dropLast(), as: UTF8.self) : nil
    let kind = own ?? item.kind ?? listKind
    if let kind, builder.isOfNoUse(kind) { return }
    guard kind == "Pod", isRecord(item) else { return readWhole(item, kind) }
    if readPod(item) { return }
    read(shapes.pruned(item.bytes), item, "Pod")
  }

  /// Whether the last head that was looked at is that of a server's record.
  private func isRecord(_ item: ObjectStream.Item) -> Bool {
    head.slots[HeadSlot.metadata...].contains { range in
      !range.isEmpty && !Self.nothing.contains { $0.elementsEqual(item.bytes[range]) }
    }
  }

  /// Reads all of it, strictly.
  private func readWhole(_ item: ObjectStream.Item, _ kind: String?) {
    read(Array(item.bytes), item, kind)
  }

  private func read(_ bytes: [UInt8], _ item: ObjectStream.Item, _ kind: String?) {
    guard let node = JSONReader.document(in: bytes, at: item.mark, log: log) else { return }
    builder.read(kind.map(node.named) ?? node, log)
  }

  /// Reads what the scheduler minds of a recorded pod.
  /// - Returns: whether that was possible; otherwise it has to be read as a whole.
  private func readPod(_ item: ObjectStream.Item) -> Bool {
    guard let own = shapes.read(item.bytes),
      let labels = shapes.labels(item.bytes, number: builder.number),
      let template = shapes.template ?? newTemplate(item)
    else { return false }
    builder.take(
      PodList.Row(
        template: template.number, labels: labels, name: own.name, node: own.node,
        startTime: own.startTime),
      template, at: item.mark)
    return true
  }

  /// Reads a pod that is the first of its shape; nil when there is something wrong with it.
  private func newTemplate(_ item: ObjectStream.Item) -> PodShapes.Template? {
    let own = ProblemLog(file: log.file)
    guard let node = JSONReader.document(in: shapes.pruned(item.bytes), at: item.mark, log: own),
      var pod = builder.record(node.named("Pod"), own) as? Pod, !own.hasErrors
    else { return nil }
    pod.status.conditions = []
    let template = PodShapes.Template(
      number: builder.template(of: pod), namespace: pod.metadata.namespace,
      hasEnded: pod.isTerminal)
    shapes.keep(template)
    return template
  }
}
