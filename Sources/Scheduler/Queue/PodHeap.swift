/// Waiting pods, the first at hand, each to be found and taken out by its identity.
///
/// Source: `pkg/scheduler/backend/heap/heap.go`, v1.34.
struct PodHeap {
  private var pods: [QueuedPod] = []
  private var places: [String: Int] = [:]
  private let isBefore: (QueuedPod, QueuedPod) -> Bool

  /// Sorted by `isBefore`; pods of which neither comes first keep the order of their making.
  init(isBefore: @escaping (QueuedPod, QueuedPod) -> Bool) { self.isBefore = isBefore }

  var count: Int { pods.count }
  var isEmpty: Bool { pods.isEmpty }
  var first: QueuedPod? { pods.first }

  subscript(identity: String) -> QueuedPod? { places[identity].map { pods[$0] } }

  /// All pods, sorted.
  /// - Complexity: O(*n* log *n*).
  var sorted: [QueuedPod] { pods.sorted(by: precedes) }

  /// - Complexity: O(log *n*).
  mutating func insert(_ pod: QueuedPod) {
    precondition(places[pod.identity] == nil, "\(pod.identity) is in the heap already")
    pods.append(pod)
    places[pod.identity] = pods.count - 1
    rise(pods.count - 1)
    checkInvariants()
  }

  /// - Complexity: O(log *n*).
  mutating func popFirst() -> QueuedPod? { first.flatMap { remove($0.identity) } }

  /// - Complexity: O(log *n*).
  @discardableResult
  mutating func remove(_ identity: String) -> QueuedPod? {
    guard let place = places.removeValue(forKey: identity) else { return nil }
    let removed = pods[place]
    let last = pods.removeLast()
    if place < pods.count {
      pods[place] = last
      places[last.identity] = place
      rise(place)
      sink(place)
    }
    checkInvariants()
    return removed
  }

  private func precedes(_ a: QueuedPod, _ b: QueuedPod) -> Bool {
    if isBefore(a, b) { return true }
    return !isBefore(b, a) && a.sequence < b.sequence
  }

  private mutating func rise(_ start: Int) {
    var place = start
    while place > 0 {
      let parent = (place - 1) / 2
      guard precedes(pods[place], pods[parent]) else { return }
      swap(place, parent)
      place = parent
    }
  }

  private mutating func sink(_ start: Int) {
    var place = start
    while true {
      let left = 2 * place + 1
      guard left < pods.count else { return }
      let right = left + 1
      let child = right < pods.count && precedes(pods[right], pods[left]) ? right : left
      guard precedes(pods[child], pods[place]) else { return }
      swap(place, child)
      place = child
    }
  }

  private mutating func swap(_ a: Int, _ b: Int) {
    pods.swapAt(a, b)
    places[pods[a].identity] = a
    places[pods[b].identity] = b
  }

  #if INTERNAL_CHECKS
    private func checkInvariants() {
      precondition(places.count == pods.count, "\(places.count) places of \(pods.count) pods")
      for place in pods.indices {
        precondition(places[pods[place].identity] == place, "\(pods[place].identity) is misplaced")
        let parent = (place - 1) / 2
        let isSorted = place == 0 || !precedes(pods[place], pods[parent])
        precondition(isSorted, "\(place) is before its parent \(parent)")
      }
    }
  #else
    private func checkInvariants() {}
  #endif
}
