import EventKernel
import Machines
import Randomness
import Units

/// A balancer, three pods of four workers, two cores a pod shared by their workers, and a database
/// that serves four queries at a time: the twin of `simpy/tandem.py`.
///
/// A local model, so that both twins do exactly the same: `RequestWorld` does more for a request
/// (sockets, time-outs, an account). The event kernel and the CPUs are those of the simulator.
enum TandemBenchmark {
  static let requests = 500_000

  static func run(python: String?) {
    var result = (mean: 0.0, events: 0.0)
    let seconds = bestOf(5) { result = simulate() }
    let nanoseconds = seconds / Double(requests) * 1e9
    report("tandem_ns", nanoseconds, "ns")
    report("tandem_mean_ms", result.mean, "ms")
    report("tandem_events_per_request", result.events, "events")
    compare("tandem_vs_simpy", script: "tandem.py", python: python, nanoseconds: nanoseconds)
  }

  private static func simulate() -> (mean: Double, events: Double) {
    let model = TandemModel(requests: requests)
    model.engine.schedule(Event(kind: TandemModel.arrival), after: .zero)
    model.engine.run(until: .never, world: model)
    let events = Double(model.engine.executedCount) / Double(requests)
    return (Double(model.state.pointee.total) / Double(requests) / 1e6, events)
  }
}

private final class TandemModel: World {
  static let arrival: UInt16 = 1
  static let database: UInt16 = 2
  static let processor: UInt16 = 3

  static let rate = 0.7 * 6 / 5e6
  static let before = 2e6
  static let query = 2e6
  static let after = 3e6

  struct Job {
    var arrived: Int64
    var pod: UInt32
    var isAfter: Bool
    var next: UInt32
  }

  struct Queue {
    var head = UInt32.max
    var tail = UInt32.max
    var free: Int32
  }

  struct State {
    var arrivals: RandomStream
    var demands: RandomStream
    var picks: RandomStream
    var left: Int
    var total: Int64 = 0
  }

  let engine = Engine()
  let timeline: Timeline
  let processors: ProcessorBank
  let jobs = Slab<Job>()
  let state: UnsafeMutablePointer<State>
  /// Three pods, then the database.
  let queues: UnsafeMutablePointer<Queue>

  init(requests: Int) {
    timeline = engine.timeline
    processors = ProcessorBank(timeline: timeline, eventKind: TandemModel.processor)
    let streams = Streams(seed: 12)
    state = .allocate(capacity: 1)
    state.initialize(
      to: State(
        arrivals: streams.stream("arrivals"), demands: streams.stream("demands"),
        picks: streams.stream("picks"), left: requests))
    queues = .allocate(capacity: 4)
    queues.initialize(repeating: Queue(free: 4), count: 4)
    for _ in 0..<3 {
      _ = processors.addGroup(node: processors.addNode(cores: 2), weight: 1_024)
    }
  }

  deinit {
    jobs.destroy()
    state.deallocate()
    queues.deallocate()
  }

  func handle(_ event: Event) {
    switch event.kind {
    case TandemModel.arrival: arrive()
    case TandemModel.database: finishQuery(event.a)
    default:
      if let token = processors.takeFinished(event.a) { finishSlice(UInt32(token)) }
      processors.concludeEvent(event.a)
    }
  }

  private func arrive() {
    state.pointee.left &-= 1
    if state.pointee.left > 0 {
      let gap = Int64(state.pointee.arrivals.exponential() / TandemModel.rate)
      timeline.schedule(Event(kind: TandemModel.arrival), at: timeline.now + span(gap))
    }
    let pod = state.pointee.picks.uniform(below: 3)
    let job = jobs.insert(
      Job(arrived: timeline.now.nanoseconds, pod: pod, isAfter: false, next: .max))
    if take(Int(pod), job) { beginSlice(job, TandemModel.before) }
  }

  private func span(_ nanoseconds: Int64) -> TimeSpan { TimeSpan(nanoseconds: nanoseconds) }

  /// Takes a free place at a station, or joins its queue.
  @inline(__always)
  private func take(_ station: Int, _ job: UInt32) -> Bool {
    if queues[station].free > 0 {
      queues[station].free &-= 1
      return true
    }
    jobs[job].pointee.next = .max
    if queues[station].tail == .max {
      queues[station].head = job
    } else {
      jobs[queues[station].tail].pointee.next = job
    }
    queues[station].tail = job
    return false
  }

  /// Gives a place at a station to the next who waits.
  @inline(__always)
  private func leave(_ station: Int) -> UInt32? {
    let job = queues[station].head
    if job == .max {
      queues[station].free &+= 1
      return nil
    }
    queues[station].head = jobs[job].pointee.next
    if queues[station].head == .max { queues[station].tail = .max }
    return job
  }

  @inline(__always)
  private func beginSlice(_ job: UInt32, _ mean: Double) {
    let work = state.pointee.demands.exponential() * mean
    processors.start(work: work, group: jobs[job].pointee.pod, token: UInt64(job))
  }

  @inline(__always)
  private func finishSlice(_ job: UInt32) {
    let row = jobs[job]
    if !row.pointee.isAfter {
      if take(3, job) { beginQuery(job) }
      return
    }
    state.pointee.total &+= timeline.now.nanoseconds &- row.pointee.arrived
    let pod = Int(row.pointee.pod)
    jobs.remove(job)
    if let next = leave(pod) { beginSlice(next, TandemModel.before) }
  }

  @inline(__always)
  private func beginQuery(_ job: UInt32) {
    let time = Int64(state.pointee.demands.exponential() * TandemModel.query)
    timeline.schedule(Event(kind: TandemModel.database, a: job), at: timeline.now + span(time))
  }

  private func finishQuery(_ job: UInt32) {
    if let next = leave(3) { beginQuery(next) }
    jobs[job].pointee.isAfter = true
    beginSlice(job, TandemModel.after)
  }
}
