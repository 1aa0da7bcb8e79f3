import Documents

/// A change of an object as a person writes it: part of a document.
public struct ObjectPatch: Sendable {
  /// How the parts are joined.
  public enum Sort: String, CaseIterable, Sendable {
    /// Mappings are merged, lists with a key of their own (containers by name, …) item by item.
    case strategic
    /// Mappings are merged, all else is replaced (RFC 7386).
    case merge
    /// A list of operations (RFC 6902).
    case json
  }

  /// How the parts are joined.
  public let sort: Sort
  /// The part.
  public let document: DocumentNode

  /// The patch that `text` says, in JSON or YAML.
  ///
  /// - Throws: what is wrong with the text; places are those in `text`.
  public init(_ sort: Sort, text: String) throws(Problems) {
    let log = ProblemLog(file: "the patch")
    let documents = YAMLReader.documents(in: SourceFile(name: log.file, text: text), log: log)
    if documents.count != 1, !log.hasErrors {
      log.error(
        at: .start, .wrongValue, "the patch is \(documents.count) documents",
        hint: "write one in JSON or YAML")
    }
    if let first = documents.first {
      let (isList, wanted) = (sort == .json, sort == .json ? "a list of operations" : "a mapping")
      switch (first, isList) {
      case (.mapping, false), (.sequence, true): break
      default:
        log.error(
          at: first.mark, .wrongType, "the patch is \(first.description)", hint: "write \(wanted)")
      }
    }
    try log.throwIfErrors()
    self.sort = sort
    document = documents[0]
  }

  /// The patch that `document` says.
  public init(_ sort: Sort, document: DocumentNode) {
    self.sort = sort
    self.document = document
  }

  /// `object` as the patch leaves it, without a status; read strictly, as a manifest is.
  ///
  /// - Throws: What does not fit; places are those in the text of the patch, line 0 where it is
  ///   nothing that the patch says itself.
  public func applied(to object: any KubeObject) throws(Problems) -> any KubeObject {
    let log = ProblemLog(file: "the patch")
    guard let base = ManifestWriter.document(of: object),
      let read = Self.read(base, like: object, log: log), Self.areTheSame(read, object)
    else {
      throw Problems(
        Problem(
          file: log.file, mark: .nowhere, code: .notSimulated,
          message: "a \(object.kind.rawValue) with these fields cannot be patched here",
          hint: "write what it shall be into a manifest, and apply that"))
    }
    let merged: DocumentNode? = switch sort {
    case .strategic: MergePatch(isStrategic: true).merged(document, into: base)
    case .merge: MergePatch(isStrategic: false).merged(document, into: base)
    case .json: PointerPatch(log: log).applied(document, to: base)
    }
    guard let merged, let new = Self.read(merged, like: object, log: log) else {
      throw log.problems
    }
    try log.throwIfErrors()
    guard new.kind == object.kind, new.key == object.key else {
      throw Problems(
        Problem(
          file: log.file, mark: .nowhere, code: .wrongValue,
          message: "the patch changes the kind or the name",
          hint: "leave kind, metadata.name and metadata.namespace alone"))
    }
    var patched = new
    patched.metadata.resourceVersion = object.metadata.resourceVersion
    patched.metadata.generateName = object.metadata.generateName
    return patched
  }

  private static func read(
    _ node: DocumentNode, like object: any KubeObject, log: ProblemLog
  ) -> (any KubeObject)? {
    ManifestReader.object(
      from: ValueReader(node, log: log), namespace: object.metadata.namespace)
  }

  /// Whether nothing is lost when an object is written and read again.
  private static func areTheSame(_ a: any KubeObject, _ b: any KubeObject) -> Bool {
    func same<Object: KubeObject>(_ a: Object) -> Bool {
      guard let b = b as? Object else { return false }
      return a.wantsTheSame(as: b) && a.metadata.labels == b.metadata.labels
        && a.metadata.annotations == b.metadata.annotations
        && a.metadata.finalizers == b.metadata.finalizers
        && a.metadata.ownerReferences == b.metadata.ownerReferences
    }
    return same(a)
  }

  /// Images that the patch names.
  public var images: [String] { Self.images(in: document, sort) }

  private static func images(in node: DocumentNode, _ sort: Sort) -> [String] {
    switch node {
    case .scalar: return []
    case .sequence(let sequence): return sequence.items.flatMap { images(in: $0, sort) }
    case .mapping(let mapping):
      if sort == .json, mapping["path"]?.text?.hasSuffix("/image") == true,
        let image = mapping["value"]?.text
      {
        return [image]
      }
      return mapping.entries.flatMap { entry -> [String] in
        if entry.key == "image", let image = entry.value.text { return [image] }
        return images(in: entry.value, sort)
      }
    }
  }
}
