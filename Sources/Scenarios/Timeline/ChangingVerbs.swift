import ClusterSim
import ControllerRuntime
import KubeAPI
import Printing
import Units

/// `kubectl create`, `apply`, `scale` and `delete`.
final class ChangingVerbs {
  private let run: ClusterRun
  /// What `apply` last wrote, by kind and key: kubectl keeps it in an annotation of the object.
  private var applied: [ObjectReference: any KubeObject] = [:]

  init(_ run: ClusterRun) { self.run = run }

  /// `create -f` and `apply -f`: one object after the other, going on after a refusal.
  func create(_ command: CreateCommand, then done: @escaping (String) -> Void) {
    create(command.objects[...], isApply: command.isApply, output: "", then: done)
  }

  private func create(
    _ objects: ArraySlice<ManifestObject>, isApply: Bool, output: String,
    then done: @escaping (String) -> Void
  ) {
    guard let first = objects.first else { return done(output) }
    let next: (String) -> Void = { [unowned self] line in
      create(objects.dropFirst(), isApply: isApply, output: output + line, then: done)
    }
    run.kubectl.send(.create(first.object)) { [unowned self] result in
      switch result {
      case .success:
        if isApply { applied[first.reference] = first.object }
        next(KubectlMessages.done(.created, first.object.kind, first.object.metadata.name))
      case .failure(let error) where isApply && error.reason == .alreadyExists:
        apply(first, then: next)
      case .failure(let error) where first.file.isEmpty:
        next(KubectlMessages.failedToCreate(first.object.kind, message: error.message))
      case .failure(let error):
        next(
          KubectlMessages.serverError(
            reason: error.reason.rawValue, message: error.message, creatingFrom: first.file))
      }
    }
  }

  /// Brings an object that is there to what the file wants.
  ///
  /// All of its spec is replaced, where kubectl merges three ways: the same for objects that only
  /// `apply` has written. Labels and annotations are merged three ways, as controllers write there.
  private func apply(_ wanted: ManifestObject, then next: @escaping (String) -> Void) {
    let reference = wanted.reference
    run.kubectl.send(.get(reference)) { [unowned self] result in
      guard case .success(.object(let stored)) = result else {
        return next(KubectlMessages.notFound(reference.kind, wanted.object.metadata.name))
      }
      let last = applied[reference]?.metadata
      applied[reference] = wanted.object
      guard let merged = merge(wanted.object, into: stored, last: last) else {
        return next(KubectlMessages.done(.unchanged, reference.kind, wanted.object.metadata.name))
      }
      run.kubectl.send(.update(merged)) { result in
        switch result {
        case .success:
          next(
            KubectlMessages.done(.configured, reference.kind, wanted.object.metadata.name))
        case .failure(let error):
          next(
            KubectlMessages.serverError(
              reason: error.reason.rawValue, message: error.message, creatingFrom: wanted.file))
        }
      }
    }
  }

  /// `stored` with the spec, labels and annotations of `wanted`; nil when nothing would change.
  ///
  /// - Parameter last: What was applied before: what it has and `wanted` has not goes.
  private func merge(
    _ wanted: any KubeObject, into stored: any KubeObject, last: ObjectMeta?
  ) -> (any KubeObject)? {
    func merged<Object: KubeObject>(_ stored: Object) -> (any KubeObject)? {
      guard var object = wanted as? Object else { return nil }
      var metadata = stored.metadata
      metadata.labels = metadata.labels.merged(object.metadata.labels, last: last?.labels)
      metadata.annotations = metadata.annotations.merged(
        object.metadata.annotations, last: last?.annotations)
      if stored.wantsTheSame(as: object), stored.metadata == metadata { return nil }
      object.metadata = metadata
      return object
    }
    return merged(stored)
  }

  /// `scale --replicas`, through the scale subresource: only the number is written.
  func scale(_ command: ScaleCommand, then done: @escaping (String) -> Void) {
    scale(command.targets[...], command, output: "", then: done)
  }

  private func scale(
    _ targets: ArraySlice<ObjectName>, _ command: ScaleCommand, output: String,
    then done: @escaping (String) -> Void
  ) {
    guard let target = targets.first else { return done(output) }
    let key = ObjectKey(namespace: command.namespace, name: target.name)
    let replicas = command.replicas
    let expected = command.currentReplicas
    let patch = Patch("scale to \(replicas)") { object throws(APIError) in
      guard var controller = object as? any Workload else {
        throw APIError(.badRequest, "the server could not find the requested resource")
      }
      if let expected, controller.replicas != expected {
        throw APIError(.conflict, "\(controller.replicas)")
      }
      controller.replicas = replicas
      object = controller
    }
    run.kubectl.send(.patch(ObjectReference(target.kind, key), patch)) { [unowned self] result in
      let line: String
      switch result {
      case .success: line = KubectlMessages.done(.scaled, target.kind, target.name)
      case .failure(let error) where error.reason == .conflict:
        line = KubectlMessages.scaleConflict(
          expected: expected ?? replicas, found: Int(error.message) ?? 0)
      case .failure(let error):
        line = KubectlMessages.serverError(
          reason: error.reason.rawValue, message: error.message)
      }
      scale(targets.dropFirst(), command, output: output + line, then: done)
    }
  }

  /// `delete`: asks for all deletions, then (unless `--wait=false`) waits until the objects are
  /// gone.
  func delete(_ command: DeleteCommand, then done: @escaping (String) -> Void) {
    run.pick(command.target, namespace: command.namespace) { [unowned self] picked in
      switch picked {
      case .failure(let refusal): done(refusal.text)
      case .success(let references):
        let isForced = command.gracePeriodSeconds == 0
        let warning = isForced ? KubectlMessages.forceWarning : ""
        delete(references[...], command, output: warning, deleted: [], then: done)
      }
    }
  }

  private func delete(
    _ references: ArraySlice<ObjectReference>, _ command: DeleteCommand, output: String,
    deleted: [ObjectReference], then done: @escaping (String) -> Void
  ) {
    guard let reference = references.first else {
      return wait(for: command.waits ? deleted : [], then: { done(output) })
    }
    let options = DeleteOptions(
      propagation: DeleteOptions.Propagation(command.cascade),
      gracePeriodSeconds: command.gracePeriodSeconds)
    run.kubectl.send(.get(reference)) { [unowned self] found in
      run.kubectl.send(.delete(reference, options)) { [unowned self] result in
        var output = output
        var deleted = deleted
        switch result {
        case .success:
          output += KubectlMessages.deleted(
            reference.kind, reference.key.name, namespace: reference.key.namespace,
            force: command.gracePeriodSeconds == 0)
          if case .success(.object(let object)) = found { deleted.append(object.reference) }
        case .failure(let error) where error.reason == .notFound && command.ignoresNotFound:
          break
        case .failure(let error):
          output += KubectlMessages.serverError(
            reason: error.reason.rawValue, message: error.message)
        }
        delete(references.dropFirst(), command, output: output, deleted: deleted, then: done)
      }
    }
  }

  /// Goes on when none of `references` (with these unique ids) is in the store any more.
  private func wait(for references: [ObjectReference], then done: @escaping () -> Void) {
    run.when({ run in references.allSatisfy { !run.contains($0) } }, then: done)
  }
}

extension DeleteOptions.Propagation {
  /// What `--cascade` asks for.
  init(_ cascade: DeleteCommand.Cascade) {
    switch cascade {
    case .background: self = .background
    case .foreground: self = .foreground
    case .orphan: self = .orphan
    }
  }
}

extension ManifestObject {
  /// The object by kind and key.
  fileprivate var reference: ObjectReference { ObjectReference(object.kind, object.key) }
}

extension StringMap {
  /// This map with all of `wanted`, and without what was in `last` and is wanted no more.
  fileprivate func merged(_ wanted: StringMap, last: StringMap?) -> StringMap {
    var map = self
    for key in last?.keys ?? [] where wanted[key] == nil { map[key] = nil }
    for (key, value) in wanted.entries { map[key] = value }
    return map
  }
}
