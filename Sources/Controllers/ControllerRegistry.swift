import ControllerRuntime

/// All controllers that a control plane runs, in the order in which they start and hear of changes.
public enum ControllerRegistry {
  /// The controllers of one kube-controller-manager; without a cloud there are no load
  /// balancers, and nodes stay whatever becomes of their machines; without a plugin no disk is
  /// made or attached.
  public static func all(
    _ context: ControllerContext, cloud: (any CloudProvider)? = nil,
    volumes: (any VolumePlugin)? = nil
  ) -> [any Controller] {
    [
      ReplicaControllers(
        "replication-controller", context.informers.replicationControllers,
        workers: context.parameters.concurrentReplicationControllers.value, context),
      ReplicaControllers(
        "replicaset-controller", context.informers.replicaSets,
        workers: context.parameters.concurrentReplicaSets.value, context),
      Deployments(context),
      EndpointsController(context),
      EndpointSliceController(context),
      NodeLifecycleController(context),
      TaintEvictionController(context),
      PodGarbageCollector(context),
      GarbageCollector(context),
      DisruptionController(context),
    ] + (cloud.map {
      [ServiceLoadBalancers(context, cloud: $0), CloudNodeLifecycle(context, cloud: $0)]
    } ?? []) + [VolumeBinder(context, plugin: volumes), StorageProtection(context)]
      + (volumes.map { [AttachDetachController(context, plugin: $0)] } ?? [])
  }
}

/// The process that runs the controllers over one set of informers.
public final class ControllerManager {
  private let context: ControllerContext
  /// Its controllers, in the order in which they start.
  public let controllers: [any Controller]
  /// Whether its controllers work.
  public private(set) var isRunning = false

  /// A manager of all controllers.
  public init(
    _ context: ControllerContext, cloud: (any CloudProvider)? = nil,
    volumes: (any VolumePlugin)? = nil
  ) {
    self.context = context
    controllers = ControllerRegistry.all(context, cloud: cloud, volumes: volumes)
  }

  /// Fills the informers, then starts the controllers.
  public func start() {
    context.volumeInformers.start()
    context.informers.start { [self] in
      isRunning = true
      for controller in controllers { controller.start() }
    }
  }

  /// Ends it, as a crash of the process would, but for calls that are under way.
  public func stop() {
    isRunning = false
    for controller in controllers { controller.stop() }
    context.informers.stop()
    context.volumeInformers.stop()
  }
}
