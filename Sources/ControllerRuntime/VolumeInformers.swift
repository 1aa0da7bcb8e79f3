import KubeAPI

/// The caches of claims, volumes and classes.
///
/// Apart from the others, and with a way to the server of their own, so that a run without volumes
/// goes as if they were not there.
public final class VolumeInformers {
  /// Claims.
  public let claims: Informer<PersistentVolumeClaim>
  /// Volumes.
  public let volumes: Informer<PersistentVolume>
  /// Storage classes.
  public let classes: Informer<StorageClass>

  /// Informers that rest until `start`.
  public init(server: any APIServer, clock: any Clock, transport: any APITransport) {
    claims = Informer(server: server, clock: clock, transport: transport)
    volumes = Informer(server: server, clock: clock, transport: transport)
    classes = Informer(server: server, clock: clock, transport: transport)
  }

  /// Starts all of them.
  public func start() {
    classes.start()
    volumes.start()
    claims.start()
  }

  /// Runs `action` when all show their first list.
  public func whenSynced(_ action: @escaping () -> Void) {
    classes.whenSynced { [self] in
      volumes.whenSynced { [self] in claims.whenSynced(action) }
    }
  }

  /// Ends all watches.
  public func stop() {
    claims.stop()
    volumes.stop()
    classes.stop()
  }
}
