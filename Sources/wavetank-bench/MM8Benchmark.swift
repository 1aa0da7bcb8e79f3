import EventKernel
import Randomness
import Units

/// M/M/8 at a load of 0.8: the smallest queueing model, on the bare event kernel.
///
/// The twin of `simpy/mm8.py`: exponential arrivals and services, one first-come queue, and the sum
/// of times in the system.
enum MM8Benchmark {
  static let requests = 2_000_000

  static func run(python: String?) {
    var mean = 0.0
    let seconds = bestOf(5) { mean = simulate() }
    let nanoseconds = seconds / Double(requests) * 1e9
    report("mm8_ns", nanoseconds, "ns")
    // Erlang C: 1.2867 mean services.
    precondition(abs(mean - 1.2867) < 0.02, "M/M/8 took \(mean) services in the mean")
    compare("mm8_vs_simpy", script: "mm8.py", python: python, nanoseconds: nanoseconds)
  }

  /// One run of the given length, for counting instructions under callgrind.
  static func runOnce(requests: Int) {
    report("mm8_once_mean", simulate(requests: requests), "services")
  }

  private static func simulate(requests: Int = MM8Benchmark.requests) -> Double {
    let model = MultiServerModel(servers: 8, load: 0.8, requests: requests)
    model.engine.schedule(Event(kind: MultiServerModel.arrival), after: .zero)
    model.engine.run(until: .never, world: model)
    return model.totalInSystem / Double(requests)
  }
}

/// A queue with c servers; times are in mean services of a million nanoseconds.
private final class MultiServerModel: World {
  static let arrival: UInt16 = 1
  static let departure: UInt16 = 2
  static let service = 1_000_000.0

  struct State {
    var arrivals: RandomStream
    var services: RandomStream
    var idle: Int
    var left: Int
    /// Arrival times of those who wait, in a ring.
    var head = 0
    var tail = 0
    var total: Int64 = 0
  }

  let engine = Engine()
  let timeline: Timeline
  let state: UnsafeMutablePointer<State>
  let queue: UnsafeMutablePointer<Int64>
  let meanGap: Double

  init(servers: Int, load: Double, requests: Int) {
    timeline = engine.timeline
    let streams = Streams(seed: 11)
    state = .allocate(capacity: 1)
    state.initialize(
      to: State(
        arrivals: streams.stream("arrivals"), services: streams.stream("services"), idle: servers,
        left: requests))
    queue = .allocate(capacity: 1 << 16)
    meanGap = MultiServerModel.service / (load * Double(servers))
  }

  deinit {
    state.deallocate()
    queue.deallocate()
  }

  var totalInSystem: Double { Double(state.pointee.total) / MultiServerModel.service }

  func handle(_ event: Event) {
    let now = timeline.now.nanoseconds
    if event.kind == MultiServerModel.arrival {
      state.pointee.left &-= 1
      if state.pointee.left > 0 {
        let gap = Int64(state.pointee.arrivals.exponential() * meanGap)
        timeline.schedule(
          Event(kind: MultiServerModel.arrival), at: Instant(nanoseconds: now &+ gap))
      }
      if state.pointee.idle > 0 {
        state.pointee.idle &-= 1
        begin(arrived: now, now)
      } else {
        queue[state.pointee.tail & 0xffff] = now
        state.pointee.tail &+= 1
      }
    } else if state.pointee.head < state.pointee.tail {
      let arrived = queue[state.pointee.head & 0xffff]
      state.pointee.head &+= 1
      begin(arrived: arrived, now)
    } else {
      state.pointee.idle &+= 1
    }
  }

  @inline(__always)
  private func begin(arrived: Int64, _ now: Int64) {
    let end = now &+ Int64(state.pointee.services.exponential() * MultiServerModel.service)
    state.pointee.total &+= end &- arrived
    timeline.schedule(Event(kind: MultiServerModel.departure), at: Instant(nanoseconds: end))
  }
}
