import Glibc
import KubeAPI
import Scheduler

/// The memory that the scheduler's picture of a large cluster takes: 150,000 pods of 500 kinds,
/// with two containers each, on 5,000 nodes.
enum StateBenchmark {
  private static let pods = 150_000

  /// Measures in a process of its own, where nothing that was freed before can be used again.
  static func run(program: String) {
    guard let pipe = popen("'\(program)' state-once", "r") else { return }
    defer { pclose(pipe) }
    var buffer = [CChar](repeating: 0, count: 256)
    guard fgets(&buffer, 256, pipe) != nil else { return }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    guard words.count > 1, let value = Double(words[1]) else {
      print("error: state-once gave no figure")
      return
    }
    report("state_150k_mb", value, "MB")
  }

  /// Reports the growth of this process.
  static func runOnce() {
    let before = residentBytes()
    let nodes = PlaceWorkload.nodes(5_000)
    guard let engine = try? PlacementEngine(nodes: nodes) else { return }
    for index in 0..<pods { engine.set(pod(index, on: nodes[index % nodes.count])) }
    let after = residentBytes()
    precondition(engine.nodes.reduce(0) { $0 + $1.pods.count } == pods, "pods are missing")
    report("state_once_mb", Double(after - before) / 1e6, "MB")
  }

  private static func pod(_ index: Int, on node: Node) -> Pod {
    let kind = index % 500
    var pod = PlaceWorkload.plain.pod(kind)
    pod.metadata.labels = [
      "app": "app-\(kind)", "pod-template-hash": "7d9f8b6c5-\(kind)", "tier": "web",
      "team": "team-\(kind % 20)",
    ]
    pod.metadata.annotations = ["example.com/started": "\(index)", "example.com/by": "state"]
    pod.metadata.name = "app-\(kind)-7d9f8b6c5-\(index)"
    pod.metadata.uid = "00000000-0000-4000-8000-\(100_000_000_000 + index)"
    var sidecar = Container(name: "proxy", image: "registry.example/proxy:v1")
    sidecar.resources.requests["cpu"] = 10
    sidecar.env = [EnvVar(name: "POD", source: .value(pod.metadata.name))]
    pod.spec.containers.append(sidecar)
    pod.spec.nodeName = node.metadata.name
    return pod
  }
}
