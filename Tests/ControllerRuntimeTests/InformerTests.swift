import ControllerRuntime
import KubeAPI
import Testing
import Units

struct InformerTests {
  let clock = ManualClock()
  let byApp = Informer<Pod>.IndexName("app")

  func started(
    _ server: StubServer, filter: @escaping (Pod) -> Bool = { _ in true }
  ) -> Informer<Pod> {
    let informer = Informer<Pod>(
      server: server, clock: clock,
      transport: ConstantTransport(watch: .milliseconds(10)), filter: filter)
    informer.addIndex(byApp) { $0.metadata.labels["app"].map { [$0] } ?? [] }
    return informer
  }

  @Test func `it shows the first list and then each change, a delay later`() {
    let server = StubServer(clock)
    server.stored = [pod("b"), pod("a")]
    let informer = started(server)
    var syncedAt: Double?
    informer.whenSynced { syncedAt = clock.now.seconds }
    informer.start()
    #expect(informer.count == 0)
    clock.advance(by: .milliseconds(10))
    #expect(syncedAt == 0.01)
    #expect(informer.list().map(\.metadata.name) == ["a", "b"])
    server.emit(.added, pod("c"))
    clock.advance(by: .milliseconds(9))
    #expect(informer.count == 2)
    clock.advance(by: .milliseconds(1))
    #expect(informer.list().map(\.metadata.name) == ["a", "b", "c"])
    server.emit(.deleted, pod("a"))
    clock.advance(by: .milliseconds(10))
    #expect(informer.get(pod("a").key) == nil)
  }

  @Test func `an index follows a label from value to value`() {
    let server = StubServer(clock)
    let informer = started(server)
    informer.start()
    for name in ["z", "a", "m"] { server.emit(.added, pod(name, labels: ["app": "x"])) }
    clock.advance(by: .seconds(1))
    #expect(informer.list(byApp, "x").map(\.metadata.name) == ["a", "m", "z"])
    server.emit(.modified, pod("m", labels: ["app": "y"]))
    server.emit(.deleted, pod("z", labels: ["app": "x"]))
    clock.advance(by: .seconds(1))
    #expect(informer.list(byApp, "x").map(\.metadata.name) == ["a"])
    #expect(informer.count(byApp, "y") == 1)
  }

  @Test func `what leaves the filter is deleted, and what never was inside costs nothing`() {
    let server = StubServer(clock)
    let informer = started(server) { $0.metadata.labels["app"] == "x" }
    var log: [String] = []
    informer.addHandler(
      .init(
        added: { log.append("+\($0.metadata.name)") },
        updated: { log.append("~\($1.metadata.name)") },
        deleted: { log.append("-\($0.metadata.name)") }))
    informer.start()
    clock.advance(by: .seconds(1))
    server.emit(.added, pod("far"))
    #expect(clock.pendingCount == 0)
    server.emit(.added, pod("p", labels: ["app": "x"]))
    server.emit(.modified, pod("p", labels: ["app": "x"]))
    server.emit(.modified, pod("p", labels: ["app": "y"]))
    clock.advance(by: .seconds(1))
    #expect(log == ["+p", "~p", "-p"])
  }

  @Test func `a name deleted and made anew is two objects`() {
    let server = StubServer(clock)
    let informer = started(server)
    var log: [String] = []
    informer.addHandler(
      .init(
        added: { log.append("+\($0.metadata.uid)") },
        updated: { log.append("~\($1.metadata.uid)") },
        deleted: { log.append("-\($0.metadata.uid)") }))
    informer.start()
    server.emit(.added, pod("p", uid: "1"))
    server.emit(.modified, pod("p", uid: "2"))
    clock.advance(by: .seconds(1))
    #expect(log == ["+1", "-1", "+2"])
  }
}
