public import ControllerRuntime
public import Units

/// Where images come from: what they weigh, and how fast they travel.
///
/// Pulls that are under way at once share two lines evenly: that of their node, and that of the
/// registry. What one pull cannot use of its share of one line is not given to the others there,
/// which is right when all pulls are held up by the same line. An image is one lump: layers that
/// two images have in common are fetched twice.
public final class Registry {
  /// A pull under way.
  private struct Pull {
    let number: UInt64
    let node: String
    var bytesLeft: Double
    var bytesPerSecond = 0.0
    let then: (Result<Void, RuntimeError>) -> Void
  }

  private let clock: any Clock
  private let lookUp: (String) -> Bytes?
  /// What one node fetches in a second.
  public let perNode: Bytes
  /// What the registry sends in a second to all nodes together; nil: as much as they can take.
  public let total: Bytes?
  /// How long a node waits before it gives up a registry that does not answer.
  public let patience: TimeSpan
  private var pulls: [Pull] = []
  private var nextNumber: UInt64 = 0
  private var updated = Instant.start
  private var timer: TimerToken?
  /// Whether it answers.
  public private(set) var isUp = true
  /// Whether a node reaches it.
  public var isReached: (_ node: String) -> Bool = { _ in true }
  /// Bytes sent so far by pulls that came to their end.
  public private(set) var bytesSent = Bytes.zero

  /// A registry with the images that `lookUp` gives a size; nil: there is no such image.
  ///
  /// Defaults are assumed: 60 MiB/s a node, no limit of the registry's own, 5 s of patience.
  public init(
    clock: any Clock, perNode: Bytes = .mebibytes(60), total: Bytes? = nil,
    patience: TimeSpan = .seconds(5), lookUp: @escaping (String) -> Bytes?
  ) {
    self.clock = clock
    self.perNode = perNode
    self.total = total
    self.patience = patience
    self.lookUp = lookUp
  }

  /// The size of `image`; nil when there is no such image.
  public func size(of image: String) -> Bytes? { lookUp(image) }

  /// Takes the registry away or brings it back; pulls under way break off when it goes.
  public func setUp(_ isUp: Bool) {
    guard self.isUp != isUp else { return }
    self.isUp = isUp
    guard !isUp else { return }
    advance()
    let broken = pulls
    pulls = []
    reschedule()
    for pull in broken { pull.then(.failure(Self.away)) }
  }

  /// Breaks off what `node` is fetching: it does not reach the registry any more.
  public func breakOff(node: String) {
    advance()
    let broken = pulls.filter { $0.node == node }
    pulls.removeAll { $0.node == node }
    reschedule()
    for pull in broken { pull.then(.failure(Self.away)) }
  }

  /// Breaks off what `node` is fetching, without an answer: the machine is gone.
  public func abandon(node: String) {
    advance()
    pulls.removeAll { $0.node == node }
    reschedule()
  }

  /// Sends `image` to `node`; the answer comes when the last byte has.
  ///
  /// - Complexity: O(*n*) in the number of pulls under way, when one begins or ends.
  func fetch(
    _ image: String, to node: String, then: @escaping (Result<Void, RuntimeError>) -> Void
  ) {
    guard isUp, isReached(node) else {
      clock.after(patience) { then(.failure(Self.away)) }
      return
    }
    guard let size = lookUp(image) else {
      let message = "failed to resolve reference \"\(image)\": not found"
      return then(.failure(RuntimeError(reason: "ErrImagePull", message: message)))
    }
    advance()
    nextNumber += 1
    pulls.append(
      Pull(
        number: nextNumber, node: node, bytesLeft: Double(size.count),
        then: { [weak self] result in
          if case .success = result, let self { bytesSent = bytesSent + size }
          then(result)
        }))
    reschedule()
  }

  static let away = RuntimeError(
    reason: "ErrImagePull", message: "failed to resolve reference: the registry does not answer")

  /// Brings what is left of each pull up to now.
  private func advance() {
    let seconds = (clock.now - updated).seconds
    updated = clock.now
    guard seconds > 0 else { return }
    for index in pulls.indices {
      pulls[index].bytesLeft -= pulls[index].bytesPerSecond * seconds
    }
  }

  /// Shares the lines anew and sets the timer to the first pull's end.
  private func reschedule() {
    if let timer { clock.cancel(timer) }
    timer = nil
    guard !pulls.isEmpty else { return }
    var counts: [String: Int] = [:]
    for pull in pulls { counts[pull.node, default: 0] += 1 }
    var first = Double.infinity
    for index in pulls.indices {
      let ofNode = Double(perNode.count) / Double(counts[pulls[index].node] ?? 1)
      let ofRegistry = total.map { Double($0.count) / Double(pulls.count) } ?? .infinity
      pulls[index].bytesPerSecond = min(ofNode, ofRegistry)
      first = min(first, max(0, pulls[index].bytesLeft) / pulls[index].bytesPerSecond)
    }
    timer = clock.after(TimeSpan(seconds: first)) { [weak self] in self?.complete() }
  }

  private func complete() {
    timer = nil
    advance()
    // Times are whole nanoseconds, so up to a byte may be left of what is over.
    let done = pulls.filter { $0.bytesLeft < 1 }
    pulls.removeAll { $0.bytesLeft < 1 }
    reschedule()
    for pull in done { pull.then(.success(())) }
  }
}
