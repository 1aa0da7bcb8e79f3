import KubeAPI
import Scheduler

/// The cluster and the pods that placing is measured with: machines of 32 CPUs and 64 GiB in three
/// zones, and pods of 50 apps in turn.
enum PlaceWorkload: String, CaseIterable {
  /// Pods that ask for CPU and memory and mind nothing else.
  case plain
  /// Pods that rather are not on a node with others of their app.
  case antiaffinity
  /// Pods that rather are spread over zones and nodes.
  case spread
  /// Pods that must be spread over zones and nodes.
  case spreadHard = "spread_hard"

  static let apps = 50

  static func nodes(_ count: Int) -> [Node] {
    (0..<count).map { index in
      let digits = "\(index)"
      let name = "node-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
      var node = Node(
        metadata: ObjectMeta(
          name: name,
          labels: [
            "kubernetes.io/hostname": name,
            "topology.kubernetes.io/zone": "zone-\(index % 3)",
          ]))
      node.status.allocatable["cpu"] = 32_000
      node.status.allocatable["memory"] = 64 << 30
      node.status.allocatable["pods"] = 110
      node.status.capacity = node.status.allocatable
      return node
    }
  }

  func pods(_ count: Int) -> [Pod] { (0..<count).map(pod) }

  func pod(_ index: Int) -> Pod {
    let app = index % Self.apps
    let labels: StringMap = ["app": "app-\(app)"]
    var container = Container(name: "main", image: "registry.example/app-\(app):v1")
    container.resources.requests["cpu"] = Int64(100 + app % 5 * 100)
    container.resources.requests["memory"] = Int64(128 << 20) * Int64(1 + app % 4)
    var spec = PodSpec(containers: [container])
    let own = LabelSelector(matchLabels: labels)
    switch self {
    case .plain: break
    case .antiaffinity:
      var affinity = Affinity()
      affinity.podAntiAffinity.preferred = [
        WeightedPodAffinityTerm(
          weight: 100,
          term: PodAffinityTerm(topologyKey: "kubernetes.io/hostname", labelSelector: own))
      ]
      spec.affinity = affinity
    case .spread, .spreadHard:
      spec.topologySpreadConstraints = [
        "topology.kubernetes.io/zone", "kubernetes.io/hostname",
      ].map { key in
        TopologySpreadConstraint(
          maxSkew: 1, topologyKey: key,
          whenUnsatisfiable: self == .spread ? .scheduleAnyway : .doNotSchedule,
          labelSelector: own)
      }
    }
    var pod = Pod(
      metadata: ObjectMeta(name: "app-\(app)-\(index)", namespace: "default", labels: labels),
      spec: spec)
    pod.metadata.uid = "00000000-0000-4000-8000-\(100_000_000_000 + index)"
    return pod
  }
}
