import KubeAPI
import Results
import Units

/// Writes down the cluster's events, one row for each time that one happened.
struct EventCollector {
  /// The events, in order of time.
  private(set) var events: [EventRow] = []

  /// Takes in an event that was recorded or counted once more.
  mutating func observe(_ event: Event, at now: Instant) {
    let object = event.object.key
    events.append(
      EventRow(
        at: now, type: event.severity.rawValue, reason: event.reason,
        object: "\(event.object.kind.rawValue.lowercased())/\(object.name)",
        source: event.source, message: event.message))
  }
}
