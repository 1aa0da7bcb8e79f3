import KubeAPI
import Scheduler
import Units

/// Short words for the objects that tests need.
enum Samples {
  static func node(
    _ name: String, cpu: Int64 = 4_000, memory: Int64 = 8 << 30, pods: Int64 = 110,
    labels: StringMap = [:], taints: [Taint] = []
  ) -> Node {
    var node = Node(metadata: ObjectMeta(name: name, labels: labels))
    node.status.allocatable["cpu"] = cpu
    node.status.allocatable["memory"] = memory
    node.status.allocatable["pods"] = pods
    node.status.capacity = node.status.allocatable
    node.spec.taints = taints
    return node
  }

  static func pod(
    _ name: String, cpu: Int64 = 100, memory: Int64 = 0, priority: Int32 = 0, on node: String = ""
  ) -> Pod {
    var container = Container(name: "c", image: "registry.example/app:v1")
    if cpu > 0 { container.resources.requests["cpu"] = cpu }
    if memory > 0 { container.resources.requests["memory"] = memory }
    var spec = PodSpec(containers: [container])
    spec.priority = priority
    spec.nodeName = node
    var pod = Pod(metadata: ObjectMeta(name: name, namespace: "default"), spec: spec)
    pod.metadata.uid = "uid-\(name)"
    return pod
  }

  static func framework(_ profile: Profile = .standard) throws -> Framework {
    try Framework(
      profile, registry: .builtIn, context: PluginContext(cluster: SchedulerCache()))
  }
}
