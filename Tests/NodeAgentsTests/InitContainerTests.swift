import KubeAPI
import Testing
import Units

@Suite struct InitContainerTests {
  private func word(_ status: ContainerStatus?) -> String {
    switch status?.state {
    case .waiting(let reason, _): reason
    case .running: "Running"
    case .terminated(let end): "\(end.reason) \(end.exitCode)"
    case nil: "-"
    }
  }

  private func words(_ bench: NodeBench, _ key: ObjectKey) -> [String] {
    (bench.pod(key)?.status.initContainerStatuses ?? []).map(word)
  }

  @Test func `each init container has a status, ready when it has done its part`() {
    let bench = NodeBench()
    bench.runtime.lifetimes = ["one": (.seconds(4), 0), "two": (.seconds(4), 0)]
    let key = bench.create { spec in
      spec.initContainers = [
        Container(name: "one", image: "i:1"), Container(name: "two", image: "i:1"),
      ]
    }
    // Sandbox 0.5 s, pull 3 s and start 0.3 s, after the volumes' 0.3 s.
    bench.run(.seconds(6))
    #expect(words(bench, key) == ["Running", "PodInitializing"])
    #expect(bench.pod(key)?.status.phase == .pending)
    bench.run(.seconds(4))
    #expect(words(bench, key) == ["Completed 0", "Running"])
    #expect(bench.pod(key)?.status.initContainerStatuses.map(\.isReady) == [true, false])
    bench.run(.seconds(15))
    #expect(words(bench, key) == ["Completed 0", "Completed 0"])
    #expect(bench.pod(key)?.status.phase == .running)
  }

  @Test func `a failing init container is tried again after 0, 10, 20 s, and others wait`() {
    let bench = NodeBench()
    bench.runtime.lifetimes = ["one": (.seconds(1), 3)]
    let key = bench.create { $0.initContainers = [Container(name: "one", image: "i:1")] }
    bench.run(.seconds(60))
    let starts = bench.runtime.times("start one")
    let ends = bench.runtime.times("exit one")
    #expect(starts.count == 4)
    guard starts.count == 4 else { return }
    #expect(starts[1] - ends[0] < 1)
    #expect(starts[2] - ends[1] >= 10 && starts[2] - ends[1] < 12)
    #expect(starts[3] - ends[2] >= 20 && starts[3] - ends[2] < 22)
    let shown = bench.history.map { word($0.pod.status.initContainerStatuses.first) }
    #expect(shown.contains("Error 3"))
    #expect(shown.contains("CrashLoopBackOff"))
    let status = bench.pod(key)?.status.initContainerStatuses.first
    #expect(status?.lastTermination?.exitCode == 3)
    #expect(status?.restartCount == 3)
    #expect(bench.runtime.times("start app").isEmpty)
  }

  @Test func `sidecars start in order, each after the one before, and stop last in reverse`() {
    let bench = NodeBench()
    bench.probes.answers = ["/up": { $0 >= 10 }]
    bench.runtime.stopTimes = [
      "app": .seconds(2), "first": .seconds(1), "second": .seconds(1),
    ]
    let key = bench.create { spec in
      var first = Container(name: "first", image: "i:1")
      first.isSidecar = true
      first.startupProbe = .http("/up", period: 1, failure: 30)
      var second = Container(name: "second", image: "i:1")
      second.isSidecar = true
      spec.initContainers = [first, second]
    }
    bench.run(.seconds(20))
    let order = bench.runtime.log.map(\.what).filter { $0.hasPrefix("start") }
    #expect(order == ["start first", "start second", "start app"])
    #expect(bench.runtime.times("start second").first ?? 0 >= 10)
    #expect(words(bench, key) == ["Running", "Running"])
    #expect(bench.pod(key)?.isReady == true)
    bench.delete(key)
    bench.run(.seconds(20))
    let stops = bench.runtime.log.map(\.what).filter { $0.hasPrefix("TERM") }
    #expect(stops == ["TERM app", "TERM second", "TERM first"])
    #expect(bench.runtime.times("TERM second")[0] >= bench.runtime.times("exit app")[0])
    #expect(bench.pod(key) == nil)
  }
}
