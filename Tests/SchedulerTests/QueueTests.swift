import ControllerRuntime
import KubeAPI
import Scheduler
import Testing
import Units

/// A queue on a manual clock.
final class QueueFixture {
  let clock = ManualClock()
  let queue: SchedulingQueue

  init(_ settings: QueueSettings = QueueSettings()) throws {
    queue = SchedulingQueue(
      settings: settings, clock: clock, frameworks: [try Samples.framework()])
  }

  func add(_ pod: Pod) { queue.add(PodInfo(pod)) }

  /// Takes the next pod and has `plugins` turn it down (nobody: something breaks).
  @discardableResult
  func tryNext(turnedDownBy plugins: [String] = ["NodeResourcesFit"]) throws -> QueuedPod {
    let pod = try #require(queue.pop())
    pod.reject(by: plugins)
    queue.addUnschedulable(pod)
    return pod
  }

  func names() -> [String] {
    var names: [String] = []
    while let pod = queue.pop() {
      names.append(pod.info.pod.metadata.name)
      queue.done(pod.info.identity)
    }
    return names
  }

  /// active, backing off, unschedulable
  var counts: [Int] {
    [queue.counts.active, queue.counts.backoff, queue.counts.unschedulable]
  }

  func nodeAdded(_ node: Node = Samples.node("new")) {
    queue.moveAll(ClusterEvent(.node, .add), .node(old: nil, new: node))
  }

  static let strict: QueueSettings = {
    var settings = QueueSettings()
    settings.popsFromBackoff = false
    return settings
  }()
}

struct QueueTests {
  @Test func `higher priority goes first, then longer waiting, then the order of coming`() throws {
    let fixture = try QueueFixture()
    fixture.add(Samples.pod("a"))
    fixture.add(Samples.pod("b"))
    fixture.clock.advance(by: .seconds(1))
    fixture.add(Samples.pod("urgent", priority: 10))
    fixture.add(Samples.pod("c"))
    fixture.add(Samples.pod("lazy", priority: -1))
    #expect(fixture.names() == ["urgent", "a", "b", "c", "lazy"])
  }

  /// Source: `pkg/scheduler/backend/queue/backoff_queue_test.go`, v1.34: the shape of its table.
  @Test(arguments: [(0, 0), (1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (6, 10), (60, 10), (99, 10)])
  func `the wait doubles from one second to ten`(failures: Int, seconds: Int64) {
    #expect(QueueSettings().backoff(after: failures) == .seconds(seconds))
  }

  @Test func `a wait without end settings is no wait`() {
    var settings = QueueSettings()
    settings.longestBackoff = .zero
    #expect(settings.backoff(after: 5) == .zero)
  }

  @Test func `a refused pod waits for an event, then for the end of its back-off`() throws {
    let fixture = try QueueFixture(QueueFixture.strict)
    fixture.add(Samples.pod("p"))
    fixture.clock.run(until: Instant(nanoseconds: 300_000_000))
    try fixture.tryNext()
    #expect(fixture.counts == [0, 0, 1])
    fixture.nodeAdded()
    #expect(fixture.counts == [0, 1, 0])
    // Turned down at 0.3 s, it may go from 1.3 s on; the queue looks at whole seconds.
    fixture.clock.run(until: Instant(nanoseconds: 1_999_999_999))
    #expect(fixture.counts == [0, 1, 0])
    fixture.clock.run(until: Instant(nanoseconds: 2_000_000_000))
    #expect(fixture.counts == [1, 0, 0])
  }

  @Test func `an event after the back-off makes a pod active at once`() throws {
    let fixture = try QueueFixture(QueueFixture.strict)
    fixture.add(Samples.pod("p"))
    try fixture.tryNext()
    fixture.clock.advance(by: .seconds(3))
    fixture.nodeAdded()
    #expect(fixture.counts == [1, 0, 0])
  }

  @Test func `an idle scheduler takes refused pods early, but not broken ones`() throws {
    let fixture = try QueueFixture()
    fixture.add(Samples.pod("refused"))
    try fixture.tryNext()
    fixture.nodeAdded()
    #expect(fixture.counts == [0, 1, 0])
    #expect(fixture.names() == ["refused"])

    fixture.add(Samples.pod("broken"))
    try fixture.tryNext(turnedDownBy: [])
    #expect(fixture.counts == [0, 1, 0])
    #expect(fixture.names() == [])
    fixture.clock.advance(by: .seconds(3))
    #expect(fixture.names() == ["broken"])
  }

  @Test func `errors count apart from refusals`() throws {
    let fixture = try QueueFixture(QueueFixture.strict)
    fixture.add(Samples.pod("p"))
    for _ in 1...4 {
      try fixture.tryNext()
      fixture.clock.advance(by: .seconds(20))
      fixture.nodeAdded()
    }
    let pod = try fixture.tryNext(turnedDownBy: [])
    #expect(pod.unschedulableCount == 4)
    #expect(pod.consecutiveErrors == 1)
    // One error waits one second, whatever came before.
    fixture.clock.advance(by: .seconds(2))
    #expect(fixture.counts == [1, 0, 0])
  }

  @Test func `without an event a pod is tried again after five minutes`() throws {
    let fixture = try QueueFixture()
    fixture.clock.run(until: Instant(nanoseconds: 5_000_000_000))
    fixture.add(Samples.pod("p"))
    try fixture.tryNext()
    fixture.clock.run(until: Instant(nanoseconds: 329_999_999_999))
    #expect(fixture.counts == [0, 0, 1])
    // More than five minutes have passed at the first half minute after 305 s.
    fixture.clock.run(until: Instant(nanoseconds: 330_000_000_000))
    #expect(fixture.counts == [1, 0, 0])
  }

  @Test func `a deleted pod is nowhere any more`() throws {
    let fixture = try QueueFixture()
    for name in ["active", "waiting", "gated"] {
      var pod = Samples.pod(name)
      if name == "gated" { pod.spec.schedulingGates = ["g"] }
      fixture.add(pod)
      if name == "waiting" {
        let taken = [try #require(fixture.queue.pop()), try #require(fixture.queue.pop())]
        for pod in taken where pod.info.pod.metadata.name == "waiting" {
          pod.reject(by: ["NodeResourcesFit"])
          fixture.queue.addUnschedulable(pod)
        }
        fixture.queue.done("uid-active")
        fixture.add(Samples.pod("active"))
      }
    }
    #expect(fixture.counts == [1, 0, 2])
    for name in ["active", "waiting", "gated"] {
      fixture.queue.delete(PodInfo(Samples.pod(name)))
    }
    #expect(fixture.counts == [0, 0, 0])
  }

  /// Sources of unevenness are a fixed multiplicative sequence, so the failing run repeats itself.
  @Test(arguments: UInt64(1)...20)
  func `pods come out sorted however they come and go`(seed: UInt64) throws {
    let fixture = try QueueFixture()
    var state = seed
    func draw(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    var present: [String] = []
    for index in 0..<300 {
      if draw(4) == 0, !present.isEmpty {
        let gone = present.remove(at: Int(draw(UInt64(present.count))))
        fixture.queue.delete(PodInfo(Samples.pod(gone)))
      } else {
        present.append("p\(index)")
        fixture.add(Samples.pod("p\(index)", priority: Int32(draw(5))))
      }
    }
    var last = Int32.max
    var seen: [String] = []
    while let pod = fixture.queue.pop() {
      #expect(pod.info.pod.spec.priority <= last, "seed \(seed)")
      last = pod.info.pod.spec.priority
      seen.append(pod.info.pod.metadata.name)
    }
    #expect(seen.sorted() == present.sorted(), "seed \(seed)")
  }
}
