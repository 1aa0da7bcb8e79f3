import ControllerRuntime
import KubeAPI

extension ReplicationControllerReconciler {
  /// Adopts and releases what must be, one pod after the other, and goes on with the pods that
  /// are the controller's then.
  func claim(
    _ claims: PodClaims, for controller: ReplicationController,
    then next: @escaping ([Pod]) -> Plan
  ) -> Plan {
    let release: () -> Plan = {
      self.change(claims.toRelease[...], failure: nil, by: { self.released($0, by: controller) }) {
        _, failure in failure.map { .fail($0) } ?? next(claims.owned)
      }
    }
    guard !claims.toAdopt.isEmpty else {
      return claims.toRelease.isEmpty ? next(claims.owned) : release()
    }
    return .attempt(.get(controller.reference)) { response in
      guard case .object(let live) = response, !live.metadata.isTerminating else {
        return .fail(APIError(.conflict, "\(controller.key) has just been deleted"))
      }
      return self.change(
        claims.toAdopt[...], failure: nil, by: { self.adopted($0, by: controller) }
      ) { adopted, failure in
        if let failure { return .fail(failure) }
        let pods = (claims.owned + adopted).sorted { $0.key < $1.key }
        return self.change(
          claims.toRelease[...], failure: nil, by: { self.released($0, by: controller) }
        ) { _, failure in failure.map { .fail($0) } ?? next(pods) }
      }
    }
  }

  /// Patches `pods` in turn; those that are gone are left out, the first other failure is kept.
  private func change(
    _ pods: ArraySlice<Pod>, failure: APIError?, changed: [Pod] = [],
    by patch: @escaping (Pod) -> APIRequest,
    then next: @escaping ([Pod], APIError?) -> Plan
  ) -> Plan {
    guard let pod = pods.first else { return next(changed, failure) }
    return .call(patch(pod)) { result in
      var changed = changed
      var failure = failure
      switch result {
      case .success: changed.append(pod)
      case .failure(let error):
        if error.reason != .notFound, error.reason != .conflict { failure = failure ?? error }
      }
      return self.change(
        pods.dropFirst(), failure: failure, changed: changed, by: patch, then: next)
    }
  }

  private func adopted(_ pod: Pod, by controller: ReplicationController) -> APIRequest {
    let owner = controller.ownerReference
    return .patch(
      pod.reference,
      Patch("adopt") { (object) throws(APIError) in
        guard object.metadata.controller == nil else {
          throw APIError(.invalid, "Only one reference can have Controller set to true.")
        }
        object.metadata.ownerReferences.append(owner)
      })
  }

  private func released(_ pod: Pod, by controller: ReplicationController) -> APIRequest {
    let uid = controller.metadata.uid
    return .patch(
      pod.reference,
      Patch("release") { (object) throws(APIError) in
        object.metadata.ownerReferences.removeAll { $0.uid == uid }
      })
  }
}

extension ReplicationController {
  /// What its pods say of their owner.
  var ownerReference: OwnerReference {
    OwnerReference(kind: Self.kind, name: metadata.name, uid: metadata.uid)
  }

  /// A pod as its template says, to be named by the server.
  ///
  /// Source: `pkg/controller/controller_utils.go` (GetPodFromTemplate), v1.36.
  func newPod() -> Pod {
    var pod = Pod(
      metadata: ObjectMeta(
        namespace: metadata.namespace, labels: spec.template.metadata.labels,
        annotations: spec.template.metadata.annotations),
      spec: spec.template.spec)
    pod.metadata.generateName = "\(metadata.name)-"
    pod.metadata.finalizers = spec.template.metadata.finalizers
    pod.metadata.ownerReferences = [ownerReference]
    return pod
  }
}
