import ControllerRuntime
import Testing
import Units

struct WorkQueueTests {
  let clock = ManualClock()

  @Test func `a key added twice is handed out once`() {
    let queue = WorkQueue<String>(clock: clock)
    queue.add("a")
    queue.add("b")
    queue.add("a")
    #expect(queue.next() == "a")
    #expect(queue.next() == "b")
    #expect(queue.next() == nil)
  }

  @Test func `a key added while worked on comes again, once, when the work is done`() {
    let queue = WorkQueue<String>(clock: clock)
    queue.add("a")
    #expect(queue.next() == "a")
    queue.add("a")
    queue.add("a")
    #expect(queue.next() == nil)
    queue.done("a")
    #expect(queue.next() == "a")
    queue.done("a")
    #expect(queue.next() == nil)
    #expect(queue.isIdle)
  }

  @Test func `of several delays the earliest counts`() {
    let queue = WorkQueue<String>(clock: clock)
    queue.add("a", after: .seconds(10))
    queue.add("a", after: .seconds(3))
    queue.add("a", after: .seconds(5))
    clock.advance(by: .milliseconds(2_999))
    #expect(queue.count == 0)
    clock.advance(by: .milliseconds(1))
    #expect(queue.next() == "a")
    queue.done("a")
    clock.advance(by: .seconds(60))
    #expect(queue.next() == nil)
  }

  @Test(arguments: [(0, 5), (1, 10), (2, 20), (10, 5_120), (17, 655_360), (18, 1_000_000),
    (60, 1_000_000), (80, 1_000_000)])
  func `a key's own back-off doubles up to 1000 s`(failures: Int, wait: Int64) {
    var limiter = RetryLimiter<String>(overall: ClientLimit(qps: 0, burst: 1))
    for _ in 0..<failures { _ = limiter.wait(for: "a", at: .start) }
    #expect(limiter.wait(for: "a", at: .start) == .milliseconds(wait))
    limiter.forget("a")
    #expect(limiter.wait(for: "a", at: .start) == .milliseconds(5))
  }

  @Test func `all keys together are let through 100 at once and 10 a second`() {
    var limiter = RetryLimiter<Int>()
    let waits = (0..<130).map { limiter.wait(for: $0, at: .start) }
    #expect(waits[99] == .milliseconds(5))
    #expect(waits[100] == .milliseconds(100))
    #expect(waits[129] == .seconds(3))
  }
}
