import ControllerRuntime
import KubeAPI

/// The newest rules of every service, computed once for all nodes.
///
/// Each kube-proxy of a cluster computes the same from the same objects; here they share the result
/// and differ in when they come to know of it and when they apply it. A change of an object that
/// leaves the rules as they are reaches nobody.
public final class ServiceRulesBook {
  typealias Subscriber = (ObjectKey, ServiceRules?) -> Void
  private static var byService: Informer<EndpointSlice>.IndexName { .init("kube-proxy/service") }

  private let services: Informer<Service>
  private let slices: Informer<EndpointSlice>
  private var book: [ObjectKey: ServiceRules] = [:]
  private var versions: [ObjectKey: UInt64] = [:]
  private var subscribers: [(id: Int, tell: Subscriber)] = []
  private var nextID = 0

  /// A book over informers that must not have been started.
  public init(services: Informer<Service>, slices: Informer<EndpointSlice>) {
    self.services = services
    self.slices = slices
    slices.addIndex(Self.byService) { slice in
      Self.service(of: slice).map { [$0.description] } ?? []
    }
    services.addHandler(
      .init(
        added: { [unowned self] in compute($0.key) },
        updated: { [unowned self] _, new in compute(new.key) },
        deleted: { [unowned self] in compute($0.key) }))
    slices.addHandler(
      .init(
        added: { [unowned self] in sliceChanged($0) },
        updated: { [unowned self] _, new in sliceChanged(new) },
        deleted: { [unowned self] in sliceChanged($0) }))
  }

  /// The newest rules of `service`; nil when it has none (unknown, or without an address).
  public func rules(of service: ObjectKey) -> ServiceRules? { book[service] }

  /// All newest rules, sorted by service.
  public var all: [ServiceRules] { book.values.sorted { $0.service < $1.service } }

  /// Tells `tell` of every change from now on, until the returned number is taken back.
  func subscribe(_ tell: @escaping Subscriber) -> Int {
    nextID += 1
    subscribers.append((nextID, tell))
    return nextID
  }

  /// Takes a subscription back.
  func unsubscribe(_ id: Int) { subscribers.removeAll { $0.id == id } }

  private static func service(of slice: EndpointSlice) -> ObjectKey? {
    slice.metadata.labels["kubernetes.io/service-name"].map {
      ObjectKey(namespace: slice.metadata.namespace, name: $0)
    }
  }

  private func sliceChanged(_ slice: EndpointSlice) {
    if let key = Self.service(of: slice) { compute(key) }
  }

  /// - Complexity: O(*n*) in the number of the service's endpoints.
  private func compute(_ key: ObjectKey) {
    let old = book[key]
    guard let service = services.get(key), hasAddress(service) else {
      guard old != nil else { return }
      book[key] = nil
      return tell(key, nil)
    }
    let version = (versions[key] ?? 0) + 1
    let fresh = EndpointChoice.rules(
      of: service, slices: slices.list(Self.byService, key.description), version: version)
    if let old, old.ports == fresh.ports, old.clusterIP == fresh.clusterIP { return }
    book[key] = fresh
    versions[key] = version
    tell(key, fresh)
  }

  private func tell(_ key: ObjectKey, _ rules: ServiceRules?) {
    for subscriber in subscribers { subscriber.tell(key, rules) }
  }

  /// Source: `pkg/proxy/util/utils.go` (ShouldSkipService), v1.36.
  private func hasAddress(_ service: Service) -> Bool {
    let address = service.spec.clusterIP
    return service.spec.type != .externalName && !address.isEmpty && address != "None"
  }
}
