import KubeAPI
import Units

/// A pod's volumes, before its first container starts and after its last has ended.
extension PodWorker {
  /// Goes on with `ready` when the pod's volumes are there; a sync whose wait has been in vain
  /// fails.
  ///
  /// Every pod has a volume, its service account's, so even the first look of one without claims
  /// comes too early and the second finds all there.
  func awaitVolumes(_ ready: @escaping () -> Void) {
    guard let volumes = kubelet.volumes, !pod.claims.isEmpty else {
      clock.after(parameters.volumeMount) { [weak self] in
        guard let self, !isAbandoned else { return }
        configureVolumes(ready)
      }
      return
    }
    volumes.wait(for: pod) { [weak self] outcome in
      guard let self, !isAbandoned else { return }
      switch outcome {
      case .mounted: configureVolumes(ready)
      case .timedOut(let message):
        note(.warning, "FailedMount", message)
        var failed = Outcome()
        failed.fail()
        finishSync(failed)
      case .interrupted: finishSync(Outcome())
      }
    }
  }

  private func configureVolumes(_ ready: @escaping () -> Void) {
    setUpConfiguration { [weak self] isDone in
      guard let self, !isAbandoned else { return }
      guard isDone else { return finishSync(Outcome()) }
      areVolumesMounted = true
      ready()
    }
  }

  /// Goes on with `then` when nothing of the pod is mounted any more.
  func releaseVolumes(_ then: @escaping () -> Void) {
    guard let volumes = kubelet.volumes, !pod.claims.isEmpty else { return then() }
    volumes.release(podUID: uid) { [weak self] in
      guard let self, !isAbandoned else { return }
      then()
    }
  }
}
