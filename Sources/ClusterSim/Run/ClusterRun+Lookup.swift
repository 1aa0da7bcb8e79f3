import ControllerRuntime
import KubeAPI
import Randomness
import Units

/// Why a command's target could not be made out, in the words that it prints.
public struct Refusal: Error, Hashable, Sendable {
  /// What the command prints.
  public var text: String

  /// A refusal that prints `text`.
  public init(_ text: String) { self.text = text }
}

/// What is in the store right now, for those who look from outside: a person at a prompt, a
/// condition that is waited for, an observer. Nothing here takes simulated time.
extension ClusterRun {
  /// All objects of a type, sorted by key.
  public func all<Object: KubeObject>(_ type: Object.Type) -> [Object] {
    store.all(type)
  }

  /// The pod called `key`, if it is there.
  public func pod(_ key: ObjectKey) -> Pod? {
    store.get(Pod.self, key)
  }

  /// The name of the pod that the container at `index` of the request world belongs to.
  public func podName(_ index: UInt32) -> String { fabric.podName(index) }

  /// Every container that was ever started, in the order of their first starts.
  public var containers: [ContainerAccount] { processes.accounts }

  /// Whether that very incarnation of an object is in the store.
  public func contains(_ reference: ObjectReference) -> Bool {
    guard
      case .success(.object(let object)) = store.perform(
        .get(ObjectReference(reference.kind, reference.key)))
    else { return false }
    return reference.uid.isEmpty || object.metadata.uid == reference.uid
  }

  /// Calls `done` as soon as `condition` holds: now, or after the change that brings it about.
  public func when(_ condition: @escaping (ClusterRun) -> Bool, then done: @escaping () -> Void) {
    if condition(self) {
      clock.after(.zero, done)
      return
    }
    onChange(while: { [unowned self] in
      guard condition(self) else { return true }
      clock.after(.zero, done)
      return false
    })
  }

  /// Whether a timeline's condition holds now.
  public func holds(_ condition: WaitCondition) -> Bool {
    switch condition {
    case .podsReady(let labels, let count):
      let ready = all(Pod.self).filter {
        labels.matches($0.metadata.labels) && $0.isReady && $0.isActive
      }
      if let count { return ready.count >= count }
      return rolloutIsDone(labels, ready: ready.count)
    case .podsGone(let labels):
      return !all(Pod.self).contains { labels.matches($0.metadata.labels) }
    case .serviceHasAddress(let namespace, let name):
      return service(namespace, name)?.status.loadBalancerIPs.isEmpty == false
    case .endpointsReady(let namespace, let name, let count):
      return readyEndpointCount(ObjectKey(namespace: namespace, name: name)) >= count
    case .nodesReady(let count):
      return all(Node.self).filter(\.isReady).count >= count
    case .rolloutComplete(let namespace, let name):
      let key = ObjectKey(namespace: namespace, name: name)
      return store.get(Deployment.self, key)?.isRolledOut == true
    }
  }

  /// The Service called `name`, if it is there.
  public func service(_ namespace: String, _ name: String) -> Service? {
    store.get(Service.self, ObjectKey(namespace: namespace, name: name))
  }

  /// Ready endpoints of a Service, over all its slices.
  public func readyEndpointCount(_ service: ObjectKey) -> Int {
    all(EndpointSlice.self)
      .filter {
        $0.metadata.namespace == service.namespace
          && $0.metadata.labels["kubernetes.io/service-name"] == service.name
      }
      .reduce(0) { $0 + $1.endpoints.filter(\.isReady).count }
  }

  /// Makes out what a command acts on, by what the store holds now.
  public func pick(
    _ target: CommandTarget, namespace: String,
    then done: (Result<[ObjectReference], Refusal>) -> Void
  ) {
    switch target {
    case .names(let names):
      done(
        .success(
          names.map {
            ObjectReference(
              $0.kind,
              ObjectKey(namespace: $0.kind.isClusterScoped ? "" : namespace, name: $0.name))
          }))
    case .pod(let pick):
      done(self.pick(pick, namespace: namespace).map { [ObjectReference(.pod, $0.key)] })
    case .selected(let kinds, let labels):
      done(.success(kinds.flatMap { selected($0, labels, namespace) }))
    }
  }

  private func selected(
    _ kind: Kind, _ labels: LabelMatch?, _ namespace: String
  ) -> [ObjectReference] {
    store.list(kind, namespace: kind.isClusterScoped ? nil : namespace)
      .filter { labels?.matches($0.metadata.labels) ?? true }
      .map { ObjectReference(kind, $0.key) }
  }

  /// The name of the node that a command means, by what the store holds now; a written name is
  /// taken as it is, there or not.
  public func pick(_ node: NodePick, namespace: String) -> Result<String, Refusal> {
    switch node {
    case .name(let name): return .success(name)
    case .index(let index):
      let names = all(Node.self).map(\.metadata.name)
      guard names.indices.contains(index) else {
        return .failure(Refusal("error: there is no node \(index) among \(names.count)\n"))
      }
      return .success(names[index])
    case .of(let pick):
      return self.pick(pick, namespace: namespace).flatMap { pod in
        guard pod.spec.nodeName.isEmpty else { return .success(pod.spec.nodeName) }
        return .failure(Refusal("error: pod \(pod.metadata.name) is on no node yet\n"))
      }
    }
  }

  /// Chooses one pod.
  func pick(_ pick: PodPick, namespace: String) -> Result<Pod, Refusal> {
    switch pick {
    case .name(let name):
      if let pod = pod(ObjectKey(namespace: namespace, name: name)) { return .success(pod) }
      return .failure(Refusal("Error from server (NotFound): pods \"\(name)\" not found\n"))
    case .any(let labels):
      let pods = all(Pod.self).filter {
        $0.metadata.namespace == namespace && labels.matches($0.metadata.labels)
          && $0.isActive
      }
      if let pod = anyOf(pods) { return .success(pod) }
      return .failure(
        Refusal("error: no pod with labels \(labels.text) in \(namespace) namespace\n"))
    case .ofController(let kind, let name):
      return podOfController(kind, ObjectKey(namespace: namespace, name: name))
    }
  }

  /// Any one of the best of `pods`: ready before running before others; the run's own stream
  /// decides among equals.
  private func anyOf(_ pods: [Pod]) -> Pod? {
    func rank(_ pod: Pod) -> Int { pod.isReady ? 0 : pod.status.phase == .running ? 1 : 2 }
    guard let best = pods.map(rank).min() else { return nil }
    let equals = pods.filter { rank($0) == best }
    return equals[Int(choices.uniform(below: UInt32(equals.count)))]
  }
}
