import ControllerRuntime
import KubeAPI
import Testing
import Units

/// A way that can be cut in either direction.
final class CuttableTransport: APITransport {
  var isRequestLost = false
  var isResponseLost = false
  func requestDelay() -> TimeSpan? { isRequestLost ? nil : .milliseconds(3) }
  func responseDelay() -> TimeSpan? { isResponseLost ? nil : .milliseconds(4) }
  func watchDelay() -> TimeSpan { .milliseconds(5) }
}

struct APIClientTests {
  let clock = ManualClock()
  let transport = CuttableTransport()

  func client(_ server: StubServer, limit: ClientLimit) -> APIClient {
    APIClient(name: "c", server: server, clock: clock, transport: transport, limit: limit)
  }

  @Test func `a call takes its way there and back`() {
    let server = StubServer(clock)
    var answeredAt: Double?
    client(server, limit: .kubelet).send(.ping()) { _ in answeredAt = clock.now.seconds }
    clock.advance(by: .seconds(1))
    #expect(server.times == [0.003])
    #expect(answeredAt == 0.007)
  }

  @Test(arguments: [(true, 0), (false, 1)])
  func `a lost call or answer is an error after ten seconds, done or not`(
    loseRequest: Bool, performed: Int
  ) {
    let server = StubServer(clock)
    transport.isRequestLost = loseRequest
    transport.isResponseLost = !loseRequest
    var reason: APIError.Reason?
    client(server, limit: .kubelet).send(.ping()) { result in
      if case .failure(let error) = result { reason = error.reason }
    }
    clock.advance(by: .milliseconds(9_999))
    #expect(reason == nil)
    clock.advance(by: .milliseconds(5))
    #expect(reason == .unreachable)
    #expect(server.requests.count == performed)
  }

  @Test func `calls beyond the burst wait for tokens, in order`() {
    let server = StubServer(clock)
    let client = client(server, limit: ClientLimit(qps: 2, burst: 3))
    for n in 0..<5 { client.send(.ping("p\(n)")) { _ in } }
    clock.advance(by: .seconds(10))
    #expect(server.requests.map { $0.at.nanoseconds / 1_000_000 } == [3, 3, 3, 503, 1_003])
    for n in 5..<9 { client.send(.ping("p\(n)")) { _ in } }
    clock.advance(by: .seconds(10))
    #expect(server.requests.dropFirst(5).map { $0.at.nanoseconds / 1_000_000 }
      == [10_003, 10_003, 10_003, 10_503])
  }

  @Test func `a bucket that is asked only takes what it has`() {
    var bucket = TokenBucket(ClientLimit(qps: 0.5, burst: 2))
    let asked: [(Int64, Bool)] = [
      (0, true), (0, true), (0, false), (1_999, false), (2_000, true), (2_000, false),
      (60_000, true), (60_000, true), (60_000, false),
    ]
    for (ms, expected) in asked {
      let taken = bucket.take(at: .start + .milliseconds(ms))
      #expect(taken == expected, "at \(ms) ms")
    }
  }
}
