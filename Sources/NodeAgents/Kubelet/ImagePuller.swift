import ControllerRuntime
import KubeAPI
import Units

/// Sees to it that a container's image is on the node before it starts.
///
/// Source: `pkg/kubelet/images/image_manager.go` and `puller.go`, v1.36.
final class ImagePuller {
  /// What a pull is backed off by: the pod and its image.
  private struct Key: Hashable {
    let podUID: String
    let image: String
  }

  private let clock: any Clock
  private let runtime: any ContainerRuntime
  private let isSerial: Bool
  private var limiter: PullLimiter
  private var backOff: BackOff<Key>
  private var queue: [() -> Void] = []
  private var isPulling = false

  init(clock: any Clock, runtime: any ContainerRuntime, parameters: NodeAgentParameters) {
    self.clock = clock
    self.runtime = runtime
    isSerial = parameters.serializeImagePulls
    limiter = PullLimiter(parameters.pullLimit)
    backOff = BackOff(first: parameters.imageBackOff, longest: parameters.imageBackOffMax)
  }

  /// Makes sure of the image of `container`; `note` takes the events of it.
  func ensure(
    _ container: Container, podUID: String,
    note: @escaping (Event.Severity, _ reason: String, _ message: String) -> Void,
    then: @escaping (Result<Void, RuntimeError>) -> Void
  ) {
    let image = container.image
    let isPresent = runtime.hasImage(image)
    switch container.imagePullPolicy {
    case .ifNotPresent where isPresent, .never where isPresent:
      note(
        .normal, "Pulled",
        "Container image \"\(image)\" already present on machine and can be accessed by the pod")
      return then(.success(()))
    case .never:
      let message = "Container image \"\(image)\" is not present with pull policy of Never"
      note(.warning, "ErrImageNeverPull", message)
      return then(.failure(RuntimeError(reason: "ErrImageNeverPull", message: message)))
    case .always, .ifNotPresent: break
    }
    let key = Key(podUID: podUID, image: image)
    if backOff.endSinceUpdate(of: key, at: clock.now) != nil {
      let message = "Back-off pulling image \"\(image)\""
      note(.normal, "BackOff", message)
      return then(.failure(RuntimeError(reason: "ImagePullBackOff", message: message)))
    }
    note(.normal, "Pulling", "Pulling image \"\(image)\"")
    let asked = clock.now
    inTurn { [weak self] in self?.pull(key, asked: asked, note: note, then: then) }
  }

  /// Forgets a pod that is gone.
  func forget(podUID: String) { backOff.removeAll { $0.podUID == podUID } }

  private func inTurn(_ begin: @escaping () -> Void) {
    guard isSerial else { return begin() }
    if isPulling { return queue.append(begin) }
    isPulling = true
    begin()
  }

  private func endTurn() {
    guard isSerial else { return }
    isPulling = !queue.isEmpty
    if isPulling { queue.removeFirst()() }
  }

  private func pull(
    _ key: Key, asked: Instant,
    note: @escaping (Event.Severity, _ reason: String, _ message: String) -> Void,
    then: @escaping (Result<Void, RuntimeError>) -> Void
  ) {
    let begun = clock.now
    let finish: (Result<Void, RuntimeError>) -> Void = { [weak self] result in
      guard let self else { return }
      switch result {
      case .success:
        let size = runtime.images.first { $0.names.contains(key.image) }?.sizeBytes ?? 0
        note(
          .normal, "Pulled",
          "Successfully pulled image \"\(key.image)\" in \(Self.text(clock.now - begun)) "
            + "(\(Self.text(clock.now - asked)) including waiting). Image size: \(size) bytes.")
      case .failure(let error):
        note(.warning, "Failed", "Failed to pull image \"\(key.image)\": \(error.message)")
        backOff.next(key, event: clock.now, at: clock.now)
      }
      endTurn()
      then(result)
    }
    guard limiter.accepts(at: clock.now) else {
      let error = RuntimeError(reason: "ErrImagePull", message: "pull QPS exceeded")
      // The answer comes later, as every answer does.
      clock.after(.zero) { finish(.failure(error)) }
      return
    }
    runtime.pullImage(key.image, then: finish)
  }

  /// A span as Go prints one that is rounded to milliseconds.
  static func text(_ span: TimeSpan) -> String {
    let milliseconds = (span.nanoseconds + 500_000) / 1_000_000
    if milliseconds < 1_000 { return "\(milliseconds)ms" }
    let minutes = milliseconds / 60_000
    let (seconds, rest) = (milliseconds % 60_000 / 1_000, milliseconds % 1_000)
    var text = "\(seconds)"
    if rest > 0 {
      var digits = String(rest + 1_000).dropFirst()
      while digits.last == "0" { digits.removeLast() }
      text += ".\(digits)"
    }
    return minutes > 0 ? "\(minutes)m\(text)s" : "\(text)s"
  }
}
