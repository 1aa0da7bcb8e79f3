import KubeAPI
import Scheduler
import Testing
import Units

/// Which events wake which pods.
struct WakeUpTests {
  /// One event, and whether a pod that asks for one core and was turned down by `plugin` wakes.
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let plugin: String
    let wakes: Bool
    let event: ClusterEvent
    let objects: ChangedObjects
    var testDescription: String { "\(plugin): \(what)" }
  }

  private static let cordoned: Node = {
    var node = Samples.node("n")
    node.spec.isUnschedulable = true
    return node
  }()
  private static let tainted = Samples.node("n", taints: [Taint(key: "k", effect: .noSchedule)])
  private static let added = ClusterEvent(.node, .add)
  private static let deleted = ClusterEvent(.assignedPod, .delete)

  private static func webPort(_ pod: Pod) -> Pod {
    var pod = pod
    var port = ContainerPort(80)
    port.hostPort = 80
    pod.spec.containers[0].ports = [port]
    return pod
  }

  static let cases: [Case] = [
    Case(
      what: "a node with room comes", plugin: "NodeResourcesFit", wakes: true, event: added,
      objects: .node(old: nil, new: Samples.node("n"))),
    Case(
      what: "a node that is too small comes", plugin: "NodeResourcesFit", wakes: false,
      event: added, objects: .node(old: nil, new: Samples.node("n", cpu: 500))),
    Case(
      what: "a node grows", plugin: "NodeResourcesFit", wakes: true,
      event: ClusterEvent(.node, .updateNodeAllocatable),
      objects: .node(old: Samples.node("n", cpu: 500), new: Samples.node("n"))),
    Case(
      what: "a node grows in what the pod does not ask for", plugin: "NodeResourcesFit",
      wakes: false, event: ClusterEvent(.node, .updateNodeAllocatable),
      objects: .node(old: Samples.node("n", memory: 1), new: Samples.node("n"))),
    Case(
      what: "a node takes more pods", plugin: "NodeResourcesFit", wakes: true,
      event: ClusterEvent(.node, .updateNodeAllocatable),
      objects: .node(old: Samples.node("n", pods: 1), new: Samples.node("n"))),
    Case(
      what: "a node changes its labels", plugin: "NodeResourcesFit", wakes: false,
      event: ClusterEvent(.node, .updateNodeLabel),
      objects: .node(old: Samples.node("n"), new: Samples.node("n", labels: ["a": "b"]))),
    Case(
      what: "a pod on a node goes", plugin: "NodeResourcesFit", wakes: true, event: deleted,
      objects: .pod(old: Samples.pod("x", on: "n"), new: nil)),
    Case(
      what: "a pod without a node goes", plugin: "NodeResourcesFit", wakes: false,
      event: ClusterEvent(.unscheduledPod, .delete),
      objects: .pod(old: Samples.pod("x"), new: nil)),
    Case(
      what: "a pod comes to a node", plugin: "NodeResourcesFit", wakes: false,
      event: ClusterEvent(.assignedPod, .add),
      objects: .pod(old: nil, new: Samples.pod("x", on: "n"))),
    Case(
      what: "another pod asks for less", plugin: "NodeResourcesFit", wakes: true,
      event: ClusterEvent(.assignedPod, .updatePodScaleDown),
      objects: .pod(old: Samples.pod("x", cpu: 2_000, on: "n"), new: Samples.pod("x", on: "n"))),
    Case(
      what: "another pod asks for less memory", plugin: "NodeResourcesFit", wakes: false,
      event: ClusterEvent(.assignedPod, .updatePodScaleDown),
      objects: .pod(
        old: Samples.pod("x", memory: 2, on: "n"), new: Samples.pod("x", memory: 1, on: "n"))),
    Case(
      what: "a cordon is lifted", plugin: "NodeUnschedulable", wakes: true,
      event: ClusterEvent(.node, .updateNodeTaint),
      objects: .node(old: cordoned, new: Samples.node("n"))),
    Case(
      what: "a cordoned node comes", plugin: "NodeUnschedulable", wakes: false, event: added,
      objects: .node(old: nil, new: cordoned)),
    Case(
      what: "a node loses its taint", plugin: "TaintToleration", wakes: true,
      event: ClusterEvent(.node, .updateNodeTaint),
      objects: .node(old: tainted, new: Samples.node("n"))),
    Case(
      what: "a node that was open stays open", plugin: "TaintToleration", wakes: false,
      event: ClusterEvent(.node, .updateNodeTaint),
      objects: .node(old: Samples.node("n"), new: Samples.node("n"))),
    Case(
      what: "a tainted node comes", plugin: "TaintToleration", wakes: false, event: added,
      objects: .node(old: nil, new: tainted)),
    Case(
      what: "a pod with the port goes", plugin: "NodePorts", wakes: true, event: deleted,
      objects: .pod(old: webPort(Samples.pod("x", on: "n")), new: nil)),
    Case(
      what: "a pod without ports goes", plugin: "NodePorts", wakes: false, event: deleted,
      objects: .pod(old: Samples.pod("x", on: "n"), new: nil)),
    Case(
      what: "any node comes", plugin: "NodeName", wakes: true, event: added,
      objects: .node(old: nil, new: tainted)),
    Case(
      what: "a node with the label comes", plugin: "NodeAffinity", wakes: true, event: added,
      objects: .node(old: nil, new: Samples.node("n", labels: ["disk": "ssd"]))),
    Case(
      what: "a node without the label comes", plugin: "NodeAffinity", wakes: false, event: added,
      objects: .node(old: nil, new: Samples.node("n"))),
    Case(
      what: "a node that matched changes", plugin: "NodeAffinity", wakes: false,
      event: ClusterEvent(.node, .updateNodeLabel),
      objects: .node(
        old: Samples.node("n", labels: ["disk": "ssd"]),
        new: Samples.node("n", labels: ["disk": "ssd", "a": "b"]))),
  ]

  @Test(arguments: cases)
  func `a pod wakes when the plugin that refused it sees a chance`(one: Case) throws {
    for isInFlight in [false, true] {
      let fixture = try QueueFixture(QueueFixture.strict)
      var pod = Self.webPort(Samples.pod("p", cpu: 1_000))
      pod.spec.nodeSelector = ["disk": "ssd"]
      if one.plugin != "NodeAffinity" { pod.spec.nodeSelector = [:] }
      fixture.add(pod)
      let taken = try #require(fixture.queue.pop())
      if isInFlight { fixture.queue.moveAll(one.event, one.objects) }
      taken.reject(by: [one.plugin])
      fixture.queue.addUnschedulable(taken)
      if !isInFlight { fixture.queue.moveAll(one.event, one.objects) }
      #expect(fixture.counts == (one.wakes ? [0, 1, 0] : [0, 0, 1]), "in flight: \(isInFlight)")
    }
  }

  @Test func `events before a pod's try do not wake it afterwards`() throws {
    let fixture = try QueueFixture(QueueFixture.strict)
    fixture.add(Samples.pod("other"))
    let other = try #require(fixture.queue.pop())
    fixture.nodeAdded()
    fixture.add(Samples.pod("p"))
    try fixture.tryNext()
    #expect(fixture.counts == [0, 0, 1])
    other.reject(by: ["NodeResourcesFit"])
    fixture.queue.addUnschedulable(other)
    #expect(fixture.counts == [0, 1, 1])
  }

  @Test func `a gated pod waits until its last gate is gone`() throws {
    let fixture = try QueueFixture()
    var pod = Samples.pod("p")
    pod.spec.schedulingGates = ["a", "b"]
    fixture.add(pod)
    #expect(fixture.counts == [0, 0, 1])
    fixture.nodeAdded()
    #expect(fixture.counts == [0, 0, 1])
    var fewer = pod
    fewer.spec.schedulingGates = ["b"]
    fixture.queue.update(from: PodInfo(pod), to: PodInfo(fewer))
    #expect(fixture.counts == [0, 0, 1])
    var open = fewer
    open.spec.schedulingGates = []
    fixture.queue.update(from: PodInfo(fewer), to: PodInfo(open))
    #expect(fixture.counts == [1, 0, 0])
    #expect(fixture.names() == ["p"])
  }

  @Test func `a new toleration wakes the pod, a new condition does not`() throws {
    let fixture = try QueueFixture(QueueFixture.strict)
    let pod = Samples.pod("p")
    fixture.add(pod)
    try fixture.tryNext(turnedDownBy: ["TaintToleration"])
    var noted = pod
    noted.status.conditions.set(Condition("PodScheduled", .isFalse, since: .start))
    fixture.queue.update(from: PodInfo(pod), to: PodInfo(noted))
    #expect(fixture.counts == [0, 0, 1])
    var tolerant = noted
    tolerant.spec.tolerations = [Toleration(comparison: .exists)]
    fixture.queue.update(from: PodInfo(noted), to: PodInfo(tolerant))
    #expect(fixture.counts == [0, 1, 0])
  }
}
