import ControllerRuntime
import Controllers
import KubeAPI
import Testing
import Units

/// A cloud that takes its time and can be told to refuse.
final class ScriptedCloud: CloudProvider {
  var clock: ManualClock?
  var delay = TimeSpan.seconds(40)
  var refusals = 0
  var missing: Set<String> = []
  private(set) var calls: [String] = []
  private(set) var members: [String] = []

  func ensureLoadBalancer(
    for service: Service, nodes: [String], then: @escaping (Result<String, CloudError>) -> Void
  ) {
    calls.append("ensure \(service.metadata.name) \(nodes.count)")
    members = nodes
    answer(.success("203.0.113.7"), then)
  }

  func updateLoadBalancer(
    for service: ObjectKey, nodes: [String], then: @escaping (Result<Void, CloudError>) -> Void
  ) {
    calls.append("update \(service.name) \(nodes.count)")
    members = nodes
    answer(.success(()), then)
  }

  func deleteLoadBalancer(
    for service: ObjectKey, then: @escaping (Result<Void, CloudError>) -> Void
  ) {
    calls.append("delete \(service.name)")
    answer(.success(()), then)
  }

  func instanceExists(_ node: String) -> Bool { !missing.contains(node) }

  private func answer<T>(
    _ result: Result<T, CloudError>, _ then: @escaping (Result<T, CloudError>) -> Void
  ) {
    clock?.after(delay) { [self] in
      guard refusals == 0 else {
        refusals -= 1
        return then(.failure(CloudError("quota exceeded")))
      }
      then(result)
    }
  }
}

struct ServiceLoadBalancerTests {
  let cloud = ScriptedCloud()

  func cluster() throws -> ClusterHarness {
    let cluster = try ClusterHarness(cloud: cloud)
    cloud.clock = cluster.clock
    return cluster
  }

  func service(_ cluster: ClusterHarness) -> Service? {
    cluster.store.get(Service.self, ObjectKey(namespace: "default", name: "web"))
  }

  @Test func `a service of that type gets an address and keeps until it is torn down`() throws {
    let cluster = try cluster()
    try cluster.createService("web", selector: ["name": "app"], type: .loadBalancer)
    cluster.advance(.seconds(39))
    #expect(service(cluster)?.status.loadBalancerIPs == [])
    #expect(
      service(cluster)?.metadata.finalizers == ["service.kubernetes.io/load-balancer-cleanup"])
    cluster.advance(.seconds(2))
    #expect(service(cluster)?.status.loadBalancerIPs == ["203.0.113.7"])
    #expect(cloud.calls == ["ensure web 3"])
    try cluster.delete(.service, "web")
    cluster.advance(.seconds(39))
    #expect(service(cluster)?.metadata.isTerminating == true)
    cluster.advance(.seconds(2))
    #expect(service(cluster) == nil)
    #expect(cloud.calls == ["ensure web 3", "delete web"])
    let reasons = cluster.changes(Event.self) { $0.object.key.name == "web" }
      .map(\.object.reason)
    #expect(reasons == ["EnsuringLoadBalancer", "EnsuredLoadBalancer", "DeletingLoadBalancer",
      "DeletedLoadBalancer"])
  }

  @Test func `other services get none`() throws {
    let cluster = try cluster()
    try cluster.createService("web", selector: ["name": "app"])
    cluster.advance(.minutes(5))
    #expect(cloud.calls.isEmpty)
  }

  @Test func `a refusal is tried again after five seconds, then ten`() throws {
    let cluster = try cluster()
    cloud.delay = .seconds(1)
    cloud.refusals = 2
    try cluster.createService("web", selector: ["name": "app"], type: .loadBalancer)
    cluster.advance(.seconds(30))
    #expect(cloud.calls.count == 3)
    #expect(service(cluster)?.status.loadBalancerIPs == ["203.0.113.7"])
    let failures = cluster.events("SyncLoadBalancerFailed")
    #expect(failures.count == 2)
    #expect(failures.first?.event.message
      == "Error syncing load balancer: failed to ensure load balancer: quota exceeded")
  }

  @Test func `its nodes follow the cluster's nodes, and their readiness does not matter`() throws {
    let cluster = try cluster()
    cloud.delay = .seconds(1)
    try cluster.createService("web", selector: ["name": "app"], type: .loadBalancer)
    cluster.advance(.seconds(5))
    try cluster.kubelets.register("n4")
    cluster.advance(.seconds(5))
    #expect(cloud.members == ["n1", "n2", "n3", "n4"])
    cluster.kubelets.stop("n1")
    cluster.advance(.seconds(90))
    #expect(cloud.members == ["n1", "n2", "n3", "n4"])
    try cluster.delete(.node, "n1")
    cluster.advance(.seconds(5))
    #expect(cloud.members == ["n2", "n3", "n4"])
    #expect(cloud.calls == ["ensure web 3", "update web 4", "update web 3"])
  }
}
