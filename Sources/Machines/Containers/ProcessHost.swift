public import ControllerRuntime
public import KubeAPI
public import Units

/// What runs a container's main process: the model of the program inside its image.
public protocol ProcessHost: AnyObject {
  /// Starts the process. `exited` is called once, when it has ended by itself or by a signal, never
  /// before this call has returned; not after its machine was switched off.
  func startProcess(
    _ launch: ProcessLaunch, exited: @escaping (ContainerExit) -> Void
  ) -> ProcessID

  /// Sends a signal; without effect when the process has ended.
  func signal(_ process: ProcessID, _ signal: Signal)

  /// The machine of these processes has lost power: they end at once and without a word.
  func powerLost(_ processes: [ProcessID])

  /// The pod's sandbox is gone: its address answers nothing any more.
  func addressFreed(podUID: String)

  /// The memory that the process uses now.
  func memory(of process: ProcessID) -> Bytes

  /// Carries a hook's HTTP request to the container and answers when the response is there.
  func request(
    path: String, port: PortReference, to process: ProcessID, then: @escaping (Bool) -> Void)
}

extension ProcessHost {
  /// Nothing, for hosts that do not model addresses.
  public func addressFreed(podUID: String) {}

  /// None, for hosts that do not model memory.
  public func memory(of process: ProcessID) -> Bytes { .zero }

  /// At once and with success, for hosts that do not model the requests of hooks.
  public func request(
    path: String, port: PortReference, to process: ProcessID, then: @escaping (Bool) -> Void
  ) { then(true) }
}

/// What a container's main process is started with.
public struct ProcessLaunch: Sendable {
  /// The node's name.
  public var node: String
  /// The pod.
  public var pod: Pod
  /// The pod's address.
  public var podIP: String
  /// The container.
  public var container: Container
  /// Its environment.
  public var environment: StringMap
  /// How often the container was started before.
  public var restartCount: Int32

  /// A start of the process of `container`.
  public init(
    node: String, pod: Pod, podIP: String, container: Container, environment: StringMap,
    restartCount: Int32
  ) {
    self.node = node
    self.pod = pod
    self.podIP = podIP
    self.container = container
    self.environment = environment
    self.restartCount = restartCount
  }
}

/// Names one process of a `ProcessHost`.
public struct ProcessID: Hashable, Sendable {
  /// The host's own number for it.
  public let rawValue: UInt64

  /// The process that its host calls `rawValue`.
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}
