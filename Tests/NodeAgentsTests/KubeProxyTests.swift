import ControllerRuntime
import KubeAPI
import KubeStore
import NodeAgents
import Randomness
import Testing
import Units

private final class FakeProxy: ServiceProxy {
  let clock: any Clock
  var log: [(second: Double, service: String, version: UInt64)] = []
  var rules: [ObjectKey: ServiceRules] = [:]
  init(clock: any Clock) { self.clock = clock }
  func apply(_ rules: ServiceRules) {
    log.append((clock.now.seconds, rules.service.name, rules.version))
    self.rules[rules.service] = rules
  }
  func remove(_ service: ObjectKey) {
    log.append((clock.now.seconds, service.name, 0))
    rules[service] = nil
  }
}

private final class ProxyBench {
  let clock = ManualClock()
  let store: KubeStore
  let book: ServiceRulesBook
  let proxy: FakeProxy
  let kubeProxy: KubeProxy
  let key = ObjectKey(namespace: "default", name: "app")

  init() {
    store = KubeStore(clock: clock, streams: Streams(seed: 3))
    let transport = ConstantTransport(watch: .milliseconds(5))
    let services = Informer<Service>(server: store, clock: clock, transport: ConstantTransport())
    let slices = Informer<EndpointSlice>(
      server: store, clock: clock, transport: ConstantTransport())
    book = ServiceRulesBook(services: services, slices: slices)
    proxy = FakeProxy(clock: clock)
    var parameters = NodeAgentParameters()
    parameters.proxySync = .deterministic(.milliseconds(50))
    kubeProxy = KubeProxy(
      node: "n1", book: book, proxy: proxy, clock: clock, transport: transport,
      parameters: parameters, random: Streams(seed: 3).stream("proxy"))
    services.start()
    slices.start()
    clock.advance(by: .zero)
    kubeProxy.start()
    clock.advance(by: .seconds(10))
    let service = Service(
      metadata: ObjectMeta(name: "app", namespace: "default"),
      spec: ServiceSpec(
        selector: ["name": "app"], ports: [ServicePort(port: 80, targetPort: .number(8_000))]))
    _ = store.perform(.create(service))
    clock.advance(by: .seconds(10))
    proxy.log = []
  }

  /// Writes the service's slice: r ready, t terminating and serving, n not ready.
  func write(_ states: String) {
    let endpoints = states.enumerated().map { index, state in
      Endpoint(
        address: EndpointAddress(
          ip: "10.4.0.\(index)", nodeName: "n1",
          pod: ObjectKey(namespace: "default", name: "p\(index)"), podUID: "u\(index)"),
        isReady: state == "r", isServing: state != "n", isTerminating: state == "t")
    }
    let slice = EndpointSlice(
      metadata: ObjectMeta(
        name: "app-x", namespace: "default", labels: ["kubernetes.io/service-name": "app"]),
      endpoints: endpoints, ports: [EndpointPort(name: "", port: 8_000)])
    if case .failure = store.perform(.create(slice)) { _ = store.perform(.update(slice)) }
  }

  var addresses: [String] { proxy.rules[key]?.ports[0].endpoints.map(\.ip) ?? [] }
}

struct KubeProxyTests {
  @Test func `the first change is written at once, those of the rest after it together`() {
    let bench = ProxyBench()
    let start = bench.clock.now.seconds
    for states in ["r", "rr", "rrr", "rrrr"] {
      bench.write(states)
      bench.clock.advance(by: .milliseconds(300))
    }
    bench.clock.advance(by: .seconds(10))
    // 5 ms of watch and 50 ms of writing; then 1 s of rest from the end of writing.
    let times = bench.proxy.log.map { (($0.second - start) * 1_000).rounded() }
    #expect(times == [55, 1_105])
    #expect(bench.addresses.count == 4)
    bench.write("r")
    let again = bench.clock.now.seconds
    bench.clock.advance(by: .seconds(10))
    #expect((((bench.proxy.log.last?.second ?? 0) - again) * 1_000).rounded() == 55)
  }

  @Test(arguments: [
    ("rrn", [0, 1]), ("rtn", [0]), ("ttn", [0, 1]), ("nnn", []), ("", []),
  ] as [(String, [Int])])
  func `ready endpoints get connections, or else those that serve while terminating`(
    _ states: String, _ used: [Int]
  ) {
    let bench = ProxyBench()
    bench.write(states)
    bench.clock.advance(by: .seconds(5))
    #expect(bench.addresses == used.map { "10.4.0.\($0)" })
    #expect(bench.proxy.rules[bench.key]?.ports[0].targetPort == 8_000)
  }

  @Test func `a change that leaves the rules as they are is not written`() {
    let bench = ProxyBench()
    bench.write("rn")
    bench.clock.advance(by: .seconds(5))
    let syncs = bench.kubeProxy.syncCount
    let version = bench.book.rules(of: bench.key)?.version
    bench.write("rnn")
    bench.clock.advance(by: .seconds(5))
    #expect(bench.kubeProxy.syncCount == syncs)
    #expect(bench.book.rules(of: bench.key)?.version == version)
  }

  @Test func `a deleted service is forgotten`() {
    let bench = ProxyBench()
    bench.write("r")
    bench.clock.advance(by: .seconds(5))
    _ = bench.store.perform(.delete(ObjectReference(.service, bench.key), DeleteOptions()))
    bench.clock.advance(by: .seconds(5))
    #expect(bench.proxy.rules[bench.key] == nil)
    #expect(bench.proxy.log.last?.version == 0)
  }

  @Test func `a node that is cut off keeps its rules and catches up`() {
    let bench = ProxyBench()
    bench.write("r")
    bench.clock.advance(by: .seconds(5))
    bench.kubeProxy.cutOff()
    bench.write("rr")
    bench.clock.advance(by: .seconds(5))
    #expect(bench.addresses.count == 1)
    bench.kubeProxy.reconnect()
    bench.clock.advance(by: .seconds(5))
    #expect(bench.addresses.count == 2)
  }

  @Test func `a dead node has no rules, and all of them again when it is back`() {
    let bench = ProxyBench()
    bench.write("r")
    bench.clock.advance(by: .seconds(5))
    bench.kubeProxy.crash()
    #expect(bench.proxy.rules.isEmpty)
    bench.write("rr")
    bench.clock.advance(by: .seconds(5))
    #expect(bench.proxy.rules.isEmpty)
    bench.kubeProxy.resume()
    bench.clock.advance(by: .seconds(5))
    #expect(bench.addresses.count == 2)
    #expect(bench.proxy.rules.count == 2, "the service kubernetes is there, too")
  }

  @Test func `headless services have no rules`() {
    let bench = ProxyBench()
    var spec = ServiceSpec(selector: [:], ports: [ServicePort(port: 1, targetPort: .number(1))])
    spec.clusterIP = "None"
    let service = Service(metadata: ObjectMeta(name: "bare", namespace: "default"), spec: spec)
    _ = bench.store.perform(.create(service))
    bench.clock.advance(by: .seconds(5))
    #expect(bench.book.rules(of: service.key) == nil)
    #expect(bench.proxy.log.isEmpty)
  }
}
