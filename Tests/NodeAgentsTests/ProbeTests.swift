import ControllerRuntime
import KubeAPI
import NodeAgents
import Testing
import Units

struct ProbeTests {
  private func bench(_ parameters: NodeAgentParameters = NodeBench.sharp) -> NodeBench {
    let bench = NodeBench(parameters)
    bench.runtime.imageNames = ["app:1"]
    // Old enough that probes do not wait for a random part of their period.
    bench.run(.seconds(99))
    return bench
  }

  @Test func `without a readiness probe a pod is ready as soon as it runs`() {
    let bench = bench()
    bench.create()
    bench.run(.seconds(10))
    #expect(bench.firstReady == bench.first("Running"))
  }

  @Test func `a readiness probe is asked at once, then at its ticks, until it says yes`() {
    let bench = bench()
    bench.probes.answers["/ready"] = { $0 >= 115 }
    bench.create { $0.containers[0].readinessProbe = .http("/ready", period: 5) }
    bench.run(.seconds(30))
    // The ticker starts with the first sync, 0.301 s after the pod; the container runs at 101.1.
    let asked = bench.probes.asked["/ready"]?.map { $0.rounded(to: 1) } ?? []
    #expect(Array(asked.prefix(4)) == [101.1, 105.3, 110.3, 115.3])
    #expect(bench.firstReady?.rounded(to: 1) == 115.3)
    #expect(bench.events(ObjectKey(namespace: "default", name: "web")).contains("Unhealthy x3"))
  }

  @Test func `readiness needs its success threshold, and goes after its failure threshold`() {
    let bench = bench()
    bench.probes.answers["/ready"] = { $0 < 130 }
    let key = bench.create {
      $0.containers[0].readinessProbe = .http("/ready", period: 5, success: 2, failure: 2)
    }
    bench.run(.seconds(60))
    // Two in a row: 101.1 at once and 105.3; no more at 130.3 and 135.3.
    #expect(bench.firstReady?.rounded(to: 1) == 105.3)
    let lost = bench.history.first { $0.second > 106 && !$0.pod.isReady }?.second
    #expect(lost?.rounded(to: 1) == 135.3)
    #expect(bench.pod(key)?.status.phase == .running)
    #expect(bench.runtime.times("start app").count == 1, "readiness never restarts")
  }

  @Test func `the initial delay is counted from the container's start`() {
    let bench = bench()
    bench.create { $0.containers[0].readinessProbe = .http("/ready", initialDelay: 12, period: 5) }
    bench.run(.seconds(40))
    let started = bench.runtime.times("start app")[0]
    let first = bench.probes.asked["/ready"]?.first ?? 0
    #expect(first >= started + 12)
    #expect(first < started + 12 + 5)
  }

  @Test func `three failures of liveness in a row restart the container, within its grace`() {
    let bench = bench()
    bench.probes.answers["/live"] = { $0 < 121 || $0 > 170 }
    bench.runtime.stopTimes = ["app": .seconds(4)]
    let key = bench.create { $0.containers[0].livenessProbe = .http("/live") }
    bench.run(.seconds(120))
    // Ticks at 110.3, 120.3 (yes), 130.3, 140.3, 150.3 (no).
    #expect(bench.runtime.times("TERM app").map { $0.rounded(to: 1) } == [150.3])
    #expect(bench.runtime.times("start app").map { $0.rounded(to: 1) } == [100.8 + 0.3, 154.6])
    #expect(bench.pod(key)?.status.containerStatuses.first?.restartCount == 1)
    #expect(bench.events(key).contains("Killing"))
    let asked = bench.probes.asked["/live"] ?? []
    #expect(!asked.contains { $0 > 150.4 && $0 < 154.6 }, "asked while it was stopping")
  }

  @Test func `one yes in between starts the count of failures again`() {
    let bench = bench()
    bench.probes.answers["/live"] = { Int($0 / 10) % 3 == 0 }
    bench.create { $0.containers[0].livenessProbe = .http("/live") }
    bench.run(.seconds(200))
    #expect(bench.runtime.times("TERM app").isEmpty)
  }

  @Test func `the startup probe holds the others back, and is asked no more once it has passed`() {
    let bench = bench()
    bench.probes.answers["/up"] = { $0 >= 118 }
    bench.create { spec in
      spec.containers[0].startupProbe = .http("/up", period: 5, failure: 30)
      spec.containers[0].readinessProbe = .http("/ready", period: 5)
      spec.containers[0].livenessProbe = .http("/live", period: 5)
    }
    bench.run(.seconds(60))
    let up = bench.probes.asked["/up"] ?? []
    #expect(up.last?.rounded(to: 1) == 120.3)
    #expect((bench.probes.asked["/ready"]?.first ?? 0) >= 120.3)
    #expect((bench.probes.asked["/live"]?.first ?? 0) >= 120.3)
    #expect(bench.firstReady?.rounded(to: 1) == 120.3)
  }

  @Test func `a startup probe that never passes restarts the container`() {
    let bench = bench()
    bench.probes.answers["/up"] = { _ in false }
    bench.create { $0.containers[0].startupProbe = .http("/up", period: 5, failure: 3) }
    bench.run(.seconds(20))
    // Ticks at 105.3, 110.3 and 115.3; only readiness is asked beside its ticks.
    #expect(bench.runtime.times("TERM app").map { $0.rounded(to: 1) } == [115.3])
  }

  @Test func `during termination liveness stops and readiness goes on`() {
    let bench = bench()
    bench.runtime.stopTimes = ["app": .seconds(20)]
    bench.probes.answers["/ready"] = { $0 < 125 }
    let key = bench.create { spec in
      spec.containers[0].readinessProbe = .http("/ready", period: 2, failure: 1)
      spec.containers[0].livenessProbe = .http("/live", period: 2)
    }
    bench.run(.seconds(20))
    bench.delete(key)
    bench.run(.seconds(10))
    #expect((bench.probes.asked["/live"]?.last ?? 0) < 120.1)
    #expect((bench.probes.asked["/ready"]?.last ?? 0) > 125)
    #expect(bench.pod(key)?.isReady == false)
    #expect(bench.pod(key)?.metadata.isTerminating == true)
  }

  @Test func `a slow answer holds back the next question, and missed ticks count once`() {
    let bench = bench()
    bench.probes.duration = .seconds(7)
    bench.create { $0.containers[0].livenessProbe = .http("/live", period: 2) }
    bench.run(.seconds(40))
    let asked = bench.probes.asked["/live"] ?? []
    let gaps = zip(asked, asked.dropFirst()).map { ($1 - $0).rounded(to: 1) }
    #expect(!gaps.isEmpty)
    #expect(gaps.allSatisfy { $0 == 7 }, "\(gaps)")
  }

  @Test func `right after the kubelet's start probes wait for a random part of their period`() {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    bench.create { $0.containers[0].livenessProbe = .http("/live", period: 10) }
    bench.run(.seconds(30))
    let first = bench.probes.asked["/live"]?.first ?? 0
    #expect(first.rounded(to: 1) != 11.3, "no offset was drawn")
    #expect(first < 2.1 + 20)
  }
}
