import Documents
import KubeAPI
import Testing

import SchedulerLab

/// The API server's share in a cluster that files describe.
struct ClusterAdmissionTests {
  private func pod(_ name: String, _ change: (inout Pod) -> Void = { _ in }) -> Pod {
    var pod = Pod(
      metadata: ObjectMeta(name: name, namespace: "default", labels: ["app": "web"]),
      spec: PodSpec(containers: []))
    change(&pod)
    return pod
  }

  @Test func `pods get priority, unique ids and the values of their label keys`() {
    var high = PriorityClass(metadata: ObjectMeta(name: "high"), value: 9)
    high.isGlobalDefault = true
    let spread = pod("p") {
      var constraint = TopologySpreadConstraint(
        maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: .doNotSchedule,
        labelSelector: LabelSelector())
      constraint.matchLabelKeys = ["app", "missing"]
      $0.spec.topologySpreadConstraints = [constraint]
    }
    let input = ClusterInput([spread, high] as [any KubeObject])
    #expect(input.pending.map(\.spec.priority) == [9])
    #expect(input.pending.map(\.metadata.uid) == ["default/p"])
    let selector = input.pending[0].spec.topologySpreadConstraints[0].labelSelector
    #expect(
      selector?.matchExpressions == [
        SelectorRequirement(key: "app", comparison: .isIn, values: ["web"])
      ])
    var again = input
    again.admit()
    #expect(again.pending == input.pending)
  }

  @Test func `pods that have ended are gone`() {
    let ended = pod("e") {
      $0.spec.nodeName = "n"
      $0.status.phase = .succeeded
    }
    let running = pod("r") { $0.spec.nodeName = "n" }
    #expect(ClusterInput([ended, running]).bound.map(\.metadata.name) == ["r"])
  }

  @Test func `a case that is wrong is told with its place`() throws {
    let text = """
      {"case": {"name": "c", "nodes": [{"apiVersion": "v1", "kind": "Node",
       "metadata": {"name": "n"}, "status": {"allocatable": {"cpu": "1.5.Gi"}}}],
       "pods": [], "incoming": [], "extra": []}, "result": {"results": []}}
      """
    let log = ProblemLog(file: "cases.json")
    for node in try JSONReader.documents(in: SourceFile(name: "cases.json", text: text)) {
      _ = OracleCase(node, log: log)
    }
    #expect(throws: Problems.self) { try log.throwIfErrors() }
  }
}
