import KubeAPI
import Units

/// Something that a component wants known of an object.
public struct EventNote: Hashable, Sendable {
  /// What it happened to.
  public var object: ObjectReference
  /// How bad it is.
  public var severity: Event.Severity
  /// What happened, as one word in camel case.
  public var reason: String
  /// What happened, as a sentence.
  public var message: String
  /// When it happened.
  public var time: Instant

  /// A note of what happened to `object` at `time`.
  public init(
    _ object: ObjectReference, _ severity: Event.Severity = .normal, reason: String,
    message: String, at time: Instant
  ) {
    self.object = object
    self.severity = severity
    self.reason = reason
    self.message = message
    self.time = time
  }
}

/// Decides which notes of one component become Event objects, and which only raise a count.
///
/// Equal notes raise the count of the first; from the tenth different message about the same object
/// and reason within ten minutes, all go into one "combined" event; and of one object no more than
/// 25 at once and one each 300 s get through.
/// Source: `client-go/tools/record/events_cache.go`, v1.36 (its threshold is "fewer than ten", so
/// nine stand alone: trace s8a_rc_500 shows nine and then sixteen combined).
struct EventCorrelator {
  /// What to do about a note.
  enum Verdict: Hashable {
    /// Nothing: too many of its kind.
    case drop
    /// Store a new event.
    case create(Event)
    /// Raise the count of a stored event.
    case update(Event)
  }

  private struct Similar: Hashable {
    let object: ObjectReference
    let severity: Event.Severity
    let reason: String
  }
  /// A key of the count: all of a note, or for combined events without its message.
  private struct Same: Hashable {
    let similar: Similar
    let message: String?
  }
  private struct Group {
    var messages: Set<String>
    var last: Instant
  }

  private static let messageLimit = 10
  private static let groupLifetime = TimeSpan.minutes(10)
  private static let spamLimit = ClientLimit(qps: 1.0 / 300, burst: 25)
  private static let cacheSize = 4_096

  private let source: String
  private var groups = RecentMemory<Similar, Group>(capacity: cacheSize)
  private var stored = RecentMemory<Same, Event>(capacity: cacheSize)
  private var spam = RecentMemory<ObjectReference, TokenBucket>(capacity: cacheSize)
  private var lastStamp: Int64 = 0

  init(source: String) { self.source = source }

  mutating func judge(_ note: EventNote, at now: Instant) -> Verdict {
    let (key, message) = group(note, at: now)
    let seen = stored[key]
    var event = seen ?? fresh(note)
    event.message = message
    if seen != nil {
      event.count += 1
      event.lastTimestamp = note.time
    }
    stored[key] = event
    var bucket = spam[note.object] ?? TokenBucket(Self.spamLimit)
    let isAllowed = bucket.take(at: now)
    spam[note.object] = bucket
    guard isAllowed else { return .drop }
    return seen == nil ? .create(event) : .update(event)
  }

  /// Takes over what the server stored.
  mutating func remember(_ event: Event, for note: EventNote, at now: Instant) {
    let similar = Similar(
      object: note.object, severity: note.severity, reason: note.reason)
    let isCombined = event.message.hasPrefix(Self.combinedPrefix)
    stored[Same(similar: similar, message: isCombined ? nil : event.message)] = event
  }

  private static let combinedPrefix = "(combined from similar events): "

  private mutating func group(_ note: EventNote, at now: Instant) -> (Same, String) {
    let similar = Similar(
      object: note.object, severity: note.severity, reason: note.reason)
    var group = groups[similar] ?? Group(messages: [], last: now)
    if now - group.last > Self.groupLifetime { group.messages = [] }
    group.messages.insert(note.message)
    group.last = now
    let isCombined = group.messages.count >= Self.messageLimit
    // The real one drops any message here to bound the set; the newest makes it reproducible.
    if isCombined { group.messages.remove(note.message) }
    groups[similar] = group
    return isCombined
      ? (Same(similar: similar, message: nil), Self.combinedPrefix + note.message)
      : (Same(similar: similar, message: note.message), note.message)
  }

  private mutating func fresh(_ note: EventNote) -> Event {
    // The real name ends in the note's nanosecond, in hexadecimal; two of one nanosecond would
    // collide here as they never do there.
    lastStamp = max(lastStamp + 1, note.time.nanoseconds)
    let suffix = String(lastStamp, radix: 16)
    let namespace = note.object.key.namespace.isEmpty ? "default" : note.object.key.namespace
    return Event(
      metadata: ObjectMeta(name: "\(note.object.key.name).\(suffix)", namespace: namespace),
      object: note.object, severity: note.severity, reason: note.reason, message: note.message,
      source: source, time: note.time)
  }
}
