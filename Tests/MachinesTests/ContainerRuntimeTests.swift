import ControllerRuntime
import KubeAPI
import Machines
import Randomness
import Testing
import Units

/// One runtime with round numbers and hosts of pause processes.
private final class RuntimeBench {
  let clock = ManualClock()
  let host: PauseProcesses
  let registry: Registry
  let runtime: SimulatedContainerRuntime
  var warnings: [String] = []

  init(total: Bytes? = nil, perNode: Bytes = .mebibytes(10)) {
    host = PauseProcesses(clock: clock)
    registry = Registry(clock: clock, perNode: perNode, total: total) { image in
      image.hasPrefix("missing") ? nil : image.hasPrefix("small") ? .mebibytes(50) : .mebibytes(100)
    }
    runtime = Self.runtime(0, clock, host, registry)
    runtime.warn = { [unowned self] in warnings.append($0) }
  }

  static func runtime(
    _ index: Int, _ clock: ManualClock, _ host: PauseProcesses, _ registry: Registry
  ) -> SimulatedContainerRuntime {
    var timings = ContainerTimings()
    timings.sandbox = .deterministic(.milliseconds(500))
    timings.sandboxRemoval = .deterministic(.milliseconds(200))
    timings.start = .deterministic(.milliseconds(300))
    timings.registryRoundTrip = .deterministic(.milliseconds(400))
    timings.unpackPerSecond = .mebibytes(50)
    return SimulatedContainerRuntime(
      node: "n\(index)", index: index, hostIP: "10.128.0.2", clock: clock, host: host,
      registry: registry, timings: timings,
      random: Streams(seed: 1).stream("runtime/n\(index)"))
  }

  func pod(_ name: String) -> Pod {
    var pod = Pod(
      metadata: ObjectMeta(name: name, namespace: "default"),
      spec: PodSpec(containers: [Container(name: "app", image: "app:1")]))
    pod.metadata.uid = "uid-\(name)"
    return pod
  }

  func sandbox(_ name: String) -> String? {
    var address: String?
    runtime.createSandbox(for: pod(name)) { address = try? $0.get().podIP }
    clock.advance(by: .seconds(1))
    return address
  }

  /// Seconds that pulls take which begin together, each with its outcome's reason or nothing.
  func pull(_ images: [String], _ runtime: SimulatedContainerRuntime? = nil) -> [String] {
    var ends = Array(repeating: "never", count: images.count)
    let begun = clock.now
    for (index, image) in images.enumerated() {
      (runtime ?? self.runtime).pullImage(image) { [clock] result in
        let seconds = ((clock.now - begun).seconds * 100).rounded() / 100
        if case .failure(let error) = result {
          ends[index] = "\(seconds) \(error.reason)"
        } else {
          ends[index] = "\(seconds)"
        }
      }
    }
    clock.advance(by: .seconds(200))
    return ends
  }

  func start(_ name: String, exits: @escaping (ContainerExit) -> Void = { _ in }) -> ContainerID? {
    var container: ContainerID?
    var spec = Container(name: "app", image: "app:1")
    spec.resources.requests["memory"] = Bytes.mebibytes(64).count
    runtime.startContainer(
      ContainerLaunch(
        pod: pod(name), container: spec, environment: ["A": "b"], restartCount: 0),
      exited: exits, then: { container = try? $0.get() })
    clock.advance(by: .seconds(1))
    return container
  }
}

struct ContainerRuntimeTests {
  @Test(arguments: [
    // 0.4 s of manifest, 100 MiB at 10 MiB/s, unpacked at 50 MiB/s.
    (["app:1"], ["12.4"]),
    // Two together share the line; the smaller is through after 10 s, the other 5 s later.
    (["app:1", "small:1"], ["17.4", "11.4"]),
    // The same image is fetched once.
    (["app:1", "app:1"], ["12.4", "12.4"]),
    (["missing:1"], ["0.4 ErrImagePull"]),
  ])
  func `a pull takes manifest, transfer and unpacking`(_ images: [String], _ ends: [String]) {
    #expect(RuntimeBench().pull(images) == ends)
  }

  @Test func `an image on the disk costs the manifest only, and survives a loss of power`() {
    let bench = RuntimeBench()
    #expect(!bench.runtime.hasImage("app:1"))
    _ = bench.pull(["app:1"])
    #expect(bench.runtime.images == [
      NodeImage(names: ["app:1"], sizeBytes: Bytes.mebibytes(100).count)
    ])
    #expect(bench.pull(["app:1"]) == ["0.4"])
    bench.runtime.powerLost()
    #expect(bench.runtime.hasImage("app:1"))
    bench.runtime.powerLost(newDisk: true)
    #expect(!bench.runtime.hasImage("app:1"))
  }

  @Test func `nodes share a registry that is slower than they are together`() {
    let bench = RuntimeBench(total: .mebibytes(10))
    let other = RuntimeBench.runtime(1, bench.clock, bench.host, bench.registry)
    var end = 0.0
    other.pullImage("app:1") { _ in end = bench.clock.now.seconds }
    #expect(bench.pull(["app:1"]) == ["22.4"])
    #expect(abs(end - 22.4) < 0.001)
    #expect(bench.registry.bytesSent == .mebibytes(200))
  }

  @Test func `an outage breaks pulls off and fails new ones after some patience`() {
    let bench = RuntimeBench()
    bench.clock.after(.seconds(5)) { bench.registry.setUp(false) }
    #expect(bench.pull(["app:1"]) == ["5.0 ErrImagePull"])
    #expect(bench.pull(["app:1"]) == ["5.4 ErrImagePull"])
    bench.registry.setUp(true)
    #expect(bench.pull(["app:1"]) == ["12.4"])
    bench.registry.setUp(false)
    #expect(bench.pull(["app:1"]) == ["5.4 ErrImagePull"], "the manifest is asked for, too")
  }

  @Test func `pods get addresses of their node's range, given back ones last`() {
    let bench = RuntimeBench()
    #expect(bench.sandbox("a") == "10.4.0.2")
    #expect(bench.sandbox("b") == "10.4.0.3")
    bench.runtime.removeSandbox(podUID: "uid-a") {}
    bench.clock.advance(by: .seconds(1))
    #expect(bench.sandbox("c") == "10.4.0.4")
    var addresses = PodAddresses(machine: 300)
    let all = (0..<253).compactMap { _ in addresses.take() }
    #expect(Set(all).count == 253)
    #expect(all.first == "10.5.44.2")
    #expect(addresses.take() == nil)
    addresses.free("10.5.44.17")
    #expect(addresses.take() == "10.5.44.17")
  }

  @Test func `a container's process is started with its pod's address and ends by signals`() {
    let bench = RuntimeBench()
    var ends: [ContainerExit] = []
    #expect(bench.start("a") == nil, "no sandbox yet")
    _ = bench.sandbox("a")
    let first = bench.start("a") { ends.append($0) }
    let second = bench.start("a") { ends.append($0) }
    #expect(bench.runtime.containerCount == 2)
    #expect(bench.runtime.memory.requested == .mebibytes(128))
    #expect(bench.runtime.memory.used == .mebibytes(2))
    #expect(bench.runtime.podsWithProcesses == ["uid-a"])
    #expect(bench.runtime.containers(ofPod: "uid-a") == [first, second])
    #expect(bench.runtime.containers(ofPod: "uid-b").isEmpty)
    if let first, let second {
      bench.runtime.signal(first, .terminate)
      bench.runtime.signal(second, .kill)
    }
    bench.clock.advance(by: .seconds(1))
    #expect(ends.map(\.exitCode) == [0, 137])
    #expect(bench.runtime.containerCount == 0)
  }

  @Test func `when the machine loses power nothing that was begun goes on`() {
    let bench = RuntimeBench()
    _ = bench.sandbox("a")
    var ends = 0
    let container = bench.start("a") { _ in ends += 1 }
    var answers = 0
    bench.runtime.createSandbox(for: bench.pod("b")) { _ in answers += 1 }
    bench.runtime.pullImage("app:1") { _ in answers += 1 }
    bench.runtime.runHook(.sleep(seconds: 1), in: container!, pod: bench.pod("a")) { _ in
      answers += 1
    }
    bench.runtime.powerLost()
    bench.clock.advance(by: .seconds(100))
    #expect(answers == 0)
    #expect(ends == 0)
    #expect(bench.host.count == 0)
    #expect(bench.runtime.containerCount == 0)
    #expect(!bench.runtime.hasImage("app:1"))
    #expect(bench.pull(["app:1"]) == ["12.4"], "a broken pull does not stand in the way")
  }

  @Test(arguments: [
    (["sleep", "10"], 10.0, 0), (["/bin/sleep", "1.5"], 1.5, 0),
    (["/bin/sh", "-c", "sleep 10"], 10, 0), (["sh", "-c", "sleep 5; sleep 2m"], 125, 0),
    (["/bin/bash", "-ec", "sleep 3 && nginx -s quit"], 3, 1), (["true"], 0, 0),
    (["/usr/sbin/nginx", "-s", "quit"], 0, 1), (["sleep", "x"], 0, 1), ([], 0, 0),
  ])
  func `the sleep of a hook's command is read off it, the rest is named`(
    _ words: [String], _ seconds: Double, _ unknown: Int
  ) {
    let command = HookCommand(words)
    #expect(command.duration == TimeSpan(seconds: seconds))
    #expect(command.unknown.count == unknown)
  }

  @Test func `hooks take their time, fail without a container, and warn of what is unknown`() {
    let bench = RuntimeBench()
    _ = bench.sandbox("a")
    guard let container = bench.start("a") else {
      Issue.record("the container did not start")
      return
    }
    func run(_ handler: LifecycleHandler) -> String {
      let begun = bench.clock.now
      var answer = "never"
      bench.runtime.runHook(handler, in: container, pod: bench.pod("a")) { result in
        let isGood = (try? result.get()) != nil
        answer = "\((bench.clock.now - begun).seconds) \(isGood)"
      }
      bench.clock.advance(by: .seconds(60))
      return answer
    }
    #expect(run(.sleep(seconds: 7)) == "7.0 true")
    #expect(run(.exec(["sh", "-c", "sleep 2"])) == "2.0 true")
    #expect(run(.httpGet(path: "/stop", port: .number(80))) == "0.0 true")
    #expect(bench.warnings.isEmpty)
    #expect(run(.exec(["./drain.sh"])) == "0.0 true")
    #expect(bench.warnings.count == 1)
    bench.runtime.signal(container, .kill)
    bench.clock.advance(by: .seconds(1))
    #expect(run(.sleep(seconds: 7)) == "0.0 false")
  }

  @Test func `a machine boots, works, and loses its power at any time`() {
    let clock = ManualClock()
    let machine = SimulatedMachine(
      name: "m", index: 254, zone: "a", cpu: MilliCPU(2_000), memory: .gibibytes(8), clock: clock)
    var seen: [String] = []
    machine.observe { seen.append("\(clock.now.seconds) \($0)") }
    machine.powerOn(after: .seconds(60))
    clock.advance(by: .seconds(30))
    machine.powerOff()
    clock.advance(by: .seconds(60))
    machine.powerOn(after: .seconds(60))
    machine.powerOn(after: .seconds(1))
    clock.advance(by: .seconds(100))
    #expect(seen == ["0.0 booting", "30.0 off", "90.0 booting", "150.0 up"])
    #expect(machine.upSince == .start + .seconds(150))
    #expect(machine.address == "10.128.1.0")
  }
}
