import KubeAPI
import Testing

import SchedulerLab

@Suite("Clusters are read from files")
struct ClusterReaderTests {
  @Test("a pod with a node is bound, one without waits")
  func podsAreSorted() throws {
    var input = ClusterInput()
    var bound = Pod(
      metadata: ObjectMeta(name: "b", namespace: "default"), spec: PodSpec(containers: []))
    bound.spec.nodeName = "n"
    input.take(bound)
    input.take(
      Pod(metadata: ObjectMeta(name: "p", namespace: "default"), spec: PodSpec(containers: [])))
    #expect(input.bound.map(\.metadata.name) == ["b"])
    #expect(input.pending.map(\.metadata.name) == ["p"])
  }
}
