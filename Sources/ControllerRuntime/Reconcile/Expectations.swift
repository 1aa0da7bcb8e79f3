import KubeAPI
import Units

/// What a controller has asked for and not yet seen in its informers.
///
/// Until it has seen all (or five minutes have passed) it must not create or delete for that
/// object again, or it would answer the same need twice from a stale cache.
/// Source: `pkg/controller/controller_utils.go` (ControllerExpectations,
/// UIDTrackingControllerExpectations), v1.36.
public struct Expectations: Sendable {
  private struct Record {
    var creations: Int
    var deletions: Set<ObjectKey>
    var since: Instant
  }

  private let timeout: TimeSpan
  private var records: [ObjectKey: Record] = [:]

  /// Expectations that are given up after `timeout`.
  public init(timeout: TimeSpan = .minutes(5)) { self.timeout = timeout }

  /// Expects `count` new objects of `owner`, in place of all expected before.
  public mutating func expectCreations(_ count: Int, of owner: ObjectKey, at now: Instant) {
    records[owner] = Record(creations: count, deletions: [], since: now)
  }

  /// Expects `objects` of `owner` to go, in place of all expected before.
  public mutating func expectDeletions(
    _ objects: [ObjectKey], of owner: ObjectKey, at now: Instant
  ) {
    records[owner] = Record(creations: 0, deletions: Set(objects), since: now)
  }

  /// Takes `count` creations off: seen, failed, or never tried.
  public mutating func observeCreation(of owner: ObjectKey, count: Int = 1) {
    guard let creations = records[owner]?.creations else { return }
    records[owner]?.creations = max(0, creations - count)
  }

  /// Takes the deletion of `object` off: seen (or its deletion timestamp), or failed.
  public mutating func observeDeletion(of object: ObjectKey, owner: ObjectKey) {
    records[owner]?.deletions.remove(object)
  }

  /// Whether `owner` may be acted upon: nothing outstanding, or waited for too long.
  public func areMet(for owner: ObjectKey, at now: Instant) -> Bool {
    guard let record = records[owner] else { return true }
    if record.creations == 0 && record.deletions.isEmpty { return true }
    return now - record.since > timeout
  }

  /// Expects nothing of `owner` any more.
  public mutating func forget(_ owner: ObjectKey) { records[owner] = nil }
}
