import ControllerRuntime
import KubeAPI
import NodeAgents
import Testing
import Units

struct RestartTests {
  @Test func `the first restart is at once, the next ones wait 10, 20, 40, 80, 160, 300, 300 s`() {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    bench.runtime.startTime = .zero
    bench.runtime.lifetimes = ["app": (.milliseconds(10), 1)]
    let key = bench.create()
    bench.run(.seconds(1_000))
    let starts = bench.runtime.times("start app")
    let gaps = zip(starts, starts.dropFirst()).map { ($1 - $0).rounded() }
    #expect(Array(gaps.prefix(8)) == [0, 10, 20, 40, 80, 160, 300, 300])
    let status = bench.pod(key)?.status
    #expect(status?.phase == .running)
    #expect(bench.word(bench.pod(key)) == "CrashLoopBackOff")
    #expect(status?.containerStatuses.first?.restartCount == Int32(starts.count - 1))
    #expect(status?.containerStatuses.first?.lastTermination?.exitCode == 1)
    guard case .waiting(_, let message)? = status?.containerStatuses.first?.state else {
      Issue.record("not waiting")
      return
    }
    #expect(message.hasPrefix("back-off 5m0s restarting failed container=app pod=web_default("))
  }

  @Test func `a long calm run makes the back-off be forgotten`() {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    bench.runtime.startTime = .zero
    bench.create()
    bench.run(.seconds(1))
    for _ in 0..<3 {
      bench.runtime.exit("app", 1)
      bench.run(.seconds(45))
    }
    let before = bench.runtime.times("start app")
    // Waits so far: none, 10 and 20 s; a fourth failure now would wait 40 s.
    #expect(before.count == 4)
    bench.run(.seconds(700))
    bench.runtime.exit("app", 1)
    let end = bench.clock.now.seconds
    bench.run(.seconds(1))
    #expect(bench.runtime.times("start app").count == 5)
    #expect(bench.runtime.times("start app")[4] - end < 0.1)
  }

  @Test func `an exit is noticed at the next relist, at most one second later`() {
    var parameters = NodeBench.sharp
    parameters.relist = .seconds(1)
    let bench = NodeBench(parameters)
    bench.runtime.imageNames = ["app:1"]
    let key = bench.create()
    bench.run(.seconds(20))
    var delays: [Double] = []
    for _ in 0..<2 {
      bench.runtime.exit("app", 0)
      let end = bench.clock.now.seconds
      while bench.pod(key)?.isReady == true { bench.run(.milliseconds(1)) }
      delays.append(bench.clock.now.seconds - end)
      bench.run(TimeSpan(seconds: 30.37))
    }
    #expect(delays.allSatisfy { $0 > 0.001 && $0 <= 1.01 }, "\(delays)")
    #expect(abs(delays[0] - delays[1]) > 0.05, "the phase of the relist does not move: \(delays)")
  }

  @Test func `waits between syncs are stretched by up to half, as the pod workers do`() {
    var parameters = NodeBench.sharp
    parameters.syncJitter = 0.5
    let bench = NodeBench(parameters)
    bench.runtime.imageNames = ["app:1"]
    bench.runtime.startTime = .zero
    bench.runtime.lifetimes = ["app": (.milliseconds(10), 1)]
    bench.create()
    bench.run(.seconds(100))
    let starts = bench.runtime.times("start app")
    let gap = starts[2] - starts[1]
    #expect(gap > 10.2)
    #expect(gap <= 15.1)
  }
}
