import ControllerRuntime
import Documents
import KubeAPI
import SchedulerLab

/// A recording that cannot be replayed, and why.
struct TraceError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

extension TraceReplay {
  /// Does what the driver did; actions that only note something in words do nothing.
  func carryOut(_ action: RecordedTrace.Action) throws {
    for call in action.calls {
      if let resource = call["create"]?.string {
        try create(resource, call["object"])
      } else if let resource = call["patch"]?.string {
        try patch(resource, call)
      } else if let resource = call["delete"]?.string {
        try delete(resource, call)
      } else if let verb = call["kubelet"]?.string {
        try kubelet(verb, node: call["name"]?.string ?? "")
      } else {
        throw TraceError("\(trace.name): the action \(action.text) is not replayed")
      }
    }
  }

  private static let kinds = [
    "pods": Kind.pod, "services": .service, "replicationcontrollers": .replicationController,
    "deployments": .deployment,
  ]

  private func kind(_ resource: String) throws -> Kind {
    guard let kind = Self.kinds[resource] else {
      throw TraceError("\(trace.name): \(resource) are not replayed")
    }
    return kind
  }

  /// The recorded objects name neither version nor kind: the path of the call did.
  private func create(_ resource: String, _ object: DocumentNode?) throws {
    guard case .mapping(let mapping)? = object else {
      throw TraceError("\(trace.name): an object of \(resource) is missing")
    }
    func entry(_ key: String, _ text: String) -> DocumentNode.Entry {
      let scalar = DocumentNode.Scalar(text: text, style: .quoted, mark: mapping.mark)
      return DocumentNode.Entry(key: key, keyMark: mapping.mark, value: .scalar(scalar))
    }
    let kind = try kind(resource)
    let entries =
      [entry("apiVersion", kind.apiVersion), entry("kind", kind.rawValue)] + mapping.entries
    let log = ProblemLog(file: trace.name)
    let node = DocumentNode.mapping(.init(entries: entries, mark: mapping.mark))
    guard let object = ManifestReader.object(from: ValueReader(node, log: log)) else {
      throw log.problems
    }
    _ = try store.perform(.create(object)).get()
  }

  private func patch(_ resource: String, _ call: DocumentNode) throws {
    guard let name = call["name"]?.string, let body = call["body"],
      call["contentType"]?.string?.hasPrefix("application/merge-patch") ?? true
    else { throw TraceError("\(trace.name): only merge patches are replayed") }
    let change = ObjectPatch(.merge, document: body)
    let patch = Patch("patch") { (object) throws(APIError) in
      do throws(Problems) {
        object = try change.applied(to: object)
      } catch {
        throw APIError(.invalid, error.description)
      }
    }
    let key = ObjectKey(namespace: "default", name: name)
    _ = try store.perform(.patch(ObjectReference(try kind(resource), key), patch)).get()
  }

  private func delete(_ resource: String, _ call: DocumentNode) throws {
    let kind = try kind(resource)
    let recorded = call["name"]?.string ?? ""
    let name = kind == .pod ? podName(for: recorded) : recorded
    let policy = call["options", "propagationPolicy"]?.string
    let options = DeleteOptions(
      propagation: policy.flatMap(DeleteOptions.Propagation.init(rawValue:)))
    let key = ObjectKey(namespace: "default", name: name)
    _ = try store.perform(.delete(ObjectReference(kind, key), options)).get()
  }
}
