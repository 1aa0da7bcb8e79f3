import ControllerRuntime
import KubeAPI
import Testing
import Units

struct PlanTests {
  let clock = ManualClock()

  @Test(arguments: [(1, [1]), (7, [1, 2, 4]), (10, [1, 2, 4, 3])])
  func `slow start makes batches of 1, 2, 4 and the rest`(count: Int, sizes: [Int]) {
    let server = StubServer(clock)
    var result: BatchResult?
    client(server).carryOut(
      .slowStart(Array(repeating: .ping(), count: count)) { result = $0; return .done }
    ) { _ in }
    clock.advance(by: .seconds(1))
    let expected = sizes.enumerated().flatMap { step, size in
      Array(repeating: Int64(5 + 10 * step), count: size)
    }
    #expect(server.requests.map { $0.at.nanoseconds / 1_000_000 } == expected)
    #expect(result?.successCount == count)
  }

  @Test func `slow start stops after the batch with the first failure`() {
    let server = StubServer(clock)
    server.answer = { n, _ in
      n == 4 ? .failure(APIError(.forbidden, "exceeded quota")) : .success(.done)
    }
    var result: BatchResult?
    client(server).carryOut(
      .slowStart(Array(repeating: .ping(), count: 20)) { result = $0; return .done }
    ) { _ in }
    clock.advance(by: .seconds(1))
    #expect(server.requests.count == 7)
    #expect(result?.successCount == 6)
    #expect(result?.firstError?.message == "exceeded quota")
    #expect(result?.outcomes.filter { $0 == nil }.count == 13)
  }

  @Test func `500 calls of a slow start take 24 s at 20 a second`() {
    let server = StubServer(clock)
    client(server, limit: .controllerManager).carryOut(
      .slowStart(Array(repeating: .ping(), count: 500)) { _ in .done }) { _ in }
    clock.advance(by: .minutes(1))
    let spread = (server.times.last ?? 0) - (server.times.first ?? 0)
    #expect((22.5...23.6).contains(spread), "took \(spread) s")
  }

  @Test func `plans in order stop at the first that fails`() {
    let server = StubServer(clock)
    server.answer = { n, _ in
      n == 1 ? .failure(APIError(.conflict, "modified")) : .success(.done)
    }
    var outcome: PlanOutcome?
    let plan = Plan.inOrder(
      [.attempt(.ping("a")), .attempt(.ping("b")), .attempt(.ping("c"))]) { .done }
    client(server).carryOut(plan) { outcome = $0 }
    clock.advance(by: .seconds(1))
    #expect(server.requests.count == 2)
    #expect(outcome == .failed(APIError(.conflict, "modified")))
  }

  @Test func `a pool has no more plans under way than its limit`() {
    let server = StubServer(clock)
    let plans: [() -> Plan] = (0..<5).map { _ in { .attempt(.ping()) } }
    var outcomes: [PlanOutcome] = []
    client(server).carryOut(plans, limit: 2) { outcomes = $0 }
    clock.advance(by: .seconds(1))
    #expect(server.times == [0.005, 0.005, 0.015, 0.015, 0.025])
    #expect(outcomes == Array(repeating: .done, count: 5))
  }
}

/// Counts its plans and answers as its script says.
final class ScriptedReconciler: Reconciler {
  var began: [(key: String, at: Double)] = []
  var script: (String) -> Plan = { _ in .done }
  func plan(for key: String, now: Instant) -> Plan {
    began.append((key, now.seconds))
    return script(key)
  }
}

struct ControllerRunnerTests {
  let clock = ManualClock()

  @Test func `a worker is busy until its plan has ended`() {
    let server = StubServer(clock)
    let queue = WorkQueue<String>(clock: clock)
    let reconciler = ScriptedReconciler()
    reconciler.script = { _ in .attempt(.ping()) }
    let runner = ControllerRunner(
      workers: 2, queue: queue, client: client(server), reconciler: reconciler)
    for key in ["a", "b", "c"] { queue.add(key) }
    runner.start()
    clock.advance(by: .seconds(1))
    #expect(reconciler.began.map(\.key) == ["a", "b", "c"])
    #expect(reconciler.began.map(\.at) == [0, 0, 0.01])
    #expect(runner.planCount == 3)
  }

  @Test func `a failing key backs off and is given up after the limit`() {
    let server = StubServer(clock)
    let queue = WorkQueue<String>(clock: clock)
    let reconciler = ScriptedReconciler()
    reconciler.script = { _ in .fail(APIError(.conflict, "no")) }
    let runner = ControllerRunner(
      workers: 1, queue: queue, client: client(server), retryLimit: 3, reconciler: reconciler)
    runner.start()
    queue.add("a")
    clock.advance(by: .minutes(1))
    #expect(reconciler.began.map(\.at) == [0, 0.005, 0.015, 0.035])
    #expect(queue.isIdle)
    #expect(runner.failureCount == 4)
  }

  @Test func `a requeue comes after its delay and counts as success`() {
    let server = StubServer(clock)
    let queue = WorkQueue<String>(clock: clock)
    let reconciler = ScriptedReconciler()
    reconciler.script = { _ in
      reconciler.began.count < 3 ? .requeue(after: .seconds(2)) : .done
    }
    let runner = ControllerRunner(
      workers: 1, queue: queue, client: client(server), reconciler: reconciler)
    runner.start()
    queue.add("a")
    clock.advance(by: .minutes(1))
    #expect(reconciler.began.map(\.at) == [0, 2, 4])
    #expect(runner.failureCount == 0)
  }
}
