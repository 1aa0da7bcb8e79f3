import KubeAPI
import Units

/// What `kubectl get` prints.
public enum KubectlGet {
  /// How objects are printed.
  public struct Options: Hashable, Sendable {
    /// Whether the columns of `-o wide` are shown.
    public var isWide = false
    /// Whether only names are printed, with their kind (`-o name`).
    public var namesOnly = false
    /// Whether names carry their kind as a prefix, as in a look at several kinds.
    public var hasKindPrefix = false
    /// Whether the namespace gets a column.
    public var showsNamespace = false
    /// Whether labels get a column.
    public var showsLabels = false

    /// Plain `kubectl get`.
    public init() {}
  }

  /// The tables of `objects`, which are of one kind each, with an empty line between two tables;
  /// ends with a line end. Kinds without objects are left out; empty when nothing is there.
  ///
  /// - Parameter groups: The objects by kind, in the order of asking.
  /// - Parameter now: The simulated moment of printing, from which ages count.
  /// - Complexity: O(number of objects).
  public static func text(
    _ groups: [[any KubeObject]], options: Options = Options(), now: Instant
  ) -> String {
    let tables = groups.filter { !$0.isEmpty }.map { text(of: $0, options, now) }
    return tables.joined(separator: options.namesOnly ? "" : "\n")
  }

  /// What kubectl says, on the error stream, when there is nothing to print.
  public static func nothingFound(namespace: String?) -> String {
    let place = namespace.map { " in \($0) namespace." } ?? ""
    return "No resources found\(place)\n"
  }

  private static func text(
    of objects: [any KubeObject], _ options: Options, _ now: Instant
  ) -> String {
    if options.namesOnly {
      return objects.map { "\($0.kind.singularWithGroup)/\($0.metadata.name)\n" }.joined()
    }
    let context = TableContext(now: now, isWide: options.isWide)
    var table = empty(objects[0].kind)
    table.rows = objects.map { object in
      var cells = row(object, context)
      if options.hasKindPrefix, object.kind != .event {
        cells[0] = "\(object.kind.singularWithGroup)/\(cells[0])"
      }
      return cells
    }
    let spaces = options.showsNamespace && !objects[0].kind.isClusterScoped
    let lines = table.lines(
      isWide: options.isWide,
      leading: spaces ? [("NAMESPACE", objects.map(\.metadata.namespace))] : [],
      trailing: options.showsLabels
        ? [("LABELS", objects.map { noneIfEmpty($0.metadata.labels.commaText) })] : [])
    return TabWriter.table.align(lines.joined(separator: "\n")) + "\n"
  }

  private static func empty(_ kind: Kind) -> Table {
    switch kind {
    case .pod: PodTable.empty
    case .node: NodeTable.empty
    case .replicationController, .replicaSet: ReplicaTable.empty
    case .deployment: DeploymentTable.empty
    case .service: ServiceTable.empty
    case .endpoints: EndpointTables.empty
    case .endpointSlice: EndpointTables.emptySlices
    case .event: EventTable.empty
    case .lease: SmallTables.leases
    case .namespace: SmallTables.namespaces
    case .persistentVolume: VolumeTables.empty
    case .persistentVolumeClaim: VolumeTables.emptyClaims
    case .storageClass: VolumeTables.emptyClasses
    case .secret: SmallTables.secrets
    case .configMap: SmallTables.configMaps
    case .podDisruptionBudget: DisruptionTable.empty
    case .priorityClass: SmallTables.priorityClasses
    case .csiNode: SmallTables.csiNodes
    case .statefulSet: SmallTables.statefulSets
    }
  }

  private static func row(_ object: any KubeObject, _ context: TableContext) -> [String] {
    switch object {
    case let pod as Pod: PodTable.row(pod, context)
    case let node as Node: NodeTable.row(node, context)
    case let controller as ReplicationController: ReplicaTable.row(controller, context)
    case let set as ReplicaSet: ReplicaTable.row(set, context)
    case let deployment as Deployment: DeploymentTable.row(deployment, context)
    case let service as Service: ServiceTable.row(service, context)
    case let endpoints as Endpoints: EndpointTables.row(endpoints, context)
    case let slice as EndpointSlice: EndpointTables.row(slice, context)
    case let event as Event: EventTable.row(event, context)
    case let lease as Lease: SmallTables.row(lease, context)
    case let space as Namespace: SmallTables.row(space, context)
    case let volume as PersistentVolume: VolumeTables.row(volume, context)
    case let claim as PersistentVolumeClaim: VolumeTables.row(claim, context)
    case let storage as StorageClass: VolumeTables.row(storage, context)
    case let secret as Secret: SmallTables.row(secret, context)
    case let map as ConfigMap: SmallTables.row(map, context)
    case let budget as PodDisruptionBudget: DisruptionTable.row(budget, context)
    case let one as PriorityClass: SmallTables.row(one, context)
    case let node as CSINode: SmallTables.row(node, context)
    default: preconditionFailure("no table for a \(type(of: object))")
    }
  }
}
