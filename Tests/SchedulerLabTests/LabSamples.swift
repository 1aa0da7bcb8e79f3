import KubeAPI
import Randomness
import Scheduler
import SchedulerLab

/// A small cluster for tests of comparisons and traces.
enum LabSamples {
  static func node(
    _ name: String, zone: String = "", cpu: Int64 = 4_000, memory: Int64 = 8 << 30,
    taints: [Taint] = []
  ) -> Node {
    var node = Node(metadata: ObjectMeta(name: name))
    node.metadata.labels["kubernetes.io/hostname"] = name
    if !zone.isEmpty { node.metadata.labels["topology.kubernetes.io/zone"] = zone }
    node.status.allocatable["cpu"] = cpu
    node.status.allocatable["memory"] = memory
    node.status.allocatable["pods"] = 110
    node.status.capacity = node.status.allocatable
    node.spec.taints = taints
    return node
  }

  static func pod(
    _ name: String, cpu: Int64 = 500, memory: Int64 = 512 << 20, priority: Int32 = 0,
    on node: String = "", app: String = "web"
  ) -> Pod {
    var container = Container(name: "c", image: "registry.example/app:v1")
    container.resources.requests["cpu"] = cpu
    container.resources.requests["memory"] = memory
    var spec = PodSpec(containers: [container])
    spec.priority = priority
    spec.nodeName = node
    return Pod(
      metadata: ObjectMeta(name: name, namespace: "shop", labels: ["app": app]), spec: spec)
  }

  /// Twelve nodes in three zones, one of them tainted, and forty pods of different sizes.
  static var cluster: ClusterInput {
    var cluster = ClusterInput()
    for index in 0..<12 {
      cluster.nodes.append(
        node(
          "node-\(index < 10 ? "0" : "")\(index)", zone: "zone-\(index % 3)",
          memory: index % 2 == 0 ? 8 << 30 : 16 << 30,
          taints: index == 5 ? [Taint(key: "own", value: "", effect: .noSchedule)] : []))
    }
    cluster.changePending { pods in
      for index in 0..<40 {
        let memory = Int64(1 + index % 3) << 29
        pods.append(pod("web-\(index)", cpu: 200 + Int64(index % 4) * 250, memory: memory))
      }
    }
    return cluster
  }

  /// The default scheduler, looking at all nodes, with its plugins changed.
  static func configuration(
    _ change: (inout [Profile.Use]) -> Void = { _ in }
  ) -> SchedulerConfiguration {
    var profile = Profile.standard
    change(&profile.plugins)
    return SchedulerConfiguration(profile, nodeSampling: .all)
  }

  /// Another weight of `plugin`.
  static func weight(_ weight: Int64, of plugin: String) -> SchedulerConfiguration {
    configuration { uses in
      for index in uses.indices where uses[index].name == plugin { uses[index].weight = weight }
    }
  }

  /// The scheduler without `plugin`.
  static func without(_ plugin: String) -> SchedulerConfiguration {
    configuration { $0.removeAll { $0.name == plugin } }
  }
}

extension ClusterInput {
  /// Changes the waiting pods.
  mutating func changePending(_ change: (inout [Pod]) -> Void) {
    var pods = Array(pending)
    change(&pods)
    pending = .init(pods)
  }
}
