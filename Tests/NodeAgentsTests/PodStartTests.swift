import ControllerRuntime
import KubeAPI
import NodeAgents
import Testing
import Units

struct PodStartTests {
  @Test func `a pod goes from sandbox over image to running, and its status shows each step`() {
    let bench = NodeBench()
    let key = bench.create()
    bench.run(.seconds(10))
    #expect(bench.runtime.log.map(\.what) == ["sandbox web", "pull app:1", "start app"])
    // Bound at 1.0; seen 1 ms later; volumes 300 ms, sandbox 500 ms, pull 3 s, start 300 ms.
    #expect(bench.runtime.times("sandbox web") == [1.301])
    #expect(bench.runtime.times("pull app:1") == [1.801])
    #expect(bench.runtime.times("start app") == [5.101])
    #expect(bench.events(key) == ["Pulling", "Pulled", "Created", "Started"])
    #expect(bench.history.map { bench.word($0.pod) }.first { $0 != "-" } == "ContainerCreating")
    let pod = bench.pod(key)
    #expect(pod?.status.phase == .running)
    #expect(pod?.status.podIP == "10.4.0.1")
    #expect(pod?.status.hostIP == "10.128.0.2")
    #expect(pod?.status.startTime == Instant(nanoseconds: 1_000_000_000))
    #expect(pod?.status.containerStatuses.first?.isReady == true)
    #expect(
      pod?.status.conditions.map { "\($0.type)=\($0.status.rawValue)" } == [
        "PodReadyToStartContainers=True", "Initialized=True", "Ready=True",
        "ContainersReady=True", "PodScheduled=True",
      ])
  }

  @Test func `a pending pod is initialised and scheduled but its containers are not ready`() {
    let bench = NodeBench()
    let key = bench.create()
    bench.run(.milliseconds(200))
    let status = bench.pod(key)?.status
    #expect(status?.phase == .pending)
    #expect(
      status?.conditions.map { "\($0.type)=\($0.status.rawValue)" } == [
        "PodReadyToStartContainers=False", "Initialized=True", "Ready=False",
        "ContainersReady=False", "PodScheduled=True",
      ])
    #expect(
      status?.conditions.first("Ready")?.message == "containers with unready status: [app]")
  }

  @Test func `a started container shows at once with relists on demand, else at the next relist`() {
    for (onDemand, latest) in [(true, 0.02), (false, 1.02)] {
      var parameters = NodeBench.sharp
      parameters.relist = .seconds(1)
      parameters.relistsOnDemand = onDemand
      let bench = NodeBench(parameters)
      bench.create()
      bench.run(.seconds(10))
      let started = bench.runtime.times("start app")[0]
      let shown = bench.first("Running") ?? .infinity
      #expect(shown - started <= latest, "on demand: \(onDemand)")
      #expect((shown - started > 0.02) == !onDemand, "on demand: \(onDemand)")
    }
  }

  @Test func `init containers run one after the other before the others start`() {
    let bench = NodeBench()
    bench.runtime.lifetimes = ["one": (.seconds(2), 0), "two": (.seconds(2), 0)]
    let key = bench.create { spec in
      spec.initContainers = [
        Container(name: "one", image: "i:1"), Container(name: "two", image: "i:1"),
      ]
    }
    bench.run(.seconds(4))
    #expect(bench.word(bench.pod(key)) == "PodInitializing")
    #expect(bench.pod(key)?.status.conditions.holds("Initialized") == false)
    bench.run(.seconds(20))
    let starts = bench.runtime.log.map(\.what).filter { $0.hasPrefix("start") }
    #expect(starts == ["start one", "start two", "start app"])
    let (one, two) = (bench.runtime.times("start one")[0], bench.runtime.times("start two")[0])
    #expect(two >= one + 2)
    #expect(bench.pod(key)?.isReady == true)
    #expect(bench.pod(key)?.status.conditions.holds("Initialized") == true)
  }

  @Test func `a failed init container of a pod that never restarts fails the pod`() {
    let bench = NodeBench()
    bench.runtime.lifetimes = ["one": (.seconds(1), 3)]
    let key = bench.create { spec in
      spec.restartPolicy = .never
      spec.initContainers = [Container(name: "one", image: "i:1")]
    }
    bench.run(.seconds(20))
    #expect(bench.pod(key)?.status.phase == .failed)
    #expect(bench.runtime.times("start app").isEmpty)
  }

  @Test func `a pod that does not fit is failed with the resource it lacks`() {
    let bench = NodeBench()
    for name in ["a", "b"] {
      bench.create(name) { $0.containers[0].resources.requests["cpu"] = 3_000 }
    }
    bench.run(.seconds(10))
    let second = bench.pod(ObjectKey(namespace: "default", name: "b"))
    #expect(second?.status.phase == .failed)
    #expect(second?.status.reason == "OutOfcpu")
    #expect(
      second?.status.message == "Pod was rejected: Node didn't have enough resource: cpu, "
        + "requested: 3000, used: 3000, capacity: 4000")
    #expect(bench.runtime.times("start app").count == 1)
  }

  @Test func `a pod whose host port is taken is failed`() {
    let bench = NodeBench()
    for name in ["a", "b"] {
      bench.create(name) { spec in
        var port = ContainerPort(80)
        port.hostPort = 80
        spec.containers[0].ports = [port]
      }
    }
    bench.run(.seconds(10))
    let second = bench.pod(ObjectKey(namespace: "default", name: "b"))
    #expect(second?.status.reason == "NodePorts")
  }

  @Test(arguments: [
    (PodSpec.RestartPolicy.never, Int32(0), PodStatus.Phase.succeeded),
    (.never, 1, .failed), (.onFailure, 0, .succeeded),
  ])
  func `a container that ends for good ends its pod`(
    _ policy: PodSpec.RestartPolicy, _ exitCode: Int32, _ phase: PodStatus.Phase
  ) {
    let bench = NodeBench()
    bench.runtime.lifetimes = ["app": (.seconds(5), exitCode)]
    let key = bench.create { $0.restartPolicy = policy }
    bench.run(.seconds(30))
    #expect(bench.pod(key)?.status.phase == phase)
    #expect(bench.pod(key)?.status.conditions.first("Ready")?.status == .isFalse)
    #expect(bench.runtime.times("start app").count == 1)
    #expect(bench.runtime.times("remove sandbox").count == 1)
    bench.delete(key)
    #expect(bench.pod(key) == nil)
  }
}
