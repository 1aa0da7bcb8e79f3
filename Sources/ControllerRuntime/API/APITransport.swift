import Units

/// The way between one component and the API server: how long messages take, and whether they
/// arrive at all.
///
/// A simulation answers from its links and random streams; the live mode answers zero.
public protocol APITransport: AnyObject {
  /// The time that a call takes to reach the server; nil when the server cannot be reached.
  func requestDelay() -> TimeSpan?
  /// The time from the server's doing a call to the caller's knowing; nil when the answer is lost.
  func responseDelay() -> TimeSpan?
  /// The time from a change to a watcher's seeing it. Events of one watch never overtake each
  /// other. Watches across a link that is down catch up when it is back.
  func watchDelay() -> TimeSpan
}

/// A transport that takes the same time always.
public final class ConstantTransport: APITransport {
  private let oneWay: TimeSpan
  private let watch: TimeSpan

  /// Takes `oneWay` for a request and again for its answer, and `watch` for a watch event.
  public init(oneWay: TimeSpan = .zero, watch: TimeSpan = .zero) {
    self.oneWay = oneWay
    self.watch = watch
  }

  public func requestDelay() -> TimeSpan? { oneWay }
  public func responseDelay() -> TimeSpan? { oneWay }
  public func watchDelay() -> TimeSpan { watch }
}
