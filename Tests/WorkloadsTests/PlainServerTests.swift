import EventKernel
import Network
import Randomness
import Testing
import Units
import Workloads

/// Plain servers with priorities, servers that pass requests on, and clients without patience.
@Suite struct PlainServerTests {
  static let second = Distribution.deterministic(1)

  /// One request at `moment`, which is 1,000 s or later.
  static func ask(
    _ fixture: Fixture, _ name: String, at moment: Double,
    change: @escaping (inout ClientParameters) -> Void = { _ in }
  ) {
    let endpoint = fixture.world.endpoint(named: name)
    _ = fixture.client(
      .constant(.constant(Rate(perSecond: 0.001))), name: "\(name) at \(moment)",
      start: TimeSpan(seconds: moment - 1_000), mix: [(endpoint, 1)]
    ) { client in
      client.stop = .start + TimeSpan(seconds: moment + 1)
      client.timeout = .hours(1)
      change(&client)
    }
  }

  /// When each request ended, in order, and how.
  static func ends(_ fixture: Fixture) -> [String] {
    fixture.world.ledger.takeTraced().map { record in
      #expect(record.stages.total == record.latency.nanoseconds)
      let name = fixture.world.endpoints[Int(record.endpoint)]
      let tenths = (record.ended.nanoseconds + 50_000_000) / 100_000_000
      return "\(name) \(tenths) \(record.cause)"
    }
  }

  static func classes(_ fixture: Fixture, preemptive: Bool) -> PlainServerParameters {
    var server = PlainServerParameters(service: second)
    server.isPreemptive = preemptive
    server.classes = [
      PlainClass(endpoint: fixture.world.endpoint(named: "gold"), priority: 2),
      PlainClass(endpoint: fixture.world.endpoint(named: "silver"), priority: 1),
      PlainClass(
        endpoint: fixture.world.endpoint(named: "quick"), service: .deterministic(0.3),
        priority: -1),
    ]
    return server
  }

  @Test func `who is more urgent goes first, and of equals who came first`() {
    let fixture = Fixture()
    fixture.traceAll()
    fixture.expose([fixture.start(.plain(Self.classes(fixture, preemptive: false)))])
    for (name, moment) in [
      ("other", 1_010.0), ("quick", 1_010.1), ("other", 1_010.2), ("silver", 1_010.3),
      ("gold", 1_010.4), ("silver", 1_010.5), ("gold", 1_010.6),
    ] { Self.ask(fixture, name, at: moment) }
    fixture.run(to: 1_100)
    #expect(
      Self.ends(fixture) == [
        "other 10110 none", "gold 10120 none", "gold 10130 none", "silver 10140 none",
        "silver 10150 none", "other 10160 none", "quick 10163 none",
      ])
  }

  @Test func `the interrupted go on where they were, before others of their kind`() {
    let fixture = Fixture()
    fixture.traceAll()
    fixture.expose([fixture.start(.plain(Self.classes(fixture, preemptive: true)))])
    for (name, moment) in [
      ("other", 1_010.0), ("other", 1_010.2), ("silver", 1_010.4), ("gold", 1_010.6),
      ("silver", 1_010.7),
    ] { Self.ask(fixture, name, at: moment) }
    fixture.run(to: 1_100)
    // The first silver has 0.8 s left when gold comes; the first other 0.6 s when silver comes.
    #expect(
      Self.ends(fixture) == [
        "gold 10116 none", "silver 10124 none", "silver 10134 none", "other 10140 none",
        "other 10150 none",
      ])
  }

  @Test func `an interruption finds room in a full queue, an arrival does not`() {
    let fixture = Fixture()
    fixture.traceAll()
    var server = Self.classes(fixture, preemptive: true)
    server.queueCapacity = 0
    fixture.expose([fixture.start(.plain(server))])
    for (name, moment) in [("other", 1_010.0), ("gold", 1_010.5), ("gold", 1_010.6)] {
      Self.ask(fixture, name, at: moment)
    }
    fixture.run(to: 1_100)
    #expect(
      Self.ends(fixture) == ["gold 10106 queueFull", "gold 10115 none", "other 10120 none"])
  }

  @Test func `clients leave a queue when their patience ends, and no service`() {
    let fixture = Fixture()
    fixture.traceAll()
    fixture.expose([fixture.start(.plain(PlainServerParameters(service: Self.second)))])
    func patience(_ seconds: Double) -> (inout ClientParameters) -> Void {
      { $0.patience = .deterministic(seconds) }
    }
    Self.ask(fixture, "served", at: 1_010, change: patience(0.1))
    Self.ask(fixture, "leaves", at: 1_010.2, change: patience(0.5))
    Self.ask(fixture, "waits", at: 1_010.4, change: patience(0.7))
    Self.ask(fixture, "forever", at: 1_010.5)
    fixture.run(to: 1_100)
    #expect(
      Self.ends(fixture) == [
        "leaves 10107 clientTimeout", "served 10110 none", "waits 10120 none",
        "forever 10130 none",
      ])
  }

  @Test func `who has left asks again when told to`() {
    let fixture = Fixture()
    fixture.traceAll()
    fixture.expose([fixture.start(.plain(PlainServerParameters(service: Self.second)))])
    Self.ask(fixture, "first", at: 1_010)
    Self.ask(fixture, "again", at: 1_010.1) { client in
      client.patience = .deterministic(0.2)
      client.retries = 1
      client.backoff = .seconds(1)
    }
    fixture.run(to: 1_100)
    #expect(Self.ends(fixture) == ["first 10110 none", "again 10123 none"])
  }

  /// Two Services: the first passes `share` of its requests on to the second.
  static func chain(
    _ fixture: Fixture, share: Double = 1, exposed: Bool = true,
    back: PlainServerParameters = PlainServerParameters(service: .deterministic(2))
  ) -> UInt32 {
    let world = fixture.world
    let next = world.addService()
    var front = PlainServerParameters(service: second)
    front.next = [PlainHop(service: next, share: share)]
    let pod = fixture.start(.plain(back), on: 1, name: "back")
    let table = world.publish(service: next, pods: exposed ? [pod] : [], port: 80)
    for node in fixture.nodes { world.apply(service: next, version: table, node: node) }
    fixture.expose([fixture.start(.plain(front), on: 0, name: "front")])
    return pod
  }

  @Test func `a server that passes on is free for the next at once`() {
    let fixture = Fixture(nodes: 2)
    fixture.traceAll()
    var back = PlainServerParameters(service: .deterministic(2))
    back.servers = 8
    _ = Self.chain(fixture, back: back)
    Self.ask(fixture, "a", at: 1_010)
    Self.ask(fixture, "b", at: 1_010.1)
    fixture.run(to: 1_100)
    #expect(Self.ends(fixture) == ["a 10130 none", "b 10140 none"])
  }

  @Test func `the way there and back is as long as all its parts`() {
    var latencies = LatencyModel.instantaneous
    latencies.sameZone = .deterministic(0.4)
    let fixture = Fixture(nodes: 2, latencies: latencies)
    fixture.traceAll()
    _ = Self.chain(fixture)
    Self.ask(fixture, "a", at: 1_010)
    fixture.run(to: 1_100)
    let record = Self.ends(fixture)
    // From the balancer's node to the pod on it, or on the other; then from pod to pod: a round
    // trip for the connection and one for the request and its answer.
    #expect(record == ["a 10138 none"] || record == ["a 10146 none"])
  }

  @Test func `what fails behind a server is a 502 of that server`() {
    let nobody = Fixture(nodes: 2)
    nobody.traceAll()
    _ = Self.chain(nobody, exposed: false)
    Self.ask(nobody, "a", at: 1_010)
    nobody.run(to: 1_100)
    #expect(Self.ends(nobody) == ["a 10110 nextFailed"])

    let killed = Fixture(nodes: 2)
    killed.traceAll()
    let back = Self.chain(killed)
    Self.ask(killed, "a", at: 1_010)
    Self.ask(killed, "b", at: 1_015)
    killed.run(to: 1_012)
    killed.world.killServer(pod: back)
    killed.run(to: 1_100)
    #expect(Self.ends(killed) == ["a 10120 nextFailed", "b 10160 nextFailed"])
  }

  @Test func `a request that goes round in no time is cut, and not for ever`() {
    let fixture = Fixture()
    fixture.traceAll()
    var server = PlainServerParameters(service: .deterministic(0.0))
    server.next = [PlainHop(service: fixture.service)]
    fixture.expose([fixture.start(.plain(server))])
    Self.ask(fixture, "a", at: 1_010)
    fixture.run(to: 1_011)
    #expect(Self.ends(fixture) == ["a 10100 nextFailed"])
  }

  @Test func `a share goes on, and the rest is answered`() {
    let fixture = Fixture(nodes: 2)
    fixture.traceAll()
    var back = PlainServerParameters(service: .deterministic(0.5))
    back.servers = 1_000
    _ = Self.chain(fixture, share: 0.3, back: back)
    for number in 0..<400 { Self.ask(fixture, "a\(number)", at: 1_010 + 2 * Double(number)) }
    fixture.run(to: 2_000)
    let long = fixture.world.ledger.takeTraced().filter { $0.latency > .milliseconds(1_200) }
    #expect((90...150).contains(long.count))
  }
}
