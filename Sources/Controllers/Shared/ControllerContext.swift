import ControllerRuntime
import KubeAPI
import Units

/// A part of the control plane that runs until it is stopped.
public protocol Controller: AnyObject {
  /// Its name, as in `--controllers`.
  var name: String { get }
  /// Begins its work; its informers show the first list already.
  func start()
  /// Ends its work; calls under way are still answered.
  func stop()
}

/// What controllers are built from: the seam's parts and the informers that they share.
public final class ControllerContext {
  /// The time that they live in.
  public let clock: any Clock
  /// Every constant.
  public let parameters: ControlPlaneParameters
  /// The caches that all controllers of one process share.
  public let informers: ControlPlaneInformers
  /// The caches of those controllers that deal with volumes.
  public let volumeInformers: VolumeInformers
  /// Signs of life of nodes whose leases are not written; nil when all are.
  public weak var heartbeats: (any HeartbeatSource)?
  private let server: any APIServer
  private let transport: (String) -> any APITransport

  /// A context whose components reach `server` by the transport that `transport` gives for their
  /// name.
  public init(
    server: any APIServer, clock: any Clock,
    parameters: ControlPlaneParameters = ControlPlaneParameters(),
    transport: @escaping (_ component: String) -> any APITransport
  ) {
    self.server = server
    self.clock = clock
    self.parameters = parameters
    self.transport = transport
    informers = ControlPlaneInformers(server: server, clock: clock, transport: transport)
    volumeInformers = VolumeInformers(
      server: server, clock: clock, transport: transport("kube-controller-manager/volumes"))
  }

  /// A client of its own for the component `name`.
  func client(_ name: String, limit: ClientLimit? = nil) -> APIClient {
    APIClient(
      name: name, server: server, clock: clock, transport: transport(name),
      limit: limit ?? parameters.clientLimit.value)
  }
}
