import Units

/// Pods that have been turned down and wait for their next try.
///
/// Pods whose wait ends within the same second are let go together, in the order of the active
/// queue. Those that came back because something broke are kept apart: an idle scheduler does not
/// take them early.
///
/// Source: `pkg/scheduler/backend/queue/backoff_queue.go`, v1.34.
struct BackoffQueue {
  /// Waits end, and are looked at, on whole seconds.
  static let window = TimeSpan.seconds(1)

  private let settings: QueueSettings
  private var refused: PodHeap
  private var broken: PodHeap

  init(_ settings: QueueSettings, activeOrder: @escaping (QueuedPod, QueuedPod) -> Bool) {
    self.settings = settings
    let end = { (pod: QueuedPod) in Self.end(of: pod, settings) }
    refused = PodHeap { a, b in
      let (first, second) = (end(a), end(b))
      if first != second { return first < second }
      return settings.popsFromBackoff && activeOrder(a, b)
    }
    broken = PodHeap { end($0) < end($1) }
  }

  /// When the pod's wait ends; the start of time for a pod that need not wait.
  private static func end(of pod: QueuedPod, _ settings: QueueSettings) -> Instant {
    if let known = pod.backoffEnd { return known }
    let failures = pod.consecutiveErrors > 0 ? pod.consecutiveErrors : pod.unschedulableCount
    let wait = settings.backoff(after: failures)
    if wait == .zero { return .start }
    let end = aligned(pod.timestamp + wait, settings)
    pod.backoffEnd = end
    return end
  }

  private static func aligned(_ instant: Instant, _ settings: QueueSettings) -> Instant {
    settings.popsFromBackoff ? instant.truncatedToSeconds : instant
  }

  /// Whether the pod must still wait.
  func isBackingOff(_ pod: QueuedPod, now: Instant) -> Bool {
    let failures = pod.consecutiveErrors > 0 ? pod.consecutiveErrors : pod.unschedulableCount
    if settings.backoff(after: failures) == .zero { return false }
    return Self.end(of: pod, settings) >= Self.aligned(now, settings)
  }

  var count: Int { refused.count + broken.count }
  var isEmpty: Bool { refused.isEmpty && broken.isEmpty }
  /// Whether an idle scheduler may take one.
  var hasEarly: Bool { settings.popsFromBackoff && !refused.isEmpty }

  subscript(identity: String) -> QueuedPod? { refused[identity] ?? broken[identity] }

  mutating func insert(_ pod: QueuedPod) {
    if pod.hasRejectors { refused.insert(pod) } else { broken.insert(pod) }
  }

  @discardableResult
  mutating func remove(_ identity: String) -> QueuedPod? {
    refused.remove(identity) ?? broken.remove(identity)
  }

  /// The pod that an idle scheduler takes early.
  mutating func popEarly() -> QueuedPod? { hasEarly ? refused.popFirst() : nil }

  /// Takes out the pods whose wait is over.
  mutating func popCompleted(now: Instant) -> [QueuedPod] {
    var completed: [QueuedPod] = []
    while let pod = refused.first, !isBackingOff(pod, now: now) {
      refused.remove(pod.identity)
      completed.append(pod)
    }
    while let pod = broken.first, !isBackingOff(pod, now: now) {
      broken.remove(pod.identity)
      completed.append(pod)
    }
    return completed
  }

  /// The first whole second, after `now`, at which a wait is over; nil when nobody waits.
  func nextCompletion(after now: Instant) -> Instant? {
    let ends = [refused.first, broken.first].compactMap { $0.map { Self.end(of: $0, settings) } }
    guard let earliest = ends.min() else { return nil }
    let due = max(earliest, now).truncatedToSeconds
    return due + Self.window
  }

  /// All pods, in the order in which their waits end.
  var all: [QueuedPod] { refused.sorted + broken.sorted }
}
