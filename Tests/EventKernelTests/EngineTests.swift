import EventKernel
import Testing
import Units

/// Writes down what it is given, and does what a test asks for on an event.
final class RecordingWorld: World {
  var seen: [(time: Instant, a: UInt32)] = []
  var onEvent: (Event) -> Void = { _ in }
  let engine: Engine

  init(_ engine: Engine) { self.engine = engine }

  func handle(_ event: Event) {
    seen.append((engine.now, event.a))
    onEvent(event)
  }
}

@Suite struct EngineTests {
  @Test func `typed events and closures of one instant keep the order of scheduling`() {
    let engine = Engine()
    let world = RecordingWorld(engine)
    let time = Instant(nanoseconds: 7)
    engine.schedule(Event(kind: 1, a: 0), at: time)
    engine.at(time) { world.seen.append((engine.now, 1)) }
    engine.schedule(Event(kind: 1, a: 2), at: time)
    engine.at(time) {
      world.seen.append((engine.now, 3))
      engine.after(.zero) { world.seen.append((engine.now, 5)) }
    }
    engine.schedule(Event(kind: 1, a: 4), at: time)
    #expect(engine.run(until: time, world: world) == .ranOut)
    #expect(world.seen.map(\.a) == [0, 1, 2, 3, 4, 5])
    #expect(engine.executedCount == 6)
    engine.checkInvariants()
  }

  @Test func `a run ends with the clock at its limit and leaves later events pending`() {
    let engine = Engine()
    let world = RecordingWorld(engine)
    for second in 1...5 {
      engine.schedule(Event(kind: 1, a: UInt32(second)), at: .start + .seconds(Int64(second)))
    }
    #expect(engine.run(until: .start + .seconds(3), world: world) == .reachedLimit)
    #expect(world.seen.map(\.a) == [1, 2, 3])
    #expect(engine.now == .start + .seconds(3))
    engine.schedule(Event(kind: 1, a: 9), after: .milliseconds(1))
    #expect(engine.nextTime == .start + .milliseconds(3_001))
    #expect(engine.run(until: .never, world: world) == .ranOut)
    #expect(world.seen.map(\.a) == [1, 2, 3, 9, 4, 5])
    #expect(engine.now == .start + .seconds(5))
    #expect(engine.isEmpty)
  }

  @Test func `a handler can stop the run, and it goes on from there`() {
    let engine = Engine()
    let world = RecordingWorld(engine)
    world.onEvent = { if $0.a == 2 { engine.stop() } }
    for index in 1...3 { engine.schedule(Event(kind: 1, a: UInt32(index)), after: .seconds(1)) }
    #expect(engine.run(until: .never, world: world) == .stopped)
    #expect(world.seen.count == 2)
    #expect(engine.step(world: world))
    #expect(!engine.step(world: world))
    #expect(world.seen.map(\.a) == [1, 2, 3])
  }

  @Test func `a cancelled closure never runs and lets go of what it holds`() {
    let engine = Engine()
    final class Token {}
    weak var weakToken: Token?
    var handle = EventHandle.none
    do {
      let token = Token()
      weakToken = token
      handle = engine.after(.seconds(1)) { _ = token }
    }
    #expect(weakToken != nil)
    #expect(engine.cancel(handle))
    #expect(weakToken == nil)
    #expect(!engine.cancel(handle))
    #expect(engine.run(until: .never, world: EmptyWorld()) == .ranOut)
  }

  @Test func `a moved event runs once, at its new time, behind those already there`() {
    let engine = Engine()
    let world = RecordingWorld(engine)
    let moved = engine.schedule(Event(kind: 1, a: 1), after: .seconds(1))
    engine.schedule(Event(kind: 1, a: 2), after: .seconds(2))
    #expect(engine.reschedule(moved, at: .start + .seconds(2)))
    engine.run(until: .never, world: world)
    #expect(world.seen.map(\.a) == [2, 1])
    #expect(!engine.reschedule(moved, at: .start + .seconds(3)))
  }

  @Test func `the trace hash tells two orders apart and repeats for one`() {
    func trace(_ order: [UInt32]) -> UInt64 {
      let engine = Engine()
      engine.startTrace()
      for a in order { engine.schedule(Event(kind: 1, a: a), after: .seconds(1)) }
      engine.run(until: .never, world: RecordingWorld(engine))
      return engine.traceHash
    }
    #expect(trace([1, 2, 3]) == trace([1, 2, 3]))
    #expect(trace([1, 2, 3]) != trace([1, 3, 2]))
  }

  @Test func `a pacer runs what the wall clock calls for and says how long to wait`() {
    let engine = Engine()
    let world = RecordingWorld(engine)
    for second in 1...10 {
      engine.schedule(Event(kind: 1, a: UInt32(second)), at: .start + .seconds(Int64(second)))
    }
    var wall = TimeSpan.seconds(100)
    var pacer = Pacer(speed: 2, now: engine.now, wallClock: { wall })
    #expect(pacer.waitBeforeNextEvent(of: engine) == .milliseconds(500))
    wall = .seconds(101)
    pacer.catchUp(engine, world: world)
    #expect(world.seen.map(\.a) == [1, 2])
    #expect(engine.now == .start + .seconds(2))
    pacer.setSpeed(1)
    wall = .seconds(103)
    pacer.catchUp(engine, world: world)
    #expect(world.seen.map(\.a) == [1, 2, 3, 4])
    wall = .seconds(90)
    #expect(pacer.catchUp(engine, world: world) == .reachedLimit)
    #expect(world.seen.count == 4)
  }
}
