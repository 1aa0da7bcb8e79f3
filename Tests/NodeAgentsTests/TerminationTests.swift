import ControllerRuntime
import KubeAPI
import NodeAgents
import Testing
import Units

struct TerminationTests {
  /// A pod that runs since before 10 s, deleted at 10 s.
  private func deleted(
    preStop: LifecycleHandler? = nil, hook: TimeSpan = .zero, stop: TimeSpan?, grace: Int64 = 30,
    parameters: NodeAgentParameters = NodeBench.sharp
  ) -> (NodeBench, ObjectKey) {
    let bench = NodeBench(parameters)
    bench.runtime.imageNames = ["app:1"]
    bench.runtime.hookTime = hook
    bench.runtime.stopTimes = ["app": stop]
    let key = bench.create { spec in
      spec.terminationGracePeriodSeconds = grace
      spec.containers[0].preStop = preStop
    }
    bench.run(.seconds(9))
    bench.delete(key)
    return (bench, key)
  }

  /// Seconds after the deletion of SIGTERM and SIGKILL for a container that ignores SIGTERM.
  @Test(arguments: [
    // No hook: SIGTERM at once, SIGKILL when the grace is over.
    (nil, Int64(0), Int64(30), 0.0, 30.0),
    // The hook runs inside the grace.
    (LifecycleHandler.sleep(seconds: 10), 10, 30, 10, 30),
    // A hook that takes too long is not waited for; SIGTERM still gets 2 s.
    (.sleep(seconds: 40), 40, 30, 30, 32),
    // So it does when the hook leaves less than that.
    (.sleep(seconds: 29), 29, 30, 29, 31),
    // And when the grace itself is short.
    (nil, 0, 1, 0, 2),
  ] as [(LifecycleHandler?, Int64, Int64, Double, Double)])
  func `SIGTERM follows the hook and SIGKILL the grace`(
    _ hook: LifecycleHandler?, _ hookSeconds: Int64, _ grace: Int64, _ term: Double, _ kill: Double
  ) {
    let (bench, key) = deleted(
      preStop: hook, hook: .seconds(hookSeconds), stop: nil, grace: grace)
    bench.run(.seconds(60))
    #expect(bench.runtime.times("TERM app").map { ($0 - 10).rounded(to: 2) } == [term])
    #expect(bench.runtime.times("KILL app").map { ($0 - 10).rounded(to: 2) } == [kill])
    #expect(bench.runtime.times("hook app").count == (hook == nil ? 0 : 1))
    #expect(bench.pod(key) == nil)
    #expect(bench.events(key).contains("Killing"))
  }

  @Test func `a process that ends in time is not killed, and its pod shows its end and vanishes`() {
    let (bench, key) = deleted(stop: .seconds(3))
    bench.run(.seconds(2))
    #expect(bench.pod(key)?.isTerminal == false)
    #expect(bench.pod(key)?.isReady == true)
    bench.run(.seconds(20))
    #expect(bench.runtime.times("KILL app").isEmpty)
    let last = bench.history.last?.pod
    #expect(last?.status.phase == .succeeded)
    #expect(last.map(bench.word) == "Completed 0")
    #expect(bench.removals.map(\.name) == ["web"])
    // TERM at 10.0, end at 13.0, sandbox 0.1 s, two status calls, deletion.
    #expect((bench.removals.first?.second ?? 0) < 13.2)
    #expect(bench.kubelet.pods.isEmpty)
  }

  @Test func `the object vanishes only after a relist newer than the end`() {
    var parameters = NodeBench.sharp
    parameters.relist = .seconds(1)
    let (bench, _) = deleted(stop: .seconds(3), parameters: parameters)
    bench.run(.seconds(20))
    let terminal = bench.history.first { $0.pod.isTerminal }?.second ?? 0
    let gone = bench.removals.first?.second ?? 0
    #expect(terminal < 13.2)
    #expect(gone > terminal)
    #expect(gone - terminal <= 1.01)
  }

  @Test func `a killed container counts as failed`() {
    let (bench, _) = deleted(stop: nil)
    bench.run(.seconds(60))
    #expect(bench.history.last?.pod.status.phase == .failed)
    #expect(bench.history.last.map { bench.word($0.pod) } == "Error 137")
  }

  @Test func `a second deletion with less grace brings SIGKILL forward`() {
    let (bench, key) = deleted(stop: nil)
    bench.run(.seconds(5))
    bench.delete(key, grace: 3)
    bench.run(.seconds(60))
    #expect(bench.runtime.times("KILL app").map { ($0 - 10).rounded(to: 1) } == [8])
  }

  @Test func `a forced deletion takes the object at once, and the process gets two seconds`() {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    bench.runtime.stopTimes = ["app": TimeSpan?.none]
    let key = bench.create()
    bench.run(.seconds(9))
    bench.delete(key, grace: 0)
    #expect(bench.pod(key) == nil)
    bench.run(.seconds(60))
    #expect(bench.runtime.times("TERM app").map { $0.rounded(to: 1) } == [10])
    #expect(bench.runtime.times("KILL app").map { $0.rounded(to: 1) } == [12])
    #expect(bench.kubelet.pods.isEmpty)
  }

  @Test func `a deletion during the pull lets the start finish and then stops the container`() {
    let bench = NodeBench()
    let key = bench.create()
    bench.run(.seconds(2))
    bench.delete(key)
    bench.run(.seconds(20))
    let log = bench.runtime.log.map(\.what)
    #expect(
      log == ["sandbox web", "pull app:1", "start app", "TERM app", "exit app", "remove sandbox"])
    #expect(bench.pod(key) == nil)
  }

  @Test func `all containers are stopped together`() {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    bench.runtime.stopTimes = ["app": .seconds(4), "helper": .seconds(6)]
    let key = bench.create { $0.containers.append(Container(name: "helper", image: "app:1")) }
    bench.run(.seconds(9))
    bench.delete(key)
    bench.run(.seconds(20))
    #expect(bench.runtime.times("TERM app") == bench.runtime.times("TERM helper"))
    #expect(bench.runtime.times("remove sandbox").map { $0.rounded(to: 1) } == [16])
  }
}

extension Double {
  /// The nearest number with so many decimals.
  func rounded(to decimals: Int) -> Double {
    let scale = [1.0, 10, 100, 1_000][decimals]
    return (self * scale).rounded() / scale
  }
}
