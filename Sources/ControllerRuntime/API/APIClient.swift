import KubeAPI
import Units

/// A component's way to the API server: limited in calls a second, and taking time.
///
/// A call waits for a token of the component's bucket, travels, takes effect on the server, and
/// its answer travels back. Calls are answered in the order in which their answers arrive.
public final class APIClient {
  /// The component's name, as the `source` of its events.
  public let name: String
  /// The time that the component lives in.
  public let clock: any Clock
  private let server: any APIServer
  private let transport: any APITransport
  private var bucket: TokenBucket
  /// Calls made so far.
  public private(set) var callCount = 0

  /// The client of the component `name`.
  public init(
    name: String, server: any APIServer, clock: any Clock, transport: any APITransport,
    limit: ClientLimit
  ) {
    self.name = name
    self.server = server
    self.clock = clock
    self.transport = transport
    bucket = TokenBucket(limit)
  }

  /// Sends `request` and hands its outcome to `completion` when the answer has come.
  ///
  /// A server out of reach answers `unreachable` after `unreachableAfter`.
  public func send(_ request: APIRequest, then completion: @escaping (APIResult) -> Void) {
    callCount += 1
    let wait = bucket.reserve(at: clock.now)
    if wait > .zero {
      clock.after(wait) { self.travel(request, completion) }
    } else {
      travel(request, completion)
    }
  }

  /// How long a client waits for a server that it cannot reach.
  ///
  /// Ten seconds is what a kubelet's and a lease's calls use (`nodeLeaseRenewTimeout`).
  public static let unreachableAfter = TimeSpan.seconds(10)

  private func travel(_ request: APIRequest, _ completion: @escaping (APIResult) -> Void) {
    guard let delay = transport.requestDelay() else { return lose(completion) }
    clock.after(delay) {
      let result = self.server.perform(request)
      guard let back = self.transport.responseDelay() else { return self.lose(completion) }
      self.clock.after(back) { completion(result) }
    }
  }

  private func lose(_ completion: @escaping (APIResult) -> Void) {
    clock.after(Self.unreachableAfter) {
      completion(.failure(APIError(.unreachable, "the server could not be reached in time")))
    }
  }
}
