import KubeAPI
import Scheduler
import Testing
import Units

/// Pods that wait for room for their disks.
struct VolumeWakeUpTests {
  private func fixture() throws -> ClusterFixture {
    let cluster = try ClusterFixture()
    cluster.start()
    try cluster.add(Samples.node("n"))
    for name in ["a", "b"] {
      // The server drops the phase of what is new; the binding counts by the annotation.
      _ = try cluster.store.perform(.create(VolumePluginTests.csi(name))).get()
      _ = try cluster.store.perform(.create(VolumePluginTests.claim(name, volume: name))).get()
    }
    _ = try cluster.store.perform(.create(VolumePluginTests.limits("n", [("d", 1)]))).get()
    cluster.clock.advance(by: .seconds(1))
    for name in ["a", "b"] {
      try cluster.add(VolumePluginTests.pod("p-" + name, VolumePluginTests.claims(name)))
    }
    cluster.clock.advance(by: .seconds(5))
    return cluster
  }

  @Test func `a pod whose disk has no room waits, and goes when the driver takes more`() throws {
    let cluster = try fixture()
    #expect(cluster.node(of: "p-a") == "n")
    #expect(cluster.node(of: "p-b") == "")
    #expect(
      cluster.events("p-b").first?.contains("1 node(s) exceed max volume count") == true)
    let before = cluster.decisions.count
    let key = ObjectKey(name: "n")
    var drivers = try #require(cluster.store.get(CSINode.self, key))
    // Fewer help nobody.
    drivers.drivers[0].allocatableCount = 0
    _ = try cluster.store.perform(.update(drivers)).get()
    cluster.clock.advance(by: .seconds(20))
    #expect(cluster.decisions.count == before)
    drivers = try #require(cluster.store.get(CSINode.self, key))
    drivers.drivers[0].allocatableCount = 2
    _ = try cluster.store.perform(.update(drivers)).get()
    cluster.clock.advance(by: .seconds(20))
    #expect(cluster.node(of: "p-b") == "n")
  }

  @Test func `a pod whose disk has no room goes when another one leaves`() throws {
    let cluster = try fixture()
    try cluster.delete(.pod, "p-a")
    cluster.clock.advance(by: .seconds(20))
    #expect(cluster.node(of: "p-b") == "n")
  }

  @Test func `a pod whose claim is missing goes when the claim comes`() throws {
    let cluster = try fixture()
    _ = try cluster.store.perform(.create(VolumePluginTests.volume("c", .hostPath("/x")))).get()
    try cluster.add(VolumePluginTests.pod("p-c", VolumePluginTests.claims("c")))
    cluster.clock.advance(by: .seconds(5))
    #expect(cluster.node(of: "p-c") == "")
    _ = try cluster.store.perform(.create(VolumePluginTests.claim("c", volume: "c"))).get()
    cluster.clock.advance(by: .seconds(20))
    #expect(cluster.node(of: "p-c") == "n")
  }
}
