import ControllerRuntime
import Controllers
import KubeAPI
import Testing
import Units

/// Answers for nodes as their leases would.
final class ScriptedHeartbeats: HeartbeatSource {
  var stopped: [String: Instant] = [:]

  func lastRenewal(of name: String, at now: Instant) -> Instant? {
    let last = min(now, stopped[name] ?? now)
    let period = TimeSpan.seconds(10).nanoseconds
    return Instant(nanoseconds: last.nanoseconds / period * period)
  }
}

struct HeartbeatTests {
  /// The scripted kubelets fall silent at once, so that all life comes from the other source.
  @Test func `a source of heartbeats does what leases do`() throws {
    let cluster = try ClusterHarness()
    let heartbeats = ScriptedHeartbeats()
    cluster.context.heartbeats = heartbeats
    for node in ["n1", "n2", "n3"] { cluster.kubelets.stop(node) }
    cluster.advance(.minutes(10))
    #expect(cluster.store.all(Node.self).allSatisfy { $0.isReady })
    heartbeats.stopped["n1"] = cluster.clock.now
    cluster.advance(.seconds(49))
    #expect(cluster.node("n1")?.isReady == true)
    cluster.advance(.seconds(12))
    #expect(cluster.node("n1")?.isReady == false)
    #expect(cluster.node("n2")?.isReady == true)
    #expect(cluster.node("n1")?.spec.taints.count == 2)
  }

  @Test func `a node whose machine is gone is deleted once it is silent`() throws {
    let cloud = ScriptedCloud()
    let cluster = try ClusterHarness(cloud: cloud)
    cloud.clock = cluster.clock
    cloud.missing = ["n1"]
    cluster.advance(.seconds(60))
    #expect(cluster.node("n1") != nil)
    cluster.kubelets.stop("n1")
    cluster.advance(.seconds(70))
    #expect(cluster.node("n1") == nil)
    #expect(cluster.events("DeletingNode").count == 1)
    #expect(cluster.store.all(Node.self).count == 2)
  }
}
