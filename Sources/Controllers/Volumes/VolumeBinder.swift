import ControllerRuntime
import KubeAPI
import Units

/// Joins claims to volumes, has volumes made, and takes back those whose claim is gone.
///
/// A new claim is looked at at once; a new volume wakes no claim: a claim that waits finds it at
/// the next look at everything, every 15 s.
/// Source: `pkg/controller/volume/persistentvolume/pv_controller.go` and `pv_controller_base.go`,
/// v1.36. The external provisioner's part is played by the plugin.
final class VolumeBinder: Controller {
  let name = "persistentvolume-binder-controller"
  let informers: VolumeInformers
  let pods: Informer<Pod>
  let plugin: (any VolumePlugin)?
  let client: APIClient
  let recorder: EventRecorder
  let claims: NewestObjects<PersistentVolumeClaim>
  let volumes: NewestObjects<PersistentVolume>
  let claimQueue: WorkQueue<ObjectKey>
  private let volumeQueue: WorkQueue<ObjectKey>
  private let clock: any Clock
  private let resync: TimeSpan
  private var startedAt = Instant.start
  private var timer: TimerToken?
  private var isRunning = false
  /// Claims whose volume is being made, and volumes that are being destroyed, by unique id.
  var underWay: Set<String> = []
  private lazy var claimPlans = Planning { [unowned self] in plan(forClaim: $0) }
  private lazy var volumePlans = Planning { [unowned self] in plan(forVolume: $0) }
  private lazy var claimRunner = ControllerRunner(
    workers: 1, queue: claimQueue, client: client, reconciler: claimPlans)
  private lazy var volumeRunner = ControllerRunner(
    workers: 1, queue: volumeQueue, client: client, reconciler: volumePlans)

  init(_ context: ControllerContext, plugin: (any VolumePlugin)?) {
    informers = context.volumeInformers
    pods = context.informers.pods
    self.plugin = plugin
    clock = context.clock
    client = context.client(name)
    recorder = EventRecorder(client: client, source: "persistentvolume-controller")
    resync = context.parameters.volumeResync.value
    claims = NewestObjects(informers.claims)
    volumes = NewestObjects(informers.volumes)
    claimQueue = WorkQueue(clock: clock)
    volumeQueue = WorkQueue(clock: clock)
    informers.claims.addHandler(
      .init(
        added: { [unowned self] in look(atClaim: $0.key) },
        updated: { [unowned self] in look(atClaim: $1.key) },
        deleted: { [unowned self] in claimDeleted($0) }))
    informers.volumes.addHandler(
      .init(
        added: { [unowned self] in look(atVolume: $0.key) },
        updated: { [unowned self] in look(atVolume: $1.key) },
        deleted: { [unowned self] in if let claim = $0.claim { look(atClaim: claim.key) } }))
  }

  func start() {
    isRunning = true
    startedAt = clock.now
    informers.whenSynced { [weak self] in
      guard let self, isRunning else { return }
      volumeRunner.start()
      claimRunner.start()
      planResync()
    }
  }

  func stop() {
    isRunning = false
    claimRunner.stop()
    volumeRunner.stop()
    if let timer { clock.cancel(timer) }
    timer = nil
  }

  private func look(atClaim key: ObjectKey) {
    claimQueue.add(key)
    planResync()
  }

  private func look(atVolume key: ObjectKey) {
    volumeQueue.add(key)
    planResync()
  }

  private func claimDeleted(_ claim: PersistentVolumeClaim) {
    if !claim.volumeName.isEmpty { look(atVolume: ObjectKey(name: claim.volumeName)) }
  }

  /// Plans the next look at everything, on the beat that began with the controller, while there is
  /// anything to look at.
  private func planResync() {
    guard isRunning, timer == nil, informers.claims.count + informers.volumes.count > 0 else {
      return
    }
    let sinceBeat = (clock.now - startedAt).nanoseconds % resync.nanoseconds
    timer = clock.after(resync - TimeSpan(nanoseconds: sinceBeat)) { [weak self] in
      guard let self else { return }
      timer = nil
      for volume in informers.volumes.list() { volumeQueue.add(volume.key) }
      for claim in informers.claims.list() { claimQueue.add(claim.key) }
      planResync()
    }
  }

  // MARK: Writes

  /// Changes a claim and goes on with what was stored.
  func change(
    _ claim: PersistentVolumeClaim, _ summary: String, isStatus: Bool = false,
    _ edit: @escaping @Sendable (inout PersistentVolumeClaim) throws(APIError) -> Void,
    then: @escaping (PersistentVolumeClaim) -> Plan
  ) -> Plan {
    write(claim, summary, isStatus, edit) { [claims] stored in
      claims.remember(stored)
      return then(stored)
    }
  }

  /// Changes a volume and goes on with what was stored.
  func change(
    _ volume: PersistentVolume, _ summary: String, isStatus: Bool = false,
    _ edit: @escaping @Sendable (inout PersistentVolume) throws(APIError) -> Void,
    then: @escaping (PersistentVolume) -> Plan
  ) -> Plan {
    write(volume, summary, isStatus, edit) { [volumes] stored in
      volumes.remember(stored)
      return then(stored)
    }
  }

  private func write<Object: KubeObject>(
    _ object: Object, _ summary: String, _ isStatus: Bool,
    _ edit: @escaping @Sendable (inout Object) throws(APIError) -> Void,
    then: @escaping (Object) -> Plan
  ) -> Plan {
    let patch = Patch(summary, isStatus: isStatus) { (stored) throws(APIError) in
      guard var changed = stored as? Object else { return }
      try edit(&changed)
      stored = changed
    }
    return .call(.patch(object.reference, patch)) { result in
      switch result {
      case .success(.object(let stored)):
        if let stored = stored as? Object { return then(stored) }
        return .done
      case .success: return .done
      case .failure(let error): return error.reason == .notFound ? .done : .fail(error)
      }
    }
  }

  /// Notes what `kubectl describe` shows of a claim or volume.
  func note(
    _ object: ObjectReference, _ severity: Event.Severity, _ reason: String, _ message: String
  ) {
    recorder.record(object, severity, reason: reason, message: message)
  }
}

/// A reconciler that asks its owner.
private final class Planning: Reconciler {
  private let make: (ObjectKey) -> Plan

  init(_ make: @escaping (ObjectKey) -> Plan) { self.make = make }

  func plan(for key: ObjectKey, now: Instant) -> Plan { make(key) }
}
