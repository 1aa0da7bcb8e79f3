import KubeAPI
import Units

/// The objects of a person's manifests, by what they are for.
struct FoundStack {
  /// Pods that are made from one template.
  struct Group {
    let namespace: String
    /// What the person calls it: `Deployment app`.
    let title: String
    let labels: StringMap
    let spec: PodSpec
    let replicas: Int
  }

  let groups: [Group]
  let services: [Service]
  let backends: [FoundManifests.Backend]
  /// Namespaces that objects are in and no manifest makes.
  let missingNamespaces: [String]
  /// Priority classes that pods name and no manifest makes.
  let missingPriorityClasses: [String]

  init(_ found: FoundManifests) {
    groups = found.objects.compactMap(Self.group)
    services = found.objects.compactMap { $0 as? Service }
    backends = found.backends
    let made = found.objects.filter { $0.kind == .namespace }.map(\.metadata.name)
    let builtIn = ["default", "kube-system", "kube-public", "kube-node-lease", ""]
    var missing: [String] = []
    for object in found.objects where !missing.contains(object.metadata.namespace) {
      let name = object.metadata.namespace
      if !made.contains(name), !builtIn.contains(name) { missing.append(name) }
    }
    missingNamespaces = missing
    let classes = PriorityClasses(found.objects.compactMap { $0 as? PriorityClass })
    var unknown: [String] = []
    for spec in groups.map(\.spec) where spec.statedPriority == nil {
      let name = spec.priorityClassName
      if name.isEmpty || classes.named(name) != nil || unknown.contains(name) { continue }
      unknown.append(name)
    }
    missingPriorityClasses = unknown
  }

  private static func group(_ object: any KubeObject) -> Group? {
    let title = "\(object.kind.rawValue) \(object.metadata.name)"
    switch object {
    case let pod as Pod:
      return Group(
        namespace: pod.metadata.namespace, title: title, labels: pod.metadata.labels,
        spec: pod.spec, replicas: 1)
    case let workload as any Workload:
      return Group(
        namespace: workload.metadata.namespace, title: title,
        labels: workload.template.metadata.labels, spec: workload.template.spec,
        replicas: workload.replicas)
    default: return nil
    }
  }

  /// The pods that `service` sends requests to.
  func groups(behind service: Service) -> [Group] {
    guard !service.spec.selector.isEmpty else { return [] }
    return groups.filter {
      $0.namespace == service.metadata.namespace && service.spec.selector.isSubset(of: $0.labels)
    }
  }

  /// The number of the container's port that `port` of a service sends to.
  func number(of port: ServicePort, in group: Group) -> Int32 {
    switch port.targetPort {
    case .number(let number): return number
    case .name(let name):
      let ports = group.spec.containers.flatMap(\.ports)
      return ports.first { $0.name == name }?.containerPort ?? port.port
    }
  }

  /// All containers with the group that they are of.
  var containers: [(container: Container, group: Group)] {
    groups.flatMap { group in
      (group.spec.containers + group.spec.initContainers).map { ($0, group) }
    }
  }
}
