import ControllerRuntime
import KubeAPI
import Randomness

/// What a kubelet needs from outside; the informers are shared by all nodes.
public struct KubeletSeams {
  /// The time it lives in.
  public var clock: any Clock
  /// Its way to the API server.
  public var client: APIClient
  /// Who writes its events, through a client of its own.
  public var events: EventRecorder
  /// What runs its containers.
  public var runtime: any ContainerRuntime
  /// What asks its probes.
  public var probes: any ProbeRunner
  /// All services.
  public var services: Informer<Service>
  /// All secrets; nil: none is ever found.
  public var secrets: Informer<Secret>?
  /// All config maps; nil: none is ever found.
  public var configMaps: Informer<ConfigMap>?
  /// What mounts claimed volumes; nil: they are there as soon as the pod is.
  public var volumes: (any VolumePlugin)?
  /// The stream of its own random choices (jitter, phases).
  public var random: RandomStream

  /// Everything that a kubelet cannot do without.
  public init(
    clock: any Clock, client: APIClient, events: EventRecorder, runtime: any ContainerRuntime,
    probes: any ProbeRunner, services: Informer<Service>, random: RandomStream
  ) {
    self.clock = clock
    self.client = client
    self.events = events
    self.runtime = runtime
    self.probes = probes
    self.services = services
    self.random = random
  }
}
