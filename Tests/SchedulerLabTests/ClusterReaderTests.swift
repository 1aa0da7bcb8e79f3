import Documents
import Foundation
import KubeAPI
import SchedulerLab
import Testing

@Suite struct ClusterReaderTests {
  /// Writes `text` to a file that is gone afterwards, and reads it as a cluster.
  private func read(_ text: String, name: String = "cluster.json") throws -> ClusterInput {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("wavetank-cluster-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent(name).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    do {
      return try ClusterReader.read(nodes: [path], pods: [path])
    } catch let problems as Problems {
      throw Told(text: problems.description.replacing(path, with: name))
    }
  }

  private struct Told: Error, Equatable { let text: String }

  /// What is said of `text`; empty when nothing is wrong with it.
  private func problems(_ text: String, name: String = "cluster.json") throws -> String {
    do {
      _ = try read(text, name: name)
      return ""
    } catch let told as Told {
      return told.text
    }
  }

  /// A pod as a server writes it.
  private func recorded(
    _ name: String, node: String = "n1", cpu: String = "1", labels: String = #"{"app": "a"}"#,
    phase: String = "Running", more: String = ""
  ) -> String {
    """
    {"apiVersion": "v1", "kind": "Pod",
     "metadata": {"annotations": {"x/y": "a \\"b\\" c"}, "labels": \(labels), "name": "\(name)",
       "namespace": "shop", "uid": "u-\(name)", "managedFields": [{"f:a": {}}]\(more)},
     "spec": {"containers": [{"env": [], "image": "app:1", "name": "c", "novelty": [1, {"a": 2}],
         "resources": {"requests": {"cpu": "\(cpu)"}},
         "volumeMounts": [{"mountPath": "/t", "name": "kube-api-access-\(name)"}]}],
       "nodeName": "\(node)", "securityContext": {},
       "volumes": [{"name": "kube-api-access-\(name)", "projected": {"sources": []}},
         {"name": "d", "persistentVolumeClaim": {"claimName": "data"}}]},
     "status": {"conditions": [], "phase": "\(phase)", "startTime": "2025-01-01T00:00:07Z"}}
    """
  }

  private func list(_ items: [String], kind: String = "List") -> String {
    #"{"apiVersion": "v1", "items": ["# + items.joined(separator: ",\n")
      + #"], "kind": "\#(kind)", "metadata": {"resourceVersion": ""}}"#
  }

  @Test func `a dump's pods are read, and those with a node are bound`() throws {
    let input = try read(
      list([
        recorded("a"), recorded("b", node: "n2", labels: #"{"app": "b", "é": "\u00e9"}"#),
        recorded("c", cpu: "250m").replacing(#""nodeName": "n1", "#, with: ""),
      ]))
    #expect(input.bound.map(\.metadata.name) == ["a", "b"])
    #expect(input.bound.map(\.spec.nodeName) == ["n1", "n2"])
    #expect(input.bound[1].metadata.labels == ["app": "b", "é": "é"])
    #expect(input.bound[0].status.startTime != nil)
    #expect(input.bound[0].spec.volumes.map(\.name) == ["d"])
    #expect(input.pending.map(\.metadata.name) == ["c"])
    #expect(input.pending.first?.spec.containers.first?.resources.requests["cpu"] == 250)
  }

  @Test func `pods of one shape are the same as if each had been read by itself`() throws {
    let names = (0..<50).map { "p\($0)" }
    let together = try read(list(names.map { recorded($0, cpu: $0.hasSuffix("3") ? "2" : "1") }))
    let alone = try names.map { name in
      try read(recorded(name, cpu: name.hasSuffix("3") ? "2" : "1")).bound[0]
    }
    #expect(Array(together.bound) == alone)
  }

  @Test func `fields that nobody here knows are passed over in a record`() throws {
    let node = """
      {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n", "uid": "u"},
       "spec": {"novelty": 1}, "status": {"allocatable": {"cpu": "2"}, "novelties": []}}
      """
    #expect(try read(node).nodes.map(\.metadata.name) == ["n"])
  }

  @Test func `pods that have ended are left out`() throws {
    let input = try read(list([recorded("a", phase: "Succeeded"), recorded("b")]))
    #expect(input.bound.map(\.metadata.name) == ["b"])
  }

  @Test func `a pod that is going is known as such`() throws {
    let going = recorded("a", more: #", "deletionTimestamp": "2025-01-01T00:01:00Z""#)
    let input = try read(list([going, recorded("b")]))
    #expect(input.bound.map(\.metadata.isTerminating) == [true, false])
  }

  @Test(arguments: ["before", "behind"])
  func `items of a PodList need not say what they are`(place: String) throws {
    let pod = recorded("a").replacing(#""apiVersion": "v1", "kind": "Pod","#, with: "")
    let text =
      place == "before"
      ? #"{"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": [\#(pod)]}"#
      : list([pod], kind: "PodList")
    #expect(try read(text).bound.map(\.metadata.name) == ["a"])
  }

  @Test func `several objects may follow each other, and be in an array`() throws {
    let input = try read(recorded("a") + "\n" + recorded("b") + "[" + recorded("c") + "]")
    #expect(input.bound.map(\.metadata.name) == ["a", "b", "c"])
  }

  @Test func `a file that does not say so by its name is JSON if it begins like that`() throws {
    #expect(try read("  \n" + recorded("a"), name: "dump").bound.count == 1)
    let yaml = "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nstatus: {capacity: {cpu: 2}}\n"
    #expect(try read(yaml, name: "nodes").nodes.map(\.metadata.name) == ["n1"])
  }

  @Test func `kinds that no scheduler looks at are counted and left out`() throws {
    let job = #"{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "j"}}"#
    #expect(try read(list([recorded("a"), job])).notes == ["1 object of kind Job left out"])
  }

  @Test func `a manifest that a person wrote is held to all rules`() throws {
    let text = """
      {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"},
       "spec": {"containers": [{"name": "c", "image": "i", "novelty": 1}],
         "nodeSelektor": {}}}
      """
    let told = try problems(text)
    #expect(
      told == """
        cluster.json:2:54: error: unknown field "novelty" in spec.containers[0]; remove it
        cluster.json:3:4: error: unknown field "nodeSelektor" in spec; did you mean "nodeSelector"?
        """)
  }

  @Test func `what is wrong with a recorded pod is told with its place`() throws {
    let told = try problems(list([recorded("a"), recorded("b", cpu: "1.5.Gi")]))
    #expect(
      told == """
        cluster.json:15:40: error: spec.containers[0].resources.requests.cpu is "1.5.Gi"; \
        write an amount such as 500m, 2, 512Mi or 1.5Gi
        """)
  }

  @Test func `the same pod twice is told with both places`() throws {
    let told = try problems(list([recorded("a"), recorded("b"), recorded("a", cpu: "2")]))
    #expect(
      told == """
        cluster.json:21:1: error: the Pod shop/a is here twice; remove one; the other is in line 1
        """)
  }

  @Test func `a dump that is cut off says where it ends`() throws {
    let text = list([recorded("a"), recorded("b")])
    for count in [10, 60, 200, 900, text.utf8.count - 2] {
      let told = try problems(String(decoding: text.utf8.prefix(count), as: UTF8.self))
      #expect(told.hasPrefix("cluster.json:") && told.contains("not JSON"), "\(count): \(told)")
    }
    let told = try problems(#"{"items": [\#n{"kind": "Pod""#)
    #expect(
      told == "cluster.json:2:15: error: not JSON: the file ends inside a value; a } is missing")
  }

  @Test(arguments: [
    (#"{"items": [{} {}]}"#, "1:15: error: not JSON: \"{\" stands where a comma or ] belongs; "
      + "write a comma or ]"),
    (#"{"items": [{},]}"#, "1:15: error: not JSON: \"]\" stands where a value belongs; "
      + "write a value"),
    (#"{"items": [{}], 5}"#, "1:17: error: not JSON: \"5\" stands where a name in double quotes "
      + "belongs; write a name in double quotes"),
    (#"{"kind" "Pod"}"#, "1:9: error: not JSON: a colon is missing after the name \"kind\"; "
      + "write a colon and a value"),
    ("[1, tru]", "1:5: error: not JSON: \"tru\" is not a JSON value; put text in double quotes"),
    ("", "1:1: error: there is no object in this file; write nodes or pods"),
  ])
  func `broken JSON is told as elsewhere`(text: String, message: String) throws {
    #expect(try problems(text).hasSuffix("cluster.json:" + message))
  }

  @Test func `priority classes of the files give pods their priority`() throws {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: a}
      spec:
        priorityClassName: urgent
        containers: [{name: c, image: i}]
      ---
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: urgent}
      value: 1000
      """
    #expect(try read(pod, name: "pods.yaml").pending.map(\.spec.priority) == [1000])
  }

  @Test func `pods in a list are what was put in`() {
    var pod = Pod(
      metadata: ObjectMeta(name: "a", namespace: "x", labels: ["k": "v"]),
      spec: PodSpec(containers: []))
    var pods: [Pod] = []
    for index in 0..<20 {
      pod.metadata.name = "a\(index)"
      pod.spec.nodeName = index % 3 == 0 ? "" : "n\(index % 4)"
      pod.spec.priority = Int32(index % 2)
      pod.metadata.labels["k"] = "v\(index % 5)"
      pods.append(pod)
    }
    #expect(Array(PodList(pods)) == pods)
  }
}
