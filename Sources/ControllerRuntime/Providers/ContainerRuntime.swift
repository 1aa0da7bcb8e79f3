import KubeAPI
import Units

/// What runs containers on one node: a simulated machine, or anything else that can.
///
/// Every call answers later, through its completion; none answers before the call has returned.
/// A runtime whose machine has died answers nothing any more.
public protocol ContainerRuntime: AnyObject {
  /// Makes the pod's sandbox (network namespace, address).
  func createSandbox(for pod: Pod, then: @escaping (Result<Sandbox, RuntimeError>) -> Void)

  /// Whether the image is on the node's disk.
  func hasImage(_ image: String) -> Bool

  /// Fetches and unpacks an image; pulls of one node are queued or side by side as the runtime
  /// is set up.
  func pullImage(_ image: String, then: @escaping (Result<Void, RuntimeError>) -> Void)

  /// Starts a container of a pod whose sandbox is up. `exited` is called once, when its main
  /// process has ended, whatever the cause.
  func startContainer(
    _ launch: ContainerLaunch, exited: @escaping (ContainerExit) -> Void,
    then: @escaping (Result<ContainerID, RuntimeError>) -> Void)

  /// Sends a signal to the container's main process; without effect when it has ended.
  func signal(_ container: ContainerID, _ signal: Signal)

  /// Runs a preStop hook in or at the container; answers when it has ended.
  func runHook(
    _ handler: LifecycleHandler, in container: ContainerID, pod: Pod,
    then: @escaping (Result<Void, RuntimeError>) -> Void)

  /// Takes down the sandbox of a pod whose containers have all ended.
  func removeSandbox(podUID: String, then: @escaping () -> Void)

  /// The images on the node's disk, sorted by name.
  var images: [NodeImage] { get }
}

/// A pod's sandbox.
public struct Sandbox: Hashable, Sendable {
  /// The pod's address.
  public var podIP: String

  /// A sandbox at `podIP`.
  public init(podIP: String) { self.podIP = podIP }
}

/// Names one run of a container on its node.
public struct ContainerID: Hashable, Sendable {
  /// The runtime's own number for it.
  public let rawValue: UInt64

  /// The run that its runtime calls `rawValue`.
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// What a container is started with.
public struct ContainerLaunch: Sendable {
  /// The pod it belongs to.
  public var pod: Pod
  /// The container.
  public var container: Container
  /// Its environment: service variables, then its own, later ones winning.
  public var environment: StringMap
  /// How often it was started before.
  public var restartCount: Int32

  /// A start of `container`.
  public init(
    pod: Pod, container: Container, environment: StringMap, restartCount: Int32
  ) {
    self.pod = pod
    self.container = container
    self.environment = environment
    self.restartCount = restartCount
  }
}

/// How a container's main process ended.
public struct ContainerExit: Hashable, Sendable {
  /// The exit status; 128 + *n* after signal *n*.
  public var exitCode: Int32
  /// `Completed`, `Error` or `OOMKilled`.
  public var reason: String

  /// The end of a process.
  public init(exitCode: Int32, reason: String) {
    self.exitCode = exitCode
    self.reason = reason
  }
}

/// The two signals that a kubelet sends.
public enum Signal: Sendable {
  case terminate
  case kill
}

/// Why a runtime could not do what the kubelet asked.
public struct RuntimeError: Error, Hashable, Sendable {
  /// The reason that the pod's status shows: `ErrImagePull`, `ErrImageNeverPull`,
  /// `RunContainerError`, `CreateContainerConfigError`, `FailedCreatePodSandBox`.
  public var reason: String
  /// Why, as a sentence.
  public var message: String

  /// A failure.
  public init(reason: String, message: String) {
    self.reason = reason
    self.message = message
  }
}

/// Asks a container a probe's question.
public protocol ProbeRunner: AnyObject {
  /// Asks once; answers true for success, within the probe's timeout.
  func run(
    _ probe: Probe, container: Container, of pod: Pod, id: ContainerID,
    then: @escaping (Bool) -> Void)
}
