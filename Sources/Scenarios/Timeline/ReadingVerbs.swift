import ClusterSim
import ControllerRuntime
import KubeAPI
import Printing
import Units

/// `kubectl get` and `describe`: what they print at that simulated moment.
final class ReadingVerbs {
  private let run: ClusterRun

  init(_ run: ClusterRun) { self.run = run }

  func get(_ command: GetCommand, then done: @escaping (String) -> Void) {
    var options = KubectlGet.Options()
    options.isWide = command.output == .wide
    options.namesOnly = command.output == .name
    options.hasKindPrefix = command.hasKindPrefix
    options.showsNamespace = command.allNamespaces
    options.showsLabels = command.showLabels
    let namespace = command.allNamespaces ? nil : command.namespace
    if command.names.isEmpty {
      fetch(command.kinds[...], namespace: namespace, groups: []) { [unowned self] groups in
        let kept = groups.map { group in
          group.filter { command.selector?.matches($0.metadata.labels) ?? true }
        }
        let text = KubectlGet.text(kept, options: options, now: run.clock.now)
        let isClusterWide = command.kinds.allSatisfy(\.isClusterScoped)
        done(
          text.isEmpty
            ? KubectlGet.nothingFound(namespace: isClusterWide ? nil : namespace) : text)
      }
    } else {
      let references = command.names.map { $0.reference(in: command.namespace) }
      fetch(references[...], found: [], errors: "") { [unowned self] objects, errors in
        let groups = Kind.allCases.map { kind in objects.filter { $0.kind == kind } }
        done(KubectlGet.text(groups, options: options, now: run.clock.now) + errors)
      }
    }
  }

  /// Lists the kinds one after the other, as kubectl does.
  private func fetch(
    _ kinds: ArraySlice<Kind>, namespace: String?, groups: [[any KubeObject]],
    then done: @escaping ([[any KubeObject]]) -> Void
  ) {
    guard let kind = kinds.first else { return done(groups) }
    let space = kind.isClusterScoped ? nil : namespace
    run.kubectl.send(.list(kind, namespace: space)) { [unowned self] result in
      var objects: [any KubeObject] = []
      if case .success(.list(let found, _)) = result { objects = found }
      fetch(kinds.dropFirst(), namespace: namespace, groups: groups + [objects], then: done)
    }
  }

  private func fetch(
    _ references: ArraySlice<ObjectReference>, found: [any KubeObject], errors: String,
    then done: @escaping ([any KubeObject], String) -> Void
  ) {
    guard let reference = references.first else { return done(found, errors) }
    run.kubectl.send(.get(reference)) { [unowned self] result in
      var found = found
      var errors = errors
      switch result {
      case .success(.object(let object)): found.append(object)
      case .success: break
      case .failure(let error):
        errors += KubectlMessages.serverError(
          reason: error.reason.rawValue, message: error.message)
      }
      fetch(references.dropFirst(), found: found, errors: errors, then: done)
    }
  }

  func describe(_ command: DescribeCommand, then done: @escaping (String) -> Void) {
    run.pick(command.target, namespace: command.namespace) { [unowned self] picked in
      switch picked {
      case .failure(let refusal): done(refusal.text)
      case .success(let references):
        fetch(references[...], found: [], errors: "") { [unowned self] objects, errors in
          let texts = objects.map(text)
          done(texts.joined(separator: "\n\n") + errors)
        }
      }
    }
  }
}

extension ReadingVerbs {
  /// An object in full, with what belongs to it as the store has it now.
  private func text(_ object: any KubeObject) -> String {
    let now = run.clock.now
    let events = events(of: object)
    switch object {
    case let pod as Pod: return KubectlDescribe.pod(pod, events: events, now: now)
    case let controller as ReplicationController:
      return KubectlDescribe.replicationController(
        controller, pods: pods(of: controller), events: events, now: now)
    case let set as ReplicaSet:
      return KubectlDescribe.replicaSet(set, pods: pods(of: set), events: events, now: now)
    case let deployment as Deployment:
      let found = run.deployment(deployment.key)
      return KubectlDescribe.deployment(
        deployment, newSet: found?.newSet, oldSets: found?.oldSets ?? [], events: events, now: now)
    case let service as Service:
      let slices = run.all(EndpointSlice.self).filter {
        $0.metadata.namespace == service.metadata.namespace
          && $0.metadata.labels["kubernetes.io/service-name"] == service.metadata.name
      }
      return KubectlDescribe.service(service, slices: slices, events: events, now: now)
    case let node as Node:
      let pods = run.all(Pod.self).filter {
        $0.spec.nodeName == node.metadata.name && !$0.isTerminal
      }
      let lease = run.all(Lease.self).first {
        $0.metadata.namespace == "kube-node-lease" && $0.metadata.name == node.metadata.name
      }
      return KubectlDescribe.node(node, pods: pods, lease: lease, events: events, now: now)
    case let secret as Secret: return KubectlDescribe.secret(secret, now: now)
    case let map as ConfigMap: return KubectlDescribe.configMap(map, events: events, now: now)
    case let budget as PodDisruptionBudget:
      return KubectlDescribe.podDisruptionBudget(budget, events: events, now: now)
    default:
      return "error: describing a \(object.kind.rawValue) is not supported\n"
    }
  }

  private func pods(of owner: any KubeObject) -> [Pod] {
    run.all(Pod.self).filter { $0.metadata.controller?.uid == owner.metadata.uid }
  }

  private func events(of object: any KubeObject) -> [Event] {
    run.all(Event.self)
      .filter { $0.object.kind == object.kind && $0.object.key == object.key }
      .sorted { ($0.lastTimestamp, $0.key) < ($1.lastTimestamp, $1.key) }
  }
}

extension ObjectName {
  /// The object as a call names it; `namespace` counts for kinds that live in one.
  func reference(in namespace: String) -> ObjectReference {
    ObjectReference(
      kind, ObjectKey(namespace: kind.isClusterScoped ? "" : namespace, name: name))
  }
}
