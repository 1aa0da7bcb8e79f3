import ControllerRuntime
import KubeAPI

/// Tells which services a change of pods concerns, for the two endpoints controllers.
final class ServiceWatch {
  private let informers: ControlPlaneInformers

  init(_ informers: ControlPlaneInformers) { self.informers = informers }

  /// Calls `enqueue` for each service that is concerned, in the order of their names.
  func start(_ enqueue: @escaping (ObjectKey) -> Void) {
    informers.services.addHandler(
      .init(
        added: { enqueue($0.key) },
        updated: { enqueue($1.key) },
        deleted: { enqueue($0.key) }))
    informers.pods.addHandler(
      .init(
        added: { [unowned self] pod in services(of: [pod]).forEach(enqueue) },
        updated: { [unowned self] old, new in
          guard new.isOtherEndpoint(than: old) else { return }
          services(of: old.metadata.labels == new.metadata.labels ? [new] : [old, new])
            .forEach(enqueue)
        },
        deleted: { [unowned self] pod in services(of: [pod]).forEach(enqueue) }))
  }

  /// The pods behind `service`, sorted by key.
  func pods(of service: Service) -> [PodEndpoint] {
    informers.pods.compactMap(.byNamespace, service.metadata.namespace) {
      PodEndpoint($0, of: service)
    }
  }

  private func services(of pods: [Pod]) -> [ObjectKey] {
    guard let namespace = pods.first?.metadata.namespace else { return [] }
    return informers.services.list(.byNamespace, namespace)
      .filter { service in
        service.hasManagedEndpoints
          && pods.contains { service.spec.selector.isSubset(of: $0.metadata.labels) }
      }
      .map(\.key)
  }
}
