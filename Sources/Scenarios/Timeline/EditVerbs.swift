import ClusterSim
import ControllerRuntime
import KubeAPI
import Printing

/// `kubectl set image`, `label`, `annotate` and `patch`: small changes of objects that are there.
final class EditVerbs {
  private let run: ClusterRun

  init(_ run: ClusterRun) { self.run = run }

  func setImage(_ command: SetImageCommand, then done: @escaping (String) -> Void) {
    let references = command.targets.map { $0.reference(in: command.namespace) }
    edit(
      references[...], "set image", output: "",
      change: { object throws(Refusal) in try Self.setImages(command.changes, of: &object) },
      line: { old, new in
        Self.isSame(old, new)
          ? "" : KubectlMessages.done(.imageUpdated, new.kind, new.metadata.name)
      }, then: done)
  }

  private static func setImages(
    _ changes: [SetImageCommand.Change], of object: inout any KubeObject
  ) throws(Refusal) {
    guard var workload = object as? any Workload else { return }
    var template = workload.template
    for change in changes {
      var isFound = false
      for index in template.spec.containers.indices
      where change.container == "*" || template.spec.containers[index].name == change.container {
        template.spec.containers[index].image = change.image
        isFound = true
      }
      for index in template.spec.initContainers.indices
      where change.container == "*"
        || template.spec.initContainers[index].name == change.container
      {
        template.spec.initContainers[index].image = change.image
        isFound = true
      }
      guard isFound else {
        throw Refusal("error: unable to find container named \"\(change.container)\"\n")
      }
    }
    workload.template = template
    object = workload
  }

  func mark(_ command: MarkCommand, then done: @escaping (String) -> Void) {
    pick(command.target, command.namespace, then: done) { [unowned self] references in
      edit(
        references[...], command.sort == .labels ? "label" : "annotate", output: "",
        change: { object throws(Refusal) in try Self.mark(command, &object.metadata) },
        line: { old, new in Self.line(command, old, new) }, then: done)
    }
  }

  private static func mark(
    _ command: MarkCommand, _ metadata: inout ObjectMeta
  ) throws(Refusal) {
    let isLabel = command.sort == .labels
    var map = isLabel ? metadata.labels : metadata.annotations
    for pair in command.set {
      if let old = map[pair.key], old != pair.value, !command.overwrites {
        let found = "'\(pair.key)' already has a value (\(old))"
        throw Refusal(
          isLabel
            ? "error: \(found), and --overwrite is false\n"
            : "error: --overwrite is false but found the following declared annotation(s): "
              + "\(found)\n")
      }
      map[pair.key] = pair.value
    }
    for key in command.remove { map[key] = nil }
    if isLabel { metadata.labels = map } else { metadata.annotations = map }
  }

  private static func line(
    _ command: MarkCommand, _ old: any KubeObject, _ new: any KubeObject
  ) -> String {
    let (kind, name) = (new.kind, new.metadata.name)
    guard command.sort == .labels else {
      return KubectlMessages.done(.annotated, kind, name)
    }
    let missing = command.remove.filter { old.metadata.labels[$0] == nil }
    let notes = missing.map(KubectlMessages.labelNotFound).joined()
    let deed: KubectlMessages.Deed = old.metadata.labels == new.metadata.labels
      ? .notLabeled : command.set.isEmpty ? .unlabeled : .labeled
    return notes + KubectlMessages.done(deed, kind, name)
  }

  func patch(_ command: PatchCommand, then done: @escaping (String) -> Void) {
    pick(command.target, command.namespace, then: done) { [unowned self] references in
      edit(
        references[...], "patch", output: "",
        change: { object throws(Refusal) in object = try Self.patched(object, command) },
        line: { old, new in
          KubectlMessages.done(
            Self.isSame(old, new) ? .patchedWithoutChange : .patched, new.kind, new.metadata.name)
        }, then: done)
    }
  }

  private static func patched(
    _ object: any KubeObject, _ command: PatchCommand
  ) throws(Refusal) -> any KubeObject {
    do {
      return try command.patch.applied(to: object)
    } catch {
      let why = error.errors.first.map(\.message) ?? "the patch does not fit"
      throw Refusal(
        "The \(object.kind.rawValue) \"\(object.metadata.name)\" is invalid: \(why)\n")
    }
  }

  private func pick(
    _ target: CommandTarget, _ namespace: String, then done: @escaping (String) -> Void,
    found: @escaping ([ObjectReference]) -> Void
  ) {
    run.pick(target, namespace: namespace) { picked in
      switch picked {
      case .failure(let refusal): done(refusal.text)
      case .success(let references):
        references.isEmpty ? done(KubectlMessages.noObjects) : found(references)
      }
    }
  }

  private static func isSame(_ old: any KubeObject, _ new: any KubeObject) -> Bool {
    old.metadata.resourceVersion == new.metadata.resourceVersion
  }

  /// Changes the objects one after the other, going on after a refusal.
  ///
  /// Each is read first and changed on this side, as kubectl does, to see whether it can be; then
  /// the server makes the same change of what it has by then.
  private func edit(
    _ references: ArraySlice<ObjectReference>, _ summary: String, output: String,
    change: @escaping @Sendable (inout any KubeObject) throws(Refusal) -> Void,
    line: @escaping (_ old: any KubeObject, _ new: any KubeObject) -> String,
    then done: @escaping (String) -> Void
  ) {
    guard let reference = references.first else { return done(output) }
    let next: (String) -> Void = { [unowned self] text in
      edit(
        references.dropFirst(), summary, output: output + text, change: change, line: line,
        then: done)
    }
    let patch = Patch(summary) { object throws(APIError) in
      do throws(Refusal) {
        try change(&object)
      } catch {
        throw APIError(.invalid, error.text)
      }
    }
    run.kubectl.send(.get(reference)) { [unowned self] found in
      guard case .success(.object(let old)) = found else { return next(Self.text(found)) }
      var trial = old
      do throws(Refusal) {
        try change(&trial)
      } catch {
        return next(error.text)
      }
      run.kubectl.send(.patch(reference, patch)) { result in
        guard case .success(.object(let new)) = result else { return next(Self.text(result)) }
        next(line(old, new))
      }
    }
  }

  private static func text(_ result: APIResult) -> String {
    guard case .failure(let error) = result else { return "" }
    return KubectlMessages.serverError(reason: error.reason.rawValue, message: error.message)
  }
}
