import ControllerRuntime
import Controllers
import KubeAPI
import Testing
import Units

struct EndpointsTests {
  let orange: StringMap = ["name": "app", "colour": "orange"]

  func cluster(termination: TimeSpan = .seconds(1)) throws -> ClusterHarness {
    let cluster = try ClusterHarness(termination: termination)
    try cluster.createService("app", selector: ["name": "app"])
    try cluster.createController("app-orange", 3, labels: orange)
    cluster.advance(.seconds(5))
    return cluster
  }

  @Test func `a service has its ready pods behind it, in both forms`() throws {
    let cluster = try cluster()
    #expect(cluster.readyAddresses == 3)
    let slice = try #require(cluster.slices.first)
    #expect(cluster.slices.count == 1)
    #expect(slice.metadata.name.hasPrefix("app-"))
    #expect(slice.metadata.ownerReferences.first?.kind == .service)
    #expect(slice.ports == [EndpointPort(name: "", port: 8_000)])
    #expect(slice.endpoints.map(\.isReady) == [true, true, true])
  }

  @Test func `a deleted pod leaves at once, and stays in the slice while it serves`() throws {
    let cluster = try cluster(termination: .seconds(10))
    let victim = try #require(cluster.pods.first)
    try cluster.delete(.pod, victim.metadata.name)
    cluster.advance(.milliseconds(60))
    #expect(cluster.readyAddresses == 2)
    let endpoint = try #require(
      cluster.slices.first?.endpoints.first { $0.address.podUID == victim.metadata.uid })
    #expect(!endpoint.isReady)
    #expect(endpoint.isServing)
    #expect(endpoint.isTerminating)
    cluster.advance(.milliseconds(11_200))
    #expect(cluster.readyAddresses == 3)
    let left = cluster.slices.flatMap(\.endpoints).map(\.address.podUID)
    #expect(left.count == 3)
    #expect(!left.contains(victim.metadata.uid))
  }

  @Test func `pods that are not ready are listed apart, unless the service publishes them`()
    throws
  {
    let cluster = try ClusterHarness(ready: .seconds(60))
    try cluster.createService("app", selector: ["name": "app"])
    try cluster.createController("app-orange", 2, labels: orange)
    cluster.advance(.seconds(4))
    let key = ObjectKey(namespace: "default", name: "app")
    #expect(cluster.readyAddresses == 0)
    #expect(cluster.store.get(Endpoints.self, key)?.subsets.first?.notReadyAddresses.count == 2)
    let publish = Patch("publish") { (object) throws(APIError) in
      guard var service = object as? Service else { return }
      service.spec.publishNotReadyAddresses = true
      object = service
    }
    try cluster.perform(.patch(ClusterHarness.reference(.service, "app"), publish))
    cluster.advance(.seconds(2))
    #expect(cluster.readyAddresses == 2)
    #expect(cluster.slices.first?.endpoints.allSatisfy { $0.isReady } == true)
    #expect(cluster.slices.first?.endpoints.allSatisfy { !$0.isServing } == true)
  }

  @Test func `a service that goes takes its endpoints and slices along`() throws {
    let cluster = try cluster()
    try cluster.delete(.service, "app")
    cluster.advance(.seconds(3))
    #expect(cluster.store.count(.endpoints) == 0)
    #expect(cluster.slices.isEmpty)
  }

  @Test func `a slice that somebody spoils is mended after a second`() throws {
    let cluster = try cluster()
    cluster.advance(.seconds(5))
    let slice = try #require(cluster.slices.first)
    let spoil = Patch("spoil") { (object) throws(APIError) in
      guard var slice = object as? EndpointSlice else { return }
      slice.endpoints = []
      object = slice
    }
    try cluster.perform(.patch(slice.reference, spoil))
    cluster.advance(.milliseconds(900))
    #expect(cluster.slices.first?.endpoints.count == 0)
    cluster.advance(.milliseconds(300))
    #expect(cluster.slices.first?.endpoints.count == 3)
  }

  @Test func `more than a hundred pods need more than one slice`() throws {
    let cluster = try ClusterHarness()
    try cluster.createService("app", selector: ["name": "app"])
    try cluster.createController("app-orange", 120, labels: orange)
    cluster.advance(.seconds(30))
    #expect(cluster.slices.map(\.endpoints.count).sorted() == [20, 100])
    #expect(Set(cluster.slices.flatMap(\.endpoints).map(\.address.ip)).count == 120)
    #expect(cluster.readyAddresses == 120)
    // A stale cache is noticed before the write, not by the server's refusal.
    #expect(cluster.events("FailedToUpdateEndpointSlices").isEmpty)
    try cluster.scale("app-orange", to: 5)
    cluster.advance(.seconds(30))
    #expect(cluster.slices.flatMap(\.endpoints).count == 5)
  }

  @Test func `a scaled-down service keeps one empty slice`() throws {
    let cluster = try cluster()
    let name = cluster.slices.first?.metadata.name
    try cluster.scale("app-orange", to: 0)
    cluster.advance(.seconds(5))
    #expect(cluster.slices.map(\.metadata.name) == [name])
    #expect(cluster.slices.first?.endpoints.isEmpty == true)
    #expect(cluster.readyAddresses == 0)
  }
}
