import Cloud
import ControllerRuntime
import KubeAPI
import Machines
import Randomness
import Testing
import Units

private final class FakePath: BalancerDataPath {
  let clock: any Clock
  var sick: Set<String> = []
  var silent: Set<String> = []
  var log: [String] = []
  var usable: Set<String> = []
  var checks: [(second: Double, node: String)] = []
  init(clock: any Clock) { self.clock = clock }

  func openBalancer(_ service: ObjectKey, address: String, ports: [ServicePort]) {
    log.append("open \(service.name) \(ports.map(\.port))")
  }
  func setTarget(_ node: String, isUsable: Bool, of service: ObjectKey) {
    if isUsable { usable.insert(node) } else { usable.remove(node) }
    log.append("\(node) \(isUsable)")
  }
  func removeTarget(_ node: String, of service: ObjectKey) {
    usable.remove(node)
    log.append("remove \(node)")
  }
  func closeBalancer(_ service: ObjectKey) {
    usable = []
    log.append("close \(service.name)")
  }
  func checkHealth(
    of node: String, for service: ObjectKey, timeout: TimeSpan, then: @escaping (Bool) -> Void
  ) {
    checks.append((clock.now.seconds, node))
    if silent.contains(node) { return }
    let isWell = !sick.contains(node)
    clock.after(isWell ? .milliseconds(1) : timeout) { then(isWell) }
  }
}

private final class CloudBench {
  let clock = ManualClock()
  let path: FakePath
  let meter: CostMeter
  let cloud: SimulatedCloud
  let service: Service

  init(_ change: (inout CloudTimings) -> Void = { _ in }) {
    path = FakePath(clock: clock)
    meter = CostMeter(clock: clock)
    var timings = CloudTimings()
    timings.clusterCreate = .deterministic(.seconds(100))
    timings.clusterDelete = .deterministic(.seconds(80))
    timings.nodeStart = .uniform(min: .seconds(60), max: .seconds(90))
    timings.loadBalancerReady = .deterministic(.seconds(45))
    timings.loadBalancerUpdate = .deterministic(.seconds(5))
    timings.loadBalancerDelete = .deterministic(.seconds(30))
    change(&timings)
    cloud = SimulatedCloud(
      offer: Catalogue.builtIn["gcp"]!, timings: timings, clock: clock, streams: Streams(seed: 5),
      path: path, meter: meter)
    service = Service(
      metadata: ObjectMeta(name: "app", namespace: "default"),
      spec: ServiceSpec(selector: [:], ports: [ServicePort(port: 80, targetPort: .number(8_000))]))
  }

  /// A balancer over `nodes` that has checked each of them.
  func settled(_ nodes: [String]) {
    cloud.ensureLoadBalancer(for: service, nodes: nodes) { _ in }
    clock.advance(by: .seconds(60))
  }
}

struct LoadBalancerTests {
  @Test func `a load balancer gets its address after a while and costs from then on`() {
    let bench = CloudBench()
    var address: String?
    bench.cloud.ensureLoadBalancer(for: bench.service, nodes: ["a"]) { address = try? $0.get() }
    bench.clock.advance(by: .seconds(44))
    #expect(address == nil)
    #expect(bench.meter.total == .zero)
    bench.clock.advance(by: .seconds(1))
    #expect(address != nil)
    #expect(address == bench.cloud.address(of: bench.service.key))
    #expect(bench.path.log == ["open app [80]", "a true"])
    bench.clock.advance(by: .hours(1))
    #expect(bench.meter.cost(of: .loadBalancer) == Dollars(0.025))
  }

  @Test func `three failures take a node out, one success brings it back`() {
    let bench = CloudBench()
    bench.settled(["a", "b"])
    #expect(bench.path.usable == ["a", "b"])
    bench.path.sick = ["a"]
    bench.path.checks = []
    let begun = bench.clock.now
    while bench.path.usable.contains("a"), bench.clock.now < begun + .minutes(2) {
      bench.clock.advance(by: .milliseconds(100))
    }
    #expect(bench.path.checks.filter { $0.node == "a" }.count == 3)
    let out = (bench.clock.now - begun).seconds
    // The first of three checks that lie 8 s apart comes within 8 s, and each waits 1 s.
    #expect(out > 17)
    #expect(out <= 25.2)
    bench.path.sick = []
    bench.path.checks = []
    while !bench.path.usable.contains("a") { bench.clock.advance(by: .milliseconds(100)) }
    #expect(bench.path.checks.filter { $0.node == "a" }.count == 1)
  }

  @Test(arguments: [
    ("+", [true]), ("--", []), ("+-+-+--+", [true]), ("+---", [true, false]),
    ("+---+", [true, false, true]), ("+--+--", [true]),
  ] as [(String, [Bool])])
  func `failures must come in a row`(_ answers: String, _ changes: [Bool]) {
    let bench = CloudBench { $0.healthCheck.sendsToAllWhenNoneIsHealthy = false }
    bench.cloud.ensureLoadBalancer(for: bench.service, nodes: ["a"]) { _ in }
    bench.clock.advance(by: .seconds(45))
    bench.path.log = []
    // Answers change right after each check, whose phase is drawn.
    for answer in answers {
      bench.path.sick = answer == "+" ? [] : ["a"]
      let count = bench.path.checks.count
      while bench.path.checks.count == count { bench.clock.advance(by: .milliseconds(10)) }
      bench.clock.advance(by: .seconds(2))
    }
    #expect(bench.path.log == changes.map { "a \($0)" })
  }

  @Test func `without any healthy node all get traffic, if the provider does so`() {
    for isLastResort in [true, false] {
      let bench = CloudBench { $0.healthCheck.sendsToAllWhenNoneIsHealthy = isLastResort }
      bench.settled(["a", "b"])
      bench.path.sick = ["a"]
      bench.clock.advance(by: .seconds(60))
      #expect(bench.path.usable == ["b"])
      bench.path.sick = ["a", "b"]
      bench.clock.advance(by: .seconds(60))
      #expect(bench.path.usable == (isLastResort ? ["a", "b"] : []))
    }
  }

  @Test func `a change of nodes acts after a while, and the newest wins`() {
    let bench = CloudBench { $0.loadBalancerUpdate = .uniform(min: .seconds(1), max: .seconds(9)) }
    bench.settled(["a"])
    for nodes in [["a", "b"], ["b"], ["b", "c"], ["c"], ["c", "d"], ["d"]] {
      bench.cloud.updateLoadBalancer(for: bench.service.key, nodes: nodes) { _ in }
      bench.clock.advance(by: .milliseconds(100))
    }
    bench.clock.advance(by: .seconds(60))
    #expect(bench.path.usable == ["d"])
  }

  @Test func `a deleted load balancer stops traffic, then costing; deleting none is no error`() {
    let bench = CloudBench()
    bench.settled(["a"])
    var answers: [String] = []
    bench.cloud.deleteLoadBalancer(for: bench.service.key) { _ in
      answers.append("\(bench.clock.now.seconds)")
    }
    bench.clock.advance(by: .seconds(6))
    #expect(bench.path.log.last == "close app")
    bench.clock.advance(by: .seconds(100))
    #expect(answers == ["90.0"])
    #expect(bench.meter.lines.first?.until == .start + .seconds(90))
    let checks = bench.path.checks.count
    bench.cloud.deleteLoadBalancer(for: bench.service.key) { _ in answers.append("none") }
    bench.clock.advance(by: .seconds(100))
    #expect(answers.last == "none")
    #expect(bench.path.checks.count == checks, "checks go on after the end")
  }

  @Test func `one asked for again while it goes is made anew, and one deleted early never comes`() {
    let bench = CloudBench()
    bench.settled(["a"])
    bench.cloud.deleteLoadBalancer(for: bench.service.key) { _ in }
    var address: String?
    bench.cloud.ensureLoadBalancer(for: bench.service, nodes: ["b"]) { address = try? $0.get() }
    bench.clock.advance(by: .seconds(100))
    #expect(address != nil)
    #expect(bench.path.usable == ["b"])
    let early = CloudBench()
    var outcomes: [Bool] = []
    early.cloud.ensureLoadBalancer(for: early.service, nodes: ["a"]) {
      outcomes.append((try? $0.get()) != nil)
    }
    early.clock.advance(by: .seconds(10))
    early.cloud.deleteLoadBalancer(for: early.service.key) { _ in outcomes.append(true) }
    early.clock.advance(by: .seconds(100))
    #expect(outcomes == [false, true])
    #expect(early.path.log.isEmpty)
    #expect(early.meter.lines.isEmpty)
  }

  @Test func `a cloud that refuses changes nothing`() {
    let bench = CloudBench()
    bench.cloud.refusal = CloudError("quota exceeded")
    var message = ""
    bench.cloud.ensureLoadBalancer(for: bench.service, nodes: []) { result in
      if case .failure(let error) = result { message = error.message }
    }
    bench.clock.advance(by: .seconds(100))
    #expect(message == "quota exceeded")
    #expect(bench.path.log.isEmpty)
  }

  @Test func `of fifteen hundred machines no two have one name`() {
    let bench = CloudBench()
    let shape = MachineShape(
      bench.cloud.offer.machineType("e2-standard-2")!, of: bench.cloud.offer)
    let pool = NodePool(
      name: "big", cluster: "one", shape: shape, zones: ["a"], cloud: bench.cloud)
    #expect(Set((0..<1_500).map { _ in pool.addMachine().name }).count == 1_500)
  }

  @Test func `a pool deals machines out to zones; they start at drawn times and cost at once`() {
    let bench = CloudBench()
    let offer = bench.cloud.offer
    let shape = MachineShape(offer.machineType("e2-standard-2")!, of: offer)
    let pool = NodePool(
      name: "default-pool", cluster: "one", shape: shape, zones: ["a", "b"], cloud: bench.cloud)
    let machines = (0..<5).map { _ in pool.addMachine() }
    #expect(machines.map(\.zone) == ["a", "b", "a", "b", "a"])
    #expect(machines.map(\.index) == [0, 1, 2, 3, 4])
    #expect(Set(machines.map(\.name)).count == 5)
    #expect(machines.allSatisfy { $0.name.hasPrefix("gke-one-default-pool-") })
    for machine in machines { bench.cloud.start(machine) }
    bench.clock.advance(by: .seconds(59))
    #expect(machines.allSatisfy { $0.power == .booting })
    bench.clock.advance(by: .seconds(31))
    #expect(machines.allSatisfy { $0.power == .up })
    #expect(Set(machines.compactMap(\.upSince)).count == 5)
    bench.clock.advance(by: .hours(1) - .seconds(90))
    #expect(bench.meter.cost(of: .machine) == Dollars(0.335))
    #expect(bench.meter.cost(of: .bootDisk) == Dollars(nanodollars: 5 * 13_698_630))
    pool.remove(machines[0])
    #expect(machines[0].power == .off)
    #expect(!bench.cloud.instanceExists(machines[0].name))
    #expect(bench.cloud.instanceExists(machines[1].name))
    bench.clock.advance(by: .hours(1))
    #expect(bench.meter.cost(of: .machine) == Dollars(0.067 * 9))
  }

  @Test func `a cluster costs from its birth to its end, and leaves its load balancers behind`() {
    let bench = CloudBench()
    var log: [String] = []
    bench.cloud.createCluster("one") { _ in log.append("up \(bench.clock.now.seconds)") }
    bench.clock.advance(by: .seconds(100))
    let pool = NodePool(
      name: "p", cluster: "one",
      shape: MachineShape(
        cpu: MilliCPU(1_000), memory: .gibibytes(4), pricePerHour: Dollars(0.36)),
      zones: ["a"], cloud: bench.cloud)
    let machine = pool.addMachine()
    bench.cloud.start(machine, isReady: true)
    bench.settled([machine.name])
    bench.cloud.deleteCluster(pools: [pool]) { _ in log.append("gone \(bench.clock.now.seconds)") }
    bench.clock.advance(by: .seconds(100))
    #expect(log == ["up 100.0", "gone 240.0"])
    #expect(bench.meter.cost(of: .cluster) == Dollars(0.1).perHour(for: .seconds(140)))
    #expect(bench.meter.cost(of: .machine) == Dollars(0.0001 * 100))
    #expect(bench.meter.cost(of: .bootDisk) == .zero)
    #expect(bench.cloud.servicesWithBalancers == [bench.service.key])
  }

  @Test func `equal seeds give equal names and addresses`() {
    func names() -> [String] {
      let bench = CloudBench()
      let pool = NodePool(
        name: "p", cluster: "one",
        shape: MachineShape(cpu: MilliCPU(1), memory: .zero, pricePerHour: .zero), zones: ["a"],
        cloud: bench.cloud)
      bench.settled([])
      return (0..<3).map { _ in pool.addMachine().name }
        + [bench.cloud.address(of: bench.service.key) ?? ""]
    }
    #expect(names() == names())
  }
}
