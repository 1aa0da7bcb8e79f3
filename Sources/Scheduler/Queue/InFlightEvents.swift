/// Remembers what happened while pods were being tried.
///
/// A pod that is turned down is looked at again in the light of the events that came after its try
/// began: one of them may have made room that the try did not see.
///
/// Source: `pkg/scheduler/backend/queue/active_queue.go` (inFlightEvents), v1.34.
struct InFlightEvents {
  /// One event with its objects.
  struct Record {
    let event: ClusterEvent
    let objects: ChangedObjects
  }

  private var records: [Record] = []
  /// The number of the first record, counted from the beginning.
  private var base = 0
  /// For each pod in flight, the number of the first record after its try began.
  private var starts: [String: Int] = [:]

  var isEmpty: Bool { starts.isEmpty }

  func contains(_ identity: String) -> Bool { starts[identity] != nil }

  /// A try begins.
  /// - Returns: false if the pod is in flight already.
  mutating func begin(_ identity: String) -> Bool {
    guard starts[identity] == nil else { return false }
    starts[identity] = base + records.count
    return true
  }

  /// Something happened; without pods in flight nobody needs to know.
  mutating func append(_ event: ClusterEvent, _ objects: ChangedObjects) {
    if !starts.isEmpty { records.append(Record(event: event, objects: objects)) }
  }

  /// What happened since the pod's try began.
  func since(_ identity: String) -> ArraySlice<Record> {
    starts[identity].map { records[($0 - base)...] } ?? []
  }

  /// A try is over; events that no other pod needs are dropped.
  mutating func end(_ identity: String) {
    guard starts.removeValue(forKey: identity) != nil else { return }
    guard let oldest = starts.values.min() else {
      base += records.count
      records.removeAll(keepingCapacity: true)
      return
    }
    records.removeFirst(oldest - base)
    base = oldest
  }

  /// The number of events kept.
  var recordCount: Int { records.count }
}
