import KubeAPI
import Units

/// Writes down what a component did, as Event objects that `kubectl describe` shows.
///
/// Notes are sent one after the other, so a component whose client is busy writes its events late;
/// they never hold up the component itself. Repeated and similar notes are merged, and too many of
/// one object dropped, as `EventCorrelator` says.
/// Source: `client-go/tools/record/event.go`, v1.36.
public final class EventRecorder {
  /// Notes that wait while others are sent; more are dropped (`maxQueuedEvents`).
  private static let queueLimit = 1_000
  /// How often a note that the server could not take is tried again, and after how long.
  private static let triesMax = 12
  private static let pause = TimeSpan.seconds(10)

  private let client: APIClient
  private var correlator: EventCorrelator
  private var queue: [EventNote] = []
  private var head = 0
  private var isSending = false
  /// Notes that were dropped, as spam or for want of room.
  public private(set) var droppedCount = 0

  /// A recorder that sends through `client`, whose name is the events' source unless `source`
  /// names another.
  public init(client: APIClient, source: String? = nil) {
    self.client = client
    correlator = EventCorrelator(source: source ?? client.name)
  }

  /// Notes that `reason` happened to `object`.
  public func record(
    _ object: ObjectReference, _ severity: Event.Severity = .normal, reason: String,
    message: String
  ) {
    guard queue.count - head < Self.queueLimit else {
      droppedCount += 1
      return
    }
    queue.append(
      EventNote(object, severity, reason: reason, message: message, at: client.clock.now))
    sendNext()
  }

  private func sendNext() {
    while !isSending, head < queue.count {
      let note = queue[head]
      head += 1
      if head == queue.count {
        queue.removeAll(keepingCapacity: true)
        head = 0
      }
      switch correlator.judge(note, at: client.clock.now) {
      case .drop: droppedCount += 1
      case .create(let event): send(event, isNew: true, note, tries: 1)
      case .update(let event): send(event, isNew: false, note, tries: 1)
      }
    }
  }

  private func send(_ event: Event, isNew: Bool, _ note: EventNote, tries: Int) {
    isSending = true
    // An update names no version: the recorder is the only writer of its events.
    client.send(isNew ? .create(event) : .update(event)) { [self] result in
      switch result {
      case .success:
        finish()
      case .failure(let error) where error.reason == .notFound && !isNew:
        send(event, isNew: true, note, tries: tries)
      case .failure(let error) where error.reason == .alreadyExists:
        // Another component noted something of the same object in the same nanosecond.
        var renamed = event
        renamed.metadata.name += "1"
        correlator.remember(renamed, for: note, at: client.clock.now)
        send(renamed, isNew: true, note, tries: tries)
      case .failure(let error) where error.reason == .unreachable && tries < Self.triesMax:
        client.clock.after(Self.pause) { self.send(event, isNew: isNew, note, tries: tries + 1) }
      case .failure:
        droppedCount += 1
        finish()
      }
    }
  }

  private func finish() {
    isSending = false
    sendNext()
  }
}
