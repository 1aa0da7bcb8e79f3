import ControllerRuntime
import Controllers
import KubeAPI
import Testing
import Units

struct SliceTests {
  let service = ObjectKey(namespace: "default", name: "app")

  func slice(_ uid: String, generation: Int64) -> EndpointSlice {
    var slice = EndpointSlice(metadata: ObjectMeta(name: uid, namespace: "default"))
    slice.metadata.uid = uid
    slice.metadata.generation = generation
    return slice
  }

  @Test func `a cache older than the last write is stale, and own news is no news`() {
    var tracker = SliceTracker()
    #expect(!tracker.isStale([slice("a", generation: 1)], of: service))
    #expect(tracker.isForeign(slice("a", generation: 1), of: service))
    tracker.wrote(slice("a", generation: 3), of: service)
    #expect(tracker.isStale([slice("a", generation: 2)], of: service))
    #expect(tracker.isStale([], of: service), "a slice that was made and is not shown yet")
    #expect(!tracker.isStale([slice("a", generation: 3)], of: service))
    #expect(!tracker.isForeign(slice("a", generation: 3), of: service))
    #expect(tracker.isForeign(slice("a", generation: 4), of: service))
  }

  @Test func `a deleted slice that is still shown makes the cache stale`() {
    var tracker = SliceTracker()
    tracker.wrote(slice("a", generation: 1), of: service)
    tracker.deleted(slice("a", generation: 1), of: service)
    #expect(tracker.isStale([slice("a", generation: 1)], of: service))
    let wasUnasked = tracker.sawDeletion(of: slice("a", generation: 1), service: service)
    #expect(!wasUnasked)
    #expect(!tracker.isStale([], of: service))
    tracker.wrote(slice("b", generation: 1), of: service)
    let wasForeign = tracker.sawDeletion(of: slice("b", generation: 1), service: service)
    #expect(wasForeign)
  }

  func planned(
    _ pods: [String], in slices: [EndpointSlice], capacity: Int = 3
  ) -> SlicePlan {
    let service = Service(
      metadata: ObjectMeta(name: "app", namespace: "default"),
      spec: ServiceSpec(
        selector: ["app": "x"], ports: [ServicePort(port: 80, targetPort: .number(8_000))]))
    let views = pods.compactMap {
      PodEndpoint(tablePod($0, labels: ["app": "x"]), of: service)
    }
    return SlicePlan(service, pods: views, slices: slices, capacity: capacity)
  }

  @Test func `slices are filled, kept, emptied and used again`() {
    let made = planned(["a", "b", "c", "d"], in: []).created
    #expect(made.map { $0.endpoints.map(\.address.pod.name) } == [["a", "b", "c"], ["d"]])
    var stored = made
    for place in stored.indices {
      stored[place].metadata.name = "s\(place)"
      stored[place].metadata.uid = "s\(place)"
    }
    let same = planned(["a", "b", "c", "d"], in: stored)
    #expect(same == SlicePlan.nothing)
    let grown = planned(["a", "b", "c", "d", "e"], in: stored)
    #expect(grown.created.isEmpty)
    #expect(grown.updated.map(\.metadata.name) == ["s1"])
    #expect(grown.updated.first?.endpoints.map(\.address.pod.name) == ["d", "e"])
    let shrunk = planned(["a", "b", "c"], in: stored)
    #expect(shrunk.deleted.map(\.metadata.name) == ["s1"])
    #expect(shrunk.updated.isEmpty)
    let empty = planned([], in: [stored[0]])
    #expect(empty.created.isEmpty)
    #expect(empty.deleted.isEmpty)
    #expect(empty.updated.map(\.endpoints.count) == [0])
  }

  @Test func `a service without pods still has one slice`() {
    let plan = planned([], in: [])
    #expect(plan.created.map(\.endpoints.count) == [0])
  }
}
