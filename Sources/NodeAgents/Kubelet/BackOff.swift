import Units

/// Waits that double with each failure of one thing and are forgotten after a long calm.
///
/// Source: `staging/src/k8s.io/client-go/util/flowcontrol/backoff.go`, v1.36.
struct BackOff<Key: Hashable> {
  private struct Entry {
    var wait: TimeSpan
    var updated: Instant
  }
  private let first: TimeSpan
  private let longest: TimeSpan
  private var entries: [Key: Entry] = [:]

  /// Waits from `first` to `longest`.
  init(first: TimeSpan, longest: TimeSpan) {
    self.first = first
    self.longest = longest
  }

  /// The present wait of `key`.
  func wait(of key: Key) -> TimeSpan { entries[key]?.wait ?? .zero }

  /// When the wait counted from `event` ends; nil when there is none to wait for at `now`.
  func end(of key: Key, since event: Instant, at now: Instant) -> Instant? {
    guard let entry = entries[key], !isForgotten(entry, at: event) else { return nil }
    let end = event + entry.wait
    return now < end ? end : nil
  }

  /// When the wait counted from the last failure ends; nil when it is over at `now`.
  func endSinceUpdate(of key: Key, at now: Instant) -> Instant? {
    guard let entry = entries[key], !isForgotten(entry, at: now) else { return nil }
    let end = entry.updated + entry.wait
    return now < end ? end : nil
  }

  /// Notes another failure, which happened at `event`.
  mutating func next(_ key: Key, event: Instant, at now: Instant) {
    if let entry = entries[key], !isForgotten(entry, at: event) {
      entries[key] = Entry(wait: min(entry.wait * 2, longest), updated: now)
    } else {
      entries[key] = Entry(wait: first, updated: now)
    }
  }

  /// Forgets all keys for which `isGone` holds.
  mutating func removeAll(where isGone: (Key) -> Bool) {
    entries = entries.filter { !isGone($0.key) }
  }

  private func isForgotten(_ entry: Entry, at event: Instant) -> Bool {
    event - entry.updated > longest * 2
  }
}
