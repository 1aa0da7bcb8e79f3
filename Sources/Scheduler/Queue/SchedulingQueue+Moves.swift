import KubeAPI

/// Moving pods between the parts of the queue.
extension SchedulingQueue {
  /// What an event is worth to a pod.
  enum Worth { case nothing, afterBackoff, atOnce }

  /// Something happened: unschedulable pods that it may help come back.
  /// - Complexity: O(*n* log *n*) in the unschedulable pods, if any plugin cares for the event.
  public func moveAll(
    _ event: ClusterEvent, _ objects: ChangedObjects,
    where concerns: (PodInfo) -> Bool = { _ in true }
  ) {
    guard isOfInterest(event) else { return }
    let pods = unschedulable.isEmpty ? [] : waitingPods.filter { concerns($0.info) }
    move(pods, event, objects)
  }

  func move(_ pods: [QueuedPod], _ event: ClusterEvent, _ objects: ChangedObjects) {
    guard isOfInterest(event) else { return }
    var isReady = false
    for pod in pods {
      if let plugin = pod.gatingPlugin, !cares(plugin, for: event, in: pod) { continue }
      let worth = worth(pod, event, objects)
      if worth == .nothing { continue }
      unschedulable[pod.identity] = nil
      let place = requeue(pod, worth)
      if isWorthAnnouncing(place) { isReady = true }
    }
    inFlight.append(event, objects)
    if isReady { ready() }
  }

  private func isOfInterest(_ event: ClusterEvent) -> Bool {
    if event == .wildcard { return true }
    return frameworks.values.contains { framework in
      framework.interests.contains { $0.interest.event.covers(event) }
    }
  }

  private func cares(
    _ plugin: String, for event: ClusterEvent, in pod: QueuedPod
  ) -> Bool {
    if event == .wildcard { return true }
    let framework = frameworks[pod.info.spec.schedulerName]
    return framework?.interests.contains {
      $0.plugin == plugin && $0.interest.event.covers(event)
    } ?? true
  }

  /// Asks the plugins that turned the pod down whether this event is worth another try.
  func worth(
    _ pod: QueuedPod, _ event: ClusterEvent, _ objects: ChangedObjects
  ) -> Worth {
    guard pod.hasRejectors else { return .afterBackoff }
    if event == .wildcard {
      // A wildcard with a pod is meant for that pod alone.
      if case .pod(_, let target?) = objects, PodInfo.identity(of: target) != pod.identity {
        return .nothing
      }
      return .afterBackoff
    }
    guard let framework = frameworks[pod.info.spec.schedulerName] else {
      return .afterBackoff
    }
    var worth = Worth.nothing
    for (plugin, interest) in framework.interests where interest.event.covers(event) {
      let isPending = pod.pendingPlugins.contains(plugin)
      guard isPending || pod.unschedulablePlugins.contains(plugin) else { continue }
      guard interest.isWorthRetrying(pod.info, objects) else { continue }
      if isPending { return .atOnce }
      worth = .afterBackoff
      if pod.pendingPlugins.isEmpty { return worth }
    }
    return worth
  }

  /// What the events since the pod's try began are worth to it.
  func worthSinceTry(_ pod: QueuedPod) -> Worth {
    guard pod.hasRejectors else { return .afterBackoff }
    var best = Worth.nothing
    for record in inFlight.since(pod.identity) {
      switch worth(pod, record.event, record.objects) {
      case .nothing: break
      case .atOnce: return .atOnce
      case .afterBackoff:
        best = .afterBackoff
        if pod.pendingPlugins.isEmpty { return best }
      }
    }
    return best
  }

  /// Puts a pod that is in no part of the queue, or among the unschedulable, where it belongs.
  func requeue(_ pod: QueuedPod, _ worth: Worth) -> Place {
    if worth == .nothing {
      keep(pod)
      return .unschedulable
    }
    if worth == .afterBackoff && backoff.isBackingOff(pod, now: clock.now) {
      return backOff(pod) ? .backoff : .unschedulable
    }
    return activate(pod) ? .active : .unschedulable
  }

  private func backOff(_ pod: QueuedPod) -> Bool {
    // An idle scheduler takes pods from here without asking again.
    if settings.popsFromBackoff && !passesPreEnqueue(pod) {
      keep(pod)
      return false
    }
    unschedulable[pod.identity] = nil
    backoff.insert(pod)
    armBackoffTimer()
    return true
  }

  private func keep(_ pod: QueuedPod) {
    unschedulable[pod.identity] = pod
    armFlushTimer()
  }

  /// Puts a pod into the active queue, unless a PreEnqueue plugin holds it.
  func activate(_ pod: QueuedPod, wasChecked: Bool = false) -> Bool {
    if !wasChecked && !passesPreEnqueue(pod) {
      if active[pod.identity] == nil && backoff[pod.identity] == nil { keep(pod) }
      return false
    }
    pod.firstQueued = pod.firstQueued ?? clock.now
    unschedulable[pod.identity] = nil
    backoff.remove(pod.identity)
    active.remove(pod.identity)
    active.insert(pod)
    return true
  }

  private func passesPreEnqueue(_ pod: QueuedPod) -> Bool {
    let framework = frameworks[pod.info.spec.schedulerName]
    for plugin in framework?.preEnqueue ?? [] {
      let status = plugin.preEnqueue(pod.info)
      if status.isSuccess { continue }
      pod.unschedulablePlugins.insertSorted(plugin.name)
      let isNews = pod.gatingPlugin != plugin.name
      pod.gatingPlugin = plugin.name
      if isNews { gated(pod.info, status.from(plugin.name)) }
      return false
    }
    pod.gatingPlugin = nil
    return true
  }

  private func isWorthAnnouncing(_ place: Place) -> Bool {
    place == .active || (place == .backoff && backoff.hasEarly)
  }

  func announce(_ place: Place) {
    if isWorthAnnouncing(place) { ready() }
  }
}
