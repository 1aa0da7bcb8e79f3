import ControllerRuntime
import KubeAPI

/// Hands each change to the watches of its kind, in order, and remembers the last ones for
/// watches that begin a little behind.
final class WatchHub {
  private struct Watch {
    let token: WatchToken
    let handler: (WatchEvent) -> Void
    /// The version of the newest change handed on.
    var version: UInt64
    /// Whether it has ended and is to be dropped when nothing is being delivered.
    var isStopped = false
  }

  /// The last changes of one kind, oldest first, in a ring.
  private struct History {
    var ring: [WatchEvent] = []
    var next = 0
    /// The version of the newest change that is no longer here.
    var forgotten: UInt64 = 0

    mutating func append(_ event: WatchEvent, capacity: Int) {
      guard ring.count == capacity else { return ring.append(event) }
      forgotten = ring[next].object.metadata.resourceVersion
      ring[next] = event
      next = (next + 1) % capacity
    }

    var inOrder: [WatchEvent] { Array(ring[next...] + ring[..<next]) }
  }

  private let capacity: Int
  private var histories: [Kind: History] = [:]
  private var watches: [Kind: [Watch]] = [:]
  private var hasStopped = false
  private var issued: UInt64 = 0
  private var outbox: [WatchEvent] = []
  private var isDelivering = false

  init(capacity: Int) {
    precondition(capacity > 0, "a history of \(capacity) changes is none")
    self.capacity = capacity
  }

  /// Hands `event` to all who watch its kind; a change made by one of them comes after this one
  /// for everybody.
  func post(_ event: WatchEvent) {
    histories[event.object.kind, default: History()].append(event, capacity: capacity)
    outbox.append(event)
    guard !isDelivering else { return }
    isDelivering = true
    var place = 0
    while place < outbox.count {
      deliver(outbox[place])
      place += 1
    }
    outbox.removeAll(keepingCapacity: true)
    isDelivering = false
    dropStopped()
  }

  /// - Complexity: O(*w*) for *w* watches of the kind.
  private func deliver(_ event: WatchEvent) {
    let version = event.object.metadata.resourceVersion
    let kind = event.object.kind
    for place in 0..<(watches[kind]?.count ?? 0) {
      guard let watch = watches[kind]?[place], !watch.isStopped, watch.version < version else {
        continue
      }
      watches[kind]?[place].version = version
      watch.handler(event)
    }
  }

  func watch(
    _ kind: Kind, after version: UInt64, upTo present: UInt64,
    _ handler: @escaping (WatchEvent) -> Void
  ) throws(APIError) -> WatchToken {
    let history = histories[kind] ?? History()
    guard version >= history.forgotten else {
      throw APIError(.expired, "too old resource version: \(version) (\(history.forgotten))")
    }
    issued += 1
    let token = WatchToken(rawValue: issued)
    let missed = history.inOrder.filter { $0.object.metadata.resourceVersion > version }
    watches[kind, default: []].append(Watch(token: token, handler: handler, version: present))
    for event in missed { handler(event) }
    return token
  }

  func stop(_ token: WatchToken) {
    for kind in Kind.allCases {
      guard let place = watches[kind]?.firstIndex(where: { $0.token == token }) else { continue }
      watches[kind]?[place].isStopped = true
      hasStopped = true
    }
    dropStopped()
  }

  /// Drops ended watches, unless a delivery is walking the list.
  private func dropStopped() {
    guard hasStopped, !isDelivering else { return }
    for kind in Kind.allCases { watches[kind]?.removeAll { $0.isStopped } }
    hasStopped = false
  }
}
