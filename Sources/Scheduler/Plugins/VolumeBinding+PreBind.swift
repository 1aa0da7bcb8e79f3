import ControllerRuntime
import KubeAPI
import Units

/// Carrying out what was decided about a pod's claims, before the pod is bound.
///
/// Source: `pkg/scheduler/framework/plugins/volumebinding/binder.go` (BindPodVolumes), v1.34.
extension VolumeBinding: PreBindPlugin {
  /// From one look for the claims' being bound to the next. Documented: same file.
  private static let look = TimeSpan.seconds(1)

  func preBind(
    _ pod: PodInfo, to node: String, _ state: CycleState, then: @escaping (Status) -> Void
  ) {
    guard let findings = state.read(Findings.self), let client = context.client,
      let clock = context.clock
    else { return then(.success) }
    let requests =
      findings.reserved.bindings.map(Self.give) + findings.reserved.provisions.map(Self.choose)
    if requests.isEmpty { return then(.success) }
    send(requests[...], client) { [weak self] error in
      guard let self else { return }
      if let error { return then(.error(error.message)) }
      waitForClaims(pod.claims, until: clock.now + arguments.bindTimeout, clock, then)
    }
  }

  private func send(
    _ requests: ArraySlice<APIRequest>, _ client: APIClient, then: @escaping (APIError?) -> Void
  ) {
    guard let request = requests.first else { return then(nil) }
    client.send(request) { [weak self] result in
      if case .failure(let error) = result { return then(error) }
      self?.send(requests.dropFirst(), client, then: then)
    }
  }

  /// Gives a volume to a claim; the volume controller does the rest.
  private static func give(
    _ volume: PersistentVolume, _ claim: PersistentVolumeClaim
  ) -> APIRequest {
    let owner = volume.claim
    let annotations = volume.metadata.annotations
    let patch = Patch("claim") { (object) throws(APIError) in
      guard var volume = object as? PersistentVolume else { return }
      if let other = volume.claim, other.key != owner?.key {
        throw APIError(.conflict, "volume \(volume.metadata.name) belongs to \(other.key)")
      }
      volume.claim = owner
      for (key, value) in annotations.entries { volume.metadata.annotations[key] = value }
      object = volume
    }
    return .patch(volume.reference, patch)
  }

  /// Says for which node a claim's volume is to be made.
  private static func choose(_ claim: PersistentVolumeClaim) -> APIRequest {
    let key = PersistentVolumeClaim.selectedNode
    let node = claim.metadata.annotations[key]
    let patch = Patch("selected node") { (object) throws(APIError) in
      object.metadata.annotations[key] = node
    }
    return .patch(claim.reference, patch)
  }

  private func waitForClaims(
    _ claims: [ObjectKey], until deadline: Instant, _ clock: any Clock,
    _ then: @escaping (Status) -> Void
  ) {
    clock.after(Self.look) { [weak self] in
      guard let self, let volumes else { return }
      let isBound = claims.allSatisfy { volumes.storedClaim($0)?.isFullyBound ?? false }
      if isBound { return then(.success) }
      guard clock.now < deadline else {
        return then(.error("binding volumes: context deadline exceeded"))
      }
      waitForClaims(claims, until: deadline, clock, then)
    }
  }
}
