import Documents

/// An object of a manifest and where it is written.
public struct LocatedObject: Sendable {
  /// The object, with defaults filled in.
  public var object: any KubeObject
  /// The file's name as the person knows it.
  public let file: String
  /// Where the object begins.
  public let mark: Mark

  /// `object`, written at `mark` of `file`.
  public init(_ object: any KubeObject, file: String, mark: Mark) {
    self.object = object
    self.file = file
    self.mark = mark
  }
}

/// What a manifest says.
public struct Manifest: Sendable {
  /// Its objects in the order of the file.
  public let objects: [LocatedObject]
  /// What the person should know: fields that are valid and have no effect here.
  public let warnings: [Problem]
}

extension Problem.Code {
  /// An object of a kind that is not simulated, or does not exist.
  public static let unknownKind: Problem.Code = "unknown-kind"
}

/// Reads Kubernetes manifests: multi-document YAML or JSON, `v1` `List` included.
///
/// Strict as `kubectl create --validate=strict` with the API server's defaults and rules behind
/// it; every violation is located, and one pass shows them all. Objects that the server would fill
/// in come filled in. Status is read of nodes only, as the server drops what users say of it.
///
/// A record of a cluster (``ValueReader/Origin``) is read with status and deletion, and without
/// the server's rules for what people may ask for: the server has applied them, or nobody has.
public enum ManifestReader {
  /// The objects of `file`.
  ///
  /// - Parameter namespace: Where objects go that do not say.
  /// - Throws: Everything that is wrong with the file.
  /// - Complexity: O(length of the file).
  public static func read(
    _ file: SourceFile, namespace: String = "default"
  ) throws(Problems) -> Manifest {
    let log = ProblemLog(file: file.name)
    let objects = objects(in: file, namespace: namespace, log: log)
    try log.throwIfErrors()
    return Manifest(objects: objects, warnings: log.warnings)
  }

  /// The objects of `file` as far as they can be read; what is wrong goes to `log`.
  ///
  /// - Parameter origin: Whether status counts, and rules that a server has held already do not.
  public static func objects(
    in file: SourceFile, namespace: String = "default", log: ProblemLog,
    origin: ValueReader.Origin = .wish
  ) -> [LocatedObject] {
    let before = log.errorsSoFar
    let documents = DocumentReader.documents(in: file, log: log)
    if documents.isEmpty, log.errorsSoFar == before {
      log.warning(
        at: .start, .missingField, "there is no object in this file",
        hint: "remove it or write an object")
    }
    return documents.flatMap { node in
      objects(
        from: ValueReader(node, log: log, bareText: .isWarnedOf, origin: origin),
        namespace: namespace)
    }
  }

  /// The object that `value` is, or the objects when it is a `List`; what is wrong goes to its log.
  public static func objects(
    from value: ValueReader, namespace: String = "default"
  ) -> [LocatedObject] {
    guard case .mapping(let mapping) = value.node else {
      value.fail(
        .wrongType, "is \(value.node.description)", hint: "write an object: apiVersion, kind …")
      return []
    }
    guard isList(mapping["kind"]?.text) else {
      guard let object = object(from: value, namespace: namespace) else { return [] }
      return [LocatedObject(object, file: value.log.file, mark: value.mark)]
    }
    return value.object { reader -> [LocatedObject]? in
      _ = reader.required("apiVersion", .string)
      reader.ignore(["kind", "metadata"])
      return reader.value("items")?.items?.flatMap { item in
        objects(from: item, namespace: namespace)
      }
    } ?? []
  }

  private static func isList(_ kind: String?) -> Bool {
    guard let kind, kind.hasSuffix("List") else { return false }
    return kind == "List" || Kind(rawValue: String(kind.dropLast(4))) != nil
  }

  /// The object that `value` is; what is wrong goes to its log.
  public static func object(
    from value: ValueReader, namespace: String = "default"
  ) -> (any KubeObject)? {
    guard case .mapping(let mapping) = value.node else {
      value.fail(
        .wrongType, "is \(value.node.description)", hint: "write an object: apiVersion, kind …")
      return nil
    }
    var value = value
    if let kind = mapping["kind"]?.text {
      value = ValueReader(
        value.node, path: .root(kind), log: value.log, bareText: value.bareText,
        origin: value.origin)
    }
    // The kind decides which fields exist; without it no other field can be judged.
    guard let kind = kind(of: mapping, for: value) else { return nil }
    return value.object { reader -> (any KubeObject)? in
      reader.ignore(["apiVersion", "kind"])
      return reader.kubeObject(kind, namespace: namespace)
    }
  }

  /// Kinds that the cluster makes by itself; a manifest has no business with them.
  private static let made: [Kind] = [.event, .lease, .endpointSlice]

  /// The kinds that records of a cluster may hold.
  public static let recordedKinds = Kind.allCases.filter { !made.contains($0) }

  /// The kinds that manifests may hold; nothing here would keep a stateful set's pods running.
  public static let kinds = recordedKinds.filter { $0 != .statefulSet }

  private static func kind(of mapping: DocumentNode.Mapping, for value: ValueReader) -> Kind? {
    let log = value.log
    let reader = ValueReader(.mapping(mapping), log: log)
    let kinds = value.origin == .record ? recordedKinds : kinds
    var found: Kind?
    _ = MappingHead.read(reader) { version, versionMark, name, nameMark in
      let known = kinds.map(\.rawValue)
      let all = known.sorted().joined(separator: ", ")
      guard let kind = Kind(rawValue: name), kinds.contains(kind) else {
        let near = Suggestion.nearest(to: name, among: known)
        let isReal = KnownKinds.isReal(name)
        log.error(
          at: nameMark, .unknownKind,
          isReal
            ? "objects of kind \(name) are not simulated" : "there is no kind \(quoted(name))",
          hint: !isReal && near != nil ? "did you mean \(near ?? "")?" : "kinds read here: \(all)")
        return
      }
      guard version == kind.apiVersion else {
        log.error(
          at: versionMark, .wrongValue, "apiVersion is \(quoted(version))",
          hint: "\(name) is of apiVersion \(kind.apiVersion)")
        return
      }
      found = kind
    }
    return found
  }
}

/// The two fields that every object begins with.
private enum MappingHead {
  /// Hands over both fields, each with its place, when both are there.
  static func read(
    _ value: ValueReader, _ body: (String, Mark, String, Mark) -> Void
  ) -> Bool {
    guard case .mapping(let mapping) = value.node else { return false }
    func text(_ key: String, _ example: String) -> Located<String>? {
      guard let entry = mapping.entries.first(where: { $0.key == key }), !entry.value.isNull else {
        value.log.error(
          at: mapping.mark, .missingField, "\(quoted(key)) is missing in the document",
          hint: "add \(key): \(example)")
        return nil
      }
      let reader = ValueReader(entry.value, path: .root("").child(key), log: value.log)
      return reader.scalar(.string).map { Located($0, at: entry.value.mark) }
    }
    let version = text("apiVersion", "v1")
    let kind = text("kind", "Pod, or what it is")
    guard let version, let kind else { return false }
    body(version.value, version.mark, kind.value, kind.mark)
    return true
  }
}
