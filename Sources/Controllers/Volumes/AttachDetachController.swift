import ControllerRuntime
import KubeAPI
import Units

/// Attaches the disks of pods to the nodes that they are bound to, and takes them away again.
///
/// A loop that runs every 100 ms while anything is to be done: first what must go, then what must
/// come. A disk that only one node may have is not attached anywhere while another node has it.
/// Source: `pkg/controller/volume/attachdetach`, v1.36.
final class AttachDetachController: Controller {
  typealias Place = WantedAttachments.Attachment

  /// A disk on a node.
  private struct Attached {
    /// Whether the node says that it uses the disk; so until it first says anything.
    var isInUse = true
    /// Since when nobody has wanted it there; nil while somebody does.
    var unwantedSince: Instant?
  }

  let name = "attachdetach-controller"
  private let informers: ControlPlaneInformers
  private let volumes: VolumeInformers
  private let parameters: ControlPlaneParameters
  private let clock: any Clock
  private let plugin: any VolumePlugin
  private let client: APIClient
  private let recorder: EventRecorder
  private var users: [ObjectKey: Pod] = [:]
  private var wanted = WantedAttachments()
  private var isStale = false
  private var attached: [Place: Attached] = [:]
  private var operations: VolumeOperations
  private var reported: Set<Place> = []
  private var timer: TimerToken?
  private var startedAt = Instant.start
  private var isRunning = false

  init(_ context: ControllerContext, plugin: any VolumePlugin) {
    informers = context.informers
    volumes = context.volumeInformers
    parameters = context.parameters
    clock = context.clock
    self.plugin = plugin
    client = context.client(name)
    recorder = EventRecorder(client: client)
    operations = VolumeOperations(
      first: parameters.volumeBackOff.value, longest: parameters.volumeBackOffMax.value)
    follow()
  }

  private func follow() {
    informers.pods.addHandler(
      .init(
        added: { [unowned self] in take($0) }, updated: { [unowned self] in take($1) },
        deleted: { [unowned self] in
          if users.removeValue(forKey: $0.key) != nil { changed() }
        }))
    informers.nodes.addHandler(
      .init(
        added: { [unowned self] in take($0) }, updated: { [unowned self] in take($1) },
        deleted: { [unowned self] _ in changed() }))
    volumes.claims.addHandler(
      .init(
        added: { [unowned self] _ in changed() }, updated: { [unowned self] _, _ in changed() },
        deleted: { [unowned self] _ in changed() }))
    volumes.volumes.addHandler(
      .init(
        added: { [unowned self] _ in changed() }, updated: { [unowned self] _, _ in changed() },
        deleted: { [unowned self] _ in changed() }))
  }

  func start() {
    isRunning = true
    startedAt = clock.now
    volumes.whenSynced { [weak self] in self?.changed() }
  }

  func stop() {
    isRunning = false
    if let timer { clock.cancel(timer) }
    timer = nil
  }

  private func take(_ pod: Pod) {
    guard !pod.spec.nodeName.isEmpty, !pod.claims.isEmpty else { return }
    users[pod.key] = pod
    changed()
  }

  private func take(_ node: Node) {
    guard !attached.isEmpty else { return }
    for place in attached.keys where place.node == node.metadata.name {
      attached[place]?.isInUse = node.status.volumesInUse.contains(place.volume)
    }
    plan()
  }

  private func changed() {
    isStale = true
    plan()
  }

  /// Plans the next round, on the loop's beat, if there is anything to look at.
  private func plan() {
    guard isRunning, timer == nil, !users.isEmpty || !attached.isEmpty else { return }
    let period = parameters.attachDetachPeriod.value
    let sinceBeat = (clock.now - startedAt).nanoseconds % period.nanoseconds
    timer = clock.after(period - TimeSpan(nanoseconds: sinceBeat)) { [weak self] in
      guard let self else { return }
      timer = nil
      reconcile()
    }
  }

  /// One round; another follows while anything is not as it should be.
  private func reconcile() {
    if isStale {
      isStale = false
      wanted = WantedAttachments(
        users.keys.sorted().compactMap { users[$0] }, claim: { volumes.claims.get($0) },
        volume: { volumes.volumes.get(ObjectKey(name: $0)) })
      reported.formIntersection(wanted.wishes.keys)
    }
    for place in attached.keys.sorted() { reconsider(place) }
    for (place, wish) in wanted.sorted where attached[place] == nil { provide(place, wish) }
    let isSettled =
      attached.keys.allSatisfy(wanted.contains)
      && wanted.wishes.keys.allSatisfy { attached[$0] != nil }
    if !isSettled { plan() }
  }

  // MARK: Detaching

  private func reconsider(_ place: Place) {
    guard let known = attached[place] else { return }
    if wanted.contains(place) {
      attached[place]?.unwantedSince = nil
      return
    }
    guard !operations.isBusy(place.volume, at: clock.now) else { return }
    let since = known.unwantedSince ?? clock.now
    attached[place]?.unwantedSince = since
    let node = informers.nodes.get(ObjectKey(name: place.node))
    let decision = DetachDecision(
      isInUse: known.isInUse, unwantedFor: clock.now - since,
      isNodeReady: node?.isReady ?? false,
      isOutOfService: node?.spec.taints.contains { $0.key == PodGCDecision.outOfService } ?? false)
    if decision.isDue(patience: parameters.maxWaitForUnmount.value) { detach(place) }
  }

  /// Tells the node that the disk is no longer safe to use, then takes it away.
  private func detach(_ place: Place) {
    operations.begin(place.volume)
    report(place, isAttached: false) { [weak self] in
      guard let self else { return }
      plugin.detach(place.volume, from: place.node) { [weak self] result in
        guard let self else { return }
        switch result {
        case .success:
          attached[place] = nil
          operations.succeed(place.volume)
        case .failure:
          operations.fail(place.volume, at: clock.now)
          report(place, isAttached: true) {}
        }
        plan()
      }
    }
  }

  // MARK: Attaching

  private func provide(_ place: Place, _ wish: WantedAttachments.Wish) {
    guard !operations.isBusy(place.volume, at: clock.now) else { return }
    if !wish.mayBeShared {
      let others = attached.keys.filter { $0.volume == place.volume }.map(\.node).sorted()
      if !others.isEmpty { return refuse(place, wish, others) }
    }
    operations.begin(place.volume)
    plugin.attach(place.volume, to: place.node, mayBeShared: wish.mayBeShared) {
      [weak self] result in
      guard let self else { return }
      switch result {
      case .success:
        attached[place] = Attached()
        operations.succeed(place.volume)
        note(
          wish, .normal, "SuccessfulAttachVolume",
          "AttachVolume.Attach succeeded for volume \"\(wish.name)\" ")
        report(place, isAttached: true) {}
      case .failure(let error):
        operations.fail(place.volume, at: clock.now)
        note(
          wish, .warning, "FailedAttachVolume",
          "AttachVolume.Attach failed for volume \"\(wish.name)\" : \(error.message)")
      }
      plan()
    }
  }

  /// Says once to each pod that waits why its disk does not come.
  private func refuse(_ place: Place, _ wish: WantedAttachments.Wish, _ others: [String]) {
    guard reported.insert(place).inserted else { return }
    let users = wanted.users(of: place.volume, on: others)
    for pod in wish.pods {
      let local = users.filter { $0.key.namespace == pod.key.namespace }.map(\.key.name)
      let foreign = users.count - local.count
      var why =
        "Volume is already exclusively attached to one node and can't be attached to another"
      if !local.isEmpty {
        why = "Volume is already used by pod(s) \(local.joined(separator: ", "))"
        if foreign > 0 { why += " and \(foreign) pod(s) in different namespaces" }
      } else if foreign > 0 {
        why = "Volume is already used by \(foreign) pod(s) in different namespaces"
      }
      recorder.record(
        pod, .warning, reason: "FailedAttachVolume",
        message: "Multi-Attach error for volume \"\(wish.name)\" \(why)")
    }
  }

  // MARK: Telling

  /// Writes into the node's status what is attached to it; a node that is gone needs no telling.
  private func report(_ place: Place, isAttached: Bool, then: @escaping () -> Void) {
    let patch = Patch("volumes attached", isStatus: true) { (object) throws(APIError) in
      guard var node = object as? Node else { return }
      node.status.volumesAttached.removeAll { $0 == place.volume }
      if isAttached {
        node.status.volumesAttached = (node.status.volumesAttached + [place.volume]).sorted()
      }
      object = node
    }
    client.send(.patch(ObjectReference(.node, ObjectKey(name: place.node)), patch)) { _ in then() }
  }

  private func note(
    _ wish: WantedAttachments.Wish, _ severity: Event.Severity, _ reason: String,
    _ message: String
  ) {
    for pod in wish.pods { recorder.record(pod, severity, reason: reason, message: message) }
  }
}
