public import ControllerRuntime
public import KubeAPI
public import Randomness
public import Units

/// The container runtime of one simulated machine.
///
/// Sandboxes, pulls and starts take drawn times; what runs inside a container is the host's
/// business. Pulls asked for at the same time go side by side and share the lines; two of the same
/// image become one. When the machine loses power everything ends at once and without a word, and
/// only the images stay.
public final class SimulatedContainerRuntime: ContainerRuntime {
  private struct Run {
    let process: ProcessID
    let podUID: String
    let requested: Bytes
  }
  private typealias PullEnd = (Result<Void, RuntimeError>) -> Void

  /// The node's name.
  public let node: String
  private let hostIP: String
  private let clock: any Clock
  private let host: any ProcessHost
  private let registry: Registry
  private let timings: ContainerTimings
  private var random: RandomStream
  private var addresses: PodAddresses
  private var cache = ImageCache()
  private var sandboxes: [String: String] = [:]
  private var runs: [ContainerID: Run] = [:]
  private var pulls: [String: [PullEnd]] = [:]
  private var nextID: UInt64 = 0
  /// Rises when the machine loses power; what was begun before does not go on.
  private var epoch = 0
  /// Takes what a user should be told, such as a hook of which nothing is known.
  public var warn: (String) -> Void = { _ in }

  /// The runtime of machine number `index`, which draws from `random`.
  public init(
    node: String, index: Int, hostIP: String, clock: any Clock, host: any ProcessHost,
    registry: Registry, timings: ContainerTimings = ContainerTimings(), random: RandomStream
  ) {
    self.node = node
    self.hostIP = hostIP
    self.clock = clock
    self.host = host
    self.registry = registry
    self.timings = timings
    self.random = random
    addresses = PodAddresses(machine: index)
  }

  /// The process of a container's run; nil once it has ended.
  public func process(of container: ContainerID) -> ProcessID? { runs[container]?.process }

  /// The running containers of a pod, in the order of their start.
  /// - Complexity: O(*n*) in the number of containers on the machine.
  public func containers(ofPod uid: String) -> [ContainerID] {
    runs.keys.filter { runs[$0]?.podUID == uid }.sorted { $0.rawValue < $1.rawValue }
  }

  /// The number of containers that run.
  public var containerCount: Int { runs.count }

  /// The unique ids of pods with a running container, sorted.
  public var podsWithProcesses: [String] { Set(runs.values.map(\.podUID)).sorted() }

  /// Memory that running containers have been promised, and what their processes use.
  ///
  /// Nothing is killed when the use goes above what there is.
  public var memory: (requested: Bytes, used: Bytes) {
    var sum = (requested: Bytes.zero, used: Bytes.zero)
    for run in runs.values {
      sum.requested = sum.requested + run.requested
      sum.used = sum.used + host.memory(of: run.process)
    }
    return sum
  }

  public var images: [NodeImage] { cache.images }

  public func hasImage(_ image: String) -> Bool { cache.contains(image) }

  /// Puts images on the disk that were there before the run.
  public func preload(_ images: [String]) {
    for image in images { cache.add(image, size: registry.size(of: image) ?? .zero) }
  }

  /// The machine has lost power; with a `newDisk` its images are lost, too.
  public func powerLost(newDisk: Bool = false) {
    epoch += 1
    registry.abandon(node: node)
    host.powerLost(runs.keys.sorted { $0.rawValue < $1.rawValue }.compactMap { runs[$0]?.process })
    for uid in sandboxes.keys.sorted() { sandboxes[uid].map { addresses.free($0) } }
    runs = [:]
    sandboxes = [:]
    pulls = [:]
    if newDisk { cache.removeAll() }
  }

  public func createSandbox(
    for pod: Pod, then: @escaping (Result<Sandbox, RuntimeError>) -> Void
  ) {
    after(timings.sandbox) { [self] in
      let uid = pod.metadata.uid
      if let address = sandboxes[uid] { return then(.success(Sandbox(podIP: address))) }
      guard let address = pod.spec.hostNetwork ? hostIP : addresses.take() else {
        return then(
          .failure(
            RuntimeError(
              reason: "FailedCreatePodSandBox", message: "no IP addresses available on \(node)")))
      }
      sandboxes[uid] = address
      then(.success(Sandbox(podIP: address)))
    }
  }

  public func pullImage(
    _ image: String, then: @escaping (Result<Void, RuntimeError>) -> Void
  ) {
    if pulls[image] != nil {
      pulls[image]?.append(then)
      return
    }
    pulls[image] = [then]
    let epoch = epoch
    after(timings.registryRoundTrip) { [self] in
      if registry.isUp, cache.contains(image) { return finish(image, .success(())) }
      registry.fetch(image, to: node) { [weak self] result in
        guard let self, self.epoch == epoch else { return }
        guard case .success = result else { return finish(image, result) }
        let size = registry.size(of: image) ?? .zero
        let seconds = Double(size.count) / Double(max(1, timings.unpackPerSecond.count))
        after(TimeSpan(seconds: seconds)) { [self] in
          cache.add(image, size: size)
          finish(image, .success(()))
        }
      }
    }
  }

  private func finish(_ image: String, _ result: Result<Void, RuntimeError>) {
    for then in pulls.removeValue(forKey: image) ?? [] { then(result) }
  }

  public func startContainer(
    _ launch: ContainerLaunch, exited: @escaping (ContainerExit) -> Void,
    then: @escaping (Result<ContainerID, RuntimeError>) -> Void
  ) {
    after(timings.start) { [self] in
      let uid = launch.pod.metadata.uid
      guard let address = sandboxes[uid] else {
        return then(
          .failure(
            RuntimeError(reason: "RunContainerError", message: "the pod has no sandbox")))
      }
      nextID += 1
      let id = ContainerID(rawValue: nextID)
      let epoch = epoch
      let process = host.startProcess(
        ProcessLaunch(
          node: node, pod: launch.pod, podIP: address, container: launch.container,
          environment: launch.environment, restartCount: launch.restartCount)
      ) { [weak self] exit in
        guard let self, self.epoch == epoch else { return }
        runs[id] = nil
        exited(exit)
      }
      runs[id] = Run(
        process: process, podUID: uid, requested: launch.container.resources.requests.memory)
      then(.success(id))
    }
  }

  public func signal(_ container: ContainerID, _ signal: Signal) {
    if let run = runs[container] { host.signal(run.process, signal) }
  }

  public func runHook(
    _ handler: LifecycleHandler, in container: ContainerID, pod: Pod,
    then: @escaping (Result<Void, RuntimeError>) -> Void
  ) {
    guard let run = runs[container] else {
      after(TimeSpan.zero) { then(.failure(Self.hookFailed("the container does not run"))) }
      return
    }
    switch handler {
    case .sleep(let seconds): after(.seconds(max(0, seconds))) { then(.success(())) }
    case .exec(let words):
      let command = HookCommand(words)
      for unknown in command.unknown {
        warn("preStop of pod \(pod.key): \"\(unknown)\" is taken to be done at once")
      }
      after(command.duration) { then(.success(())) }
    case .httpGet(let path, let port):
      let epoch = epoch
      host.request(path: path, port: port, to: run.process) { [weak self] isGood in
        guard let self, self.epoch == epoch else { return }
        after(TimeSpan.zero) {
          then(isGood ? .success(()) : .failure(Self.hookFailed("GET \(path) failed")))
        }
      }
    }
  }

  public func removeSandbox(podUID: String, then: @escaping () -> Void) {
    after(timings.sandboxRemoval) { [self] in
      if let address = sandboxes.removeValue(forKey: podUID) {
        addresses.free(address)
        host.addressFreed(podUID: podUID)
      }
      then()
    }
  }

  private static func hookFailed(_ message: String) -> RuntimeError {
    RuntimeError(reason: "FailedPreStopHook", message: message)
  }

  private func after(_ time: Distribution, _ action: @escaping () -> Void) {
    after(time.sampleSpan(&random), action)
  }

  /// Runs `action` after `span`, unless the machine loses power before.
  private func after(_ span: TimeSpan, _ action: @escaping () -> Void) {
    let epoch = epoch
    clock.after(span) { [weak self] in
      guard let self, self.epoch == epoch else { return }
      action()
    }
  }
}
