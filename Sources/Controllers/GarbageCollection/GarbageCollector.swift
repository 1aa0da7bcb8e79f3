import ControllerRuntime
import KubeAPI
import Units

/// Deletes objects whose owners are gone, and lets owners go that wait for their dependents.
///
/// It follows pods, their controllers, services, endpoints, slices, nodes and leases; other kinds
/// have no owners here.
/// Source: `pkg/controller/garbagecollector/garbagecollector.go`, v1.36.
final class GarbageCollector: Controller, Reconciler {
  /// Owners known to be gone, so that they need not be asked for again.
  private static let absentOwnerCacheSize = 500

  let name = "garbage-collector-controller"
  private let informers: ControlPlaneInformers
  private let client: APIClient
  private let queue: WorkQueue<String>
  private let orphanQueue: WorkQueue<String>
  private let workers: Int
  private var graph = OwnerGraph()
  private var absentOwners = RecentMemory<String, Bool>(capacity: absentOwnerCacheSize)
  private lazy var runner = ControllerRunner(
    workers: workers, queue: queue, client: client, reconciler: self)
  private lazy var orphanRunner = ControllerRunner(
    workers: workers, queue: orphanQueue, client: client,
    reconciler: OrphanReconciler { [unowned self] in orphanPlan(for: $0) })

  init(_ context: ControllerContext) {
    informers = context.informers
    workers = context.parameters.concurrentCollections.value
    client = context.client(name, limit: context.parameters.collectorLimit.value)
    queue = WorkQueue(clock: context.clock)
    orphanQueue = WorkQueue(clock: context.clock)
    follow(informers.replicationControllers)
    follow(informers.replicaSets)
    follow(informers.deployments)
    follow(informers.services)
    follow(informers.nodes)
    follow(informers.pods)
    follow(informers.endpoints)
    follow(informers.endpointSlices)
    follow(informers.leases)
  }

  func start() {
    runner.start()
    orphanRunner.start()
  }

  func stop() {
    runner.stop()
    orphanRunner.stop()
  }

  private func follow<Object: KubeObject>(_ informer: Informer<Object>) {
    informer.addHandler(
      .init(
        added: { [unowned self] in enqueue(graph.show(Object.kind, $0.metadata)) },
        updated: { [unowned self] old, new in
          // A renewed lease or a new status is no news here.
          guard old.metadata.ownerReferences != new.metadata.ownerReferences
            || old.metadata.finalizers != new.metadata.finalizers
            || old.metadata.isTerminating != new.metadata.isTerminating
          else { return }
          enqueue(graph.show(Object.kind, new.metadata))
        },
        deleted: { [unowned self] in drop($0.metadata.uid) }))
  }

  private func enqueue(_ consequences: OwnerGraph.Consequences) {
    for uid in consequences.toDelete { queue.add(uid) }
    for uid in consequences.toOrphan { orphanQueue.add(uid) }
  }

  private func drop(_ uid: String) {
    absentOwners[uid] = true
    enqueue(graph.drop(uid))
  }

  /// Looks at one object that may have to go.
  ///
  /// Source: `garbagecollector.go` (attemptToDeleteItem), v1.36.
  func plan(for uid: String, now: Instant) -> Plan {
    guard let item = graph[uid] else { return .done }
    if item.isTerminating, !item.isDeletingDependents { return .done }
    return .call(.get(ObjectReference(item.reference.kind, item.reference.key))) { result in
      switch result {
      case .failure(let error) where error.reason == .notFound:
        self.drop(uid)
        return .done
      case .failure(let error): return .fail(error)
      case .success(let response):
        guard case .object(let live) = response, live.metadata.uid == uid else {
          self.drop(uid)
          return .done
        }
        if item.isDeletingDependents { return self.releaseOwner(item) }
        return self.classify(live.metadata.ownerReferences[...], of: live, Owners())
      }
    }
  }

  /// The owners of an object by how alive they are.
  private struct Owners {
    var solid = 0
    /// Unique ids of owners that are gone.
    var dangling: [String] = []
    /// Unique ids of owners that wait for their dependents.
    var waiting: [String] = []
  }

  private func classify(
    _ rest: ArraySlice<OwnerReference>, of object: any KubeObject, _ found: Owners
  ) -> Plan {
    guard let owner = rest.first else { return settle(object, found) }
    func go(_ change: (inout Owners) -> Void) -> Plan {
      var found = found
      change(&found)
      return classify(rest.dropFirst(), of: object, found)
    }
    if absentOwners[owner.uid] != nil { return go { $0.dangling.append(owner.uid) } }
    let namespace = owner.kind.isClusterScoped ? "" : object.metadata.namespace
    let key = ObjectKey(namespace: namespace, name: owner.name)
    return .call(.get(ObjectReference(owner.kind, key))) { result in
      switch result {
      case .failure(let error) where error.reason != .notFound: return .fail(error)
      case .success(.object(let live)) where live.metadata.uid == owner.uid:
        let waits = live.metadata.isTerminating
          && live.metadata.finalizers.contains(OwnerGraph.foreground)
        return go { if waits { $0.waiting.append(owner.uid) } else { $0.solid += 1 } }
      default:
        self.absentOwners[owner.uid] = true
        return go { $0.dangling.append(owner.uid) }
      }
    }
  }

  private func settle(_ object: any KubeObject, _ owners: Owners) -> Plan {
    if object.metadata.ownerReferences.isEmpty { return .done }
    if owners.solid > 0 {
      let gone = owners.dangling + owners.waiting
      return gone.isEmpty ? .done : .attempt(Self.withoutOwners(gone, object.reference))
    }
    let hasDependents = graph[object.metadata.uid]?.dependents.isEmpty == false
    let finalizers = object.metadata.finalizers
    let propagation: DeleteOptions.Propagation
    if !owners.waiting.isEmpty, hasDependents {
      propagation = .foreground
    } else if finalizers.contains(OwnerGraph.orphan) {
      propagation = .orphan
    } else {
      propagation = finalizers.contains(OwnerGraph.foreground) ? .foreground : .background
    }
    return .call(.delete(object.reference, DeleteOptions(propagation: propagation))) { result in
      if case .failure(let error) = result, error.reason != .notFound { return .fail(error) }
      return .done
    }
  }

  /// Lets an owner go when nothing that it waits for is left, and hurries what is.
  private func releaseOwner(_ item: OwnerGraph.Item) -> Plan {
    let blocking = graph.blockingDependents(of: item.reference.uid)
    guard blocking.isEmpty else {
      for dependent in blocking where !dependent.isDeletingDependents {
        queue.add(dependent.reference.uid)
      }
      return .done
    }
    return remove(OwnerGraph.foreground, from: item.reference)
  }

  /// Strips an owner's dependents of it, then lets it go.
  private func orphanPlan(for uid: String) -> Plan {
    guard let item = graph[uid] else { return .done }
    let patches = item.dependents.compactMap { graph[$0] }
      .map { Self.withoutOwners([uid], $0.reference) }
    return .parallel(patches) { result in
      for case .failure(let error)? in result.outcomes
      where error.reason != .notFound && error.reason != .conflict {
        return .fail(error)
      }
      return self.remove(OwnerGraph.orphan, from: item.reference)
    }
  }

  private func remove(_ finalizer: String, from object: ObjectReference) -> Plan {
    let patch = Patch("remove the finalizer \(finalizer)") { (object) throws(APIError) in
      object.metadata.finalizers.removeAll { $0 == finalizer }
    }
    return .call(.patch(object, patch)) { result in
      if case .failure(let error) = result, error.reason != .notFound { return .fail(error) }
      return .done
    }
  }

  private static func withoutOwners(
    _ uids: [String], _ object: ObjectReference
  ) -> APIRequest {
    .patch(
      object,
      Patch("remove owners") { (object) throws(APIError) in
        object.metadata.ownerReferences.removeAll { uids.contains($0.uid) }
      })
  }
}

/// The second queue of the garbage collector: owners that leave orphans.
private final class OrphanReconciler: Reconciler {
  private let make: (String) -> Plan

  init(_ make: @escaping (String) -> Plan) { self.make = make }

  func plan(for uid: String, now: Instant) -> Plan { make(uid) }
}
