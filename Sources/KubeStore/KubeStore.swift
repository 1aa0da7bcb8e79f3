import ControllerRuntime
import KubeAPI
import Randomness
import Units

/// The API server: versioned objects, optimistic concurrency, watches, admission and deletion as
/// Kubernetes has them.
///
/// One counter of versions runs over all kinds, as over one etcd. Calls take effect at once, in the
/// order in which they come; limits and latency are the clients' (`APIClient`). A change that
/// changes nothing is none: no new version, no event.
///
/// Not simulated: authentication, quotas, webhooks, field ownership, and the deletion of
/// namespaces with their content.
public final class KubeStore: APIServer {
  /// What a caller is about to store.
  public enum Admission {
    /// A new object.
    case create
    /// A change of an object that is stored as `old`.
    case update(old: any KubeObject)
  }

  let clock: any Clock
  let parameters: KubeStoreParameters
  let hub: WatchHub
  var tables: [Kind: ObjectTable] = [:]
  var identities: Identities
  var addresses: ServiceAddresses
  /// When each stored event expires.
  var eventExpiry: [ObjectKey: Instant] = [:]
  /// The version of the last change.
  public internal(set) var resourceVersion: UInt64 = 0
  /// Defaulting and validation of what is created or updated: it may complete the object, and
  /// refuses it by throwing. Nil: everything is taken as it is.
  public var admit: ((inout any KubeObject, Admission) throws(APIError) -> Void)?

  /// A server with nothing but its namespaces and the service `kubernetes`.
  public init(
    clock: any Clock, streams: Streams, parameters: KubeStoreParameters = KubeStoreParameters()
  ) {
    self.clock = clock
    self.parameters = parameters
    hub = WatchHub(capacity: parameters.historyLength)
    identities = Identities(streams)
    addresses = ServiceAddresses(parameters, streams: streams)
    bootstrap()
  }

  public func perform(_ request: APIRequest) -> APIResult {
    do throws(APIError) {
      switch request {
      case .get(let reference): return .success(.object(try stored(reference)))
      case .list(let kind, let namespace):
        return .success(
          .list(list(kind, namespace: namespace), resourceVersion: resourceVersion))
      case .create(let object): return .success(.object(try create(object)))
      case .update(let object): return .success(.object(try update(object)))
      case .updateStatus(let object): return .success(.object(try updateStatus(object)))
      case .patch(let reference, let patch):
        return .success(.object(try apply(patch, to: reference)))
      case .delete(let reference, let options): return .success(try delete(reference, options))
      case .bind(let pod, let uid, let node):
        try bind(pod, uid: uid, to: node)
        return .success(.done)
      case .evict(let reference, let options):
        try evict(reference, options)
        return .success(.done)
      }
    } catch {
      return .failure(error)
    }
  }

  public func watch(
    _ kind: Kind, after resourceVersion: UInt64, _ handler: @escaping (WatchEvent) -> Void
  ) throws(APIError) -> WatchToken {
    try hub.watch(kind, after: resourceVersion, upTo: self.resourceVersion, handler)
  }

  public func stopWatching(_ token: WatchToken) { hub.stop(token) }

  /// The objects of `kind` in `namespace` (nil: in all), sorted by key.
  public func list(_ kind: Kind, namespace: String? = nil) -> [any KubeObject] {
    tables[kind]?.list(namespace: namespace) ?? []
  }

  /// The object of type `Object` called `key`, if it is stored.
  public func get<Object: KubeObject>(_ type: Object.Type, _ key: ObjectKey) -> Object? {
    tables[Object.kind]?[key] as? Object
  }

  /// All objects of type `Object`, sorted by key.
  public func all<Object: KubeObject>(_ type: Object.Type) -> [Object] {
    list(Object.kind).compactMap { $0 as? Object }
  }

  /// The number of stored objects of `kind`.
  public func count(_ kind: Kind) -> Int { tables[kind]?.count ?? 0 }

  /// Stops the process when the store contradicts itself.
  /// - Complexity: O(*n*) in all stored objects.
  package func checkInvariants() {
    for kind in Kind.allCases { tables[kind]?.checkInvariants(upTo: resourceVersion) }
  }

  func stored(_ reference: ObjectReference) throws(APIError) -> any KubeObject {
    guard let object = tables[reference.kind]?[reference.key] else {
      throw .notFound(reference.kind, reference.key.name)
    }
    if !reference.uid.isEmpty, reference.uid != object.metadata.uid {
      throw .wrongUID(
        reference.kind.qualifiedResource, reference.key.name, wanted: reference.uid,
        stored: object.metadata.uid)
    }
    return object
  }

  private func bootstrap() {
    for name in ["default", "kube-node-lease", "kube-public", "kube-system"] {
      install(Namespace(metadata: ObjectMeta(name: name)))
    }
    var port = ServicePort(port: 443, targetPort: .number(6_443))
    port.name = "https"
    var service = Service(
      metadata: ObjectMeta(
        name: "kubernetes", namespace: "default",
        labels: ["component": "apiserver", "provider": "kubernetes"]),
      spec: ServiceSpec(selector: [:], ports: [port]))
    service.spec.clusterIP = ServiceAddresses.print(parameters.serviceRangeStart + 1)
    install(service)
  }

  private func install(_ object: any KubeObject) {
    do throws(APIError) {
      _ = try create(object)
    } catch {
      preconditionFailure("the server could not make its own objects: \(error)")
    }
  }
}
