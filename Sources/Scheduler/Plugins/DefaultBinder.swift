import ControllerRuntime

/// Binds a pod through the API server.
///
/// Source: `pkg/scheduler/framework/plugins/defaultbinder/default_binder.go`, v1.34.
final class DefaultBinder: BindPlugin {
  static let name = "DefaultBinder"

  private let client: APIClient?

  /// Binds through `client`; without one (placing pods in process) every binding succeeds.
  init(_ client: APIClient?) { self.client = client }

  func bind(
    _ pod: PodInfo, to node: String, _ state: CycleState, then: @escaping (Status) -> Void
  ) {
    guard let client else { return then(.success) }
    client.send(.bind(pod: pod.key, uid: pod.uid, node: node)) { result in
      switch result {
      case .success: then(.success)
      case .failure(let error): then(.error(error.message))
      }
    }
  }
}
