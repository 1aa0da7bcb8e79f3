import KubeAPI
import Units

/// `kubectl get nodes`.
///
/// The system's image, kernel and runtime are not known to the control plane here and print as
/// `<unknown>`. Source: `pkg/printers/internalversion/printers.go` (printNode), v1.36.
enum NodeTable {
  static let empty = Table(
    ["Name", "Status", "Roles", "Age", "Version"],
    wide: ["Internal-IP", "External-IP", "OS-Image", "Kernel-Version", "Container-Runtime"])

  static func row(_ node: Node, _ context: TableContext) -> [String] {
    [
      node.metadata.name, status(of: node), node.roles,
      context.age(node.metadata.creationTimestamp), node.status.kubeletVersion,
      noneIfEmpty(node.status.internalIP), noneIfEmpty(node.status.externalIP), "<unknown>",
      "<unknown>", "<unknown>",
    ]
  }

  private static func status(of node: Node) -> String {
    let ready: String
    switch node.status.conditions.first("Ready")?.status {
    case .isTrue: ready = "Ready"
    case nil: ready = "Unknown"
    default: ready = "NotReady"
    }
    return node.spec.isUnschedulable ? ready + ",SchedulingDisabled" : ready
  }
}

extension Node {
  /// The roles that its labels give it, joined by commas, or `<none>`.
  var roles: String {
    let prefix = "node-role.kubernetes.io/"
    var roles = metadata.labels.keys.filter { $0.hasPrefix(prefix) && $0 != prefix }
      .map { String($0.dropFirst(prefix.count)) }
    if let role = metadata.labels["kubernetes.io/role"] { roles.append(role) }
    return noneIfEmpty(roles.sorted().joined(separator: ","))
  }
}

/// `kubectl get events`.
///
/// Source: `pkg/printers/internalversion/printers.go` (printEvent), v1.36.
enum EventTable {
  static let empty = Table(
    ["Last Seen", "Type", "Reason", "Object"], wide: ["Subobject", "Source"], then: ["Message"],
    wide: ["First Seen", "Count", "Name"])

  static func row(_ event: Event, _ context: TableContext) -> [String] {
    [
      context.age(event.lastTimestamp), event.severity.rawValue, event.reason,
      "\(event.object.kind.singular)/\(event.object.key.name)", "", event.source,
      event.message.trimmedEnd, context.age(event.firstTimestamp), "\(event.count)",
      event.metadata.name,
    ]
  }
}

extension Table {
  /// Columns of which some in the middle are shown by `-o wide` only.
  init(_ titles: [String], wide: [String], then rest: [String], wide last: [String]) {
    columns =
      titles.map { Column($0) } + wide.map { Column($0, wide: true) } + rest.map { Column($0) }
      + last.map { Column($0, wide: true) }
  }
}

/// The tables of kinds that have little to show.
///
/// Source: `pkg/printers/internalversion/printers.go`, v1.36.
enum SmallTables {
  static let secrets = Table(["Name", "Type", "Data", "Age"])
  static let configMaps = Table(["Name", "Data", "Age"])
  static let namespaces = Table(["Name", "Status", "Age"])
  static let leases = Table(["Name", "Holder", "Age"])
  static let priorityClasses = Table([
    "Name", "Value", "Global-Default", "Age", "PreemptionPolicy",
  ])
  static let csiNodes = Table(["Name", "Drivers", "Age"])
  static let statefulSets = Table(["Name", "Ready", "Age"])

  static func row(_ secret: Secret, _ context: TableContext) -> [String] {
    [
      secret.metadata.name, secret.type, "\(secret.data.count)",
      context.age(secret.metadata.creationTimestamp),
    ]
  }

  static func row(_ map: ConfigMap, _ context: TableContext) -> [String] {
    [
      map.metadata.name, "\(map.data.count + map.binaryData.count)",
      context.age(map.metadata.creationTimestamp),
    ]
  }

  static func row(_ space: Namespace, _ context: TableContext) -> [String] {
    let status = space.metadata.isTerminating ? "Terminating" : "Active"
    return [space.metadata.name, status, context.age(space.metadata.creationTimestamp)]
  }

  static func row(_ lease: Lease, _ context: TableContext) -> [String] {
    [lease.metadata.name, lease.holder, context.age(lease.metadata.creationTimestamp)]
  }

  static func row(_ one: PriorityClass, _ context: TableContext) -> [String] {
    [
      one.metadata.name, "\(one.value)", "\(one.isGlobalDefault)",
      context.age(one.metadata.creationTimestamp),
      one.mayPreempt ? "PreemptLowerPriority" : "Never",
    ]
  }

  static func row(_ node: CSINode, _ context: TableContext) -> [String] {
    [node.metadata.name, "\(node.drivers.count)", context.age(node.metadata.creationTimestamp)]
  }
}

extension String {
  /// Without white space at its end.
  var trimmedEnd: String {
    var text = Substring(self)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
