import ControllerRuntime
import KubeAPI
import KubeStore
import Randomness
import Units

/// A store on a manual clock, with short words for what the tests do to it.
final class StoreFixture {
  let clock = ManualClock()
  let store: KubeStore

  init(seed: UInt64 = 1, parameters: KubeStoreParameters = KubeStoreParameters()) {
    store = KubeStore(clock: clock, streams: Streams(seed: seed), parameters: parameters)
  }

  static func pod(_ name: String, node: String = "", grace: Int64 = 30) -> Pod {
    var spec = PodSpec(containers: [Container(name: "c", image: "i")])
    spec.nodeName = node
    spec.terminationGracePeriodSeconds = grace
    return Pod(metadata: ObjectMeta(name: name, namespace: "default"), spec: spec)
  }

  static func controller(_ name: String, replicas: Int = 1) -> ReplicationController {
    let template = PodTemplate(
      metadata: ObjectMeta(labels: ["app": name]),
      spec: PodSpec(containers: [Container(name: "c", image: "i")]))
    return ReplicationController(
      metadata: ObjectMeta(name: name, namespace: "default"),
      spec: ReplicationControllerSpec(
        replicas: replicas, selector: ["app": name], template: template))
  }

  @discardableResult
  func create<Object: KubeObject>(_ object: Object) throws -> Object {
    try cast(store.perform(.create(object)))
  }

  @discardableResult
  func update<Object: KubeObject>(_ object: Object) throws -> Object {
    try cast(store.perform(.update(object)))
  }

  @discardableResult
  func updateStatus<Object: KubeObject>(_ object: Object) throws -> Object {
    try cast(store.perform(.updateStatus(object)))
  }

  func delete(
    _ kind: Kind, _ name: String, _ propagation: DeleteOptions.Propagation? = nil,
    grace: Int64? = nil
  ) throws {
    let key = ObjectKey(namespace: kind.isClusterScoped ? "" : "default", name: name)
    _ = try store.perform(
      .delete(
        ObjectReference(kind, key),
        DeleteOptions(propagation: propagation, gracePeriodSeconds: grace))
    ).get()
  }

  func pod(_ name: String) -> Pod? {
    store.get(Pod.self, ObjectKey(namespace: "default", name: name))
  }

  func controller(_ name: String) -> ReplicationController? {
    store.get(ReplicationController.self, ObjectKey(namespace: "default", name: name))
  }

  /// The changes of `kind` from now on, as `ADDED name`.
  func log(_ kind: Kind) throws -> Log {
    let log = Log()
    _ = try store.watch(kind, after: store.resourceVersion) { event in
      log.lines.append("\(event.change.rawValue) \(event.object.metadata.name)")
      log.versions.append(event.object.metadata.resourceVersion)
      log.objects.append(event.object)
    }
    return log
  }

  final class Log {
    var lines: [String] = []
    var versions: [UInt64] = []
    var objects: [any KubeObject] = []
  }

  private func cast<Object: KubeObject>(_ result: APIResult) throws -> Object {
    guard case .object(let object) = try result.get(), let object = object as? Object else {
      throw APIError(.badRequest, "no object came back")
    }
    return object
  }
}
