/// What the drivers of disks have said of one node, whose name it has.
public struct CSINode: KubeObject, Hashable {
  public static let kind = Kind.csiNode
  /// The node's name, and in an annotation which kinds of disk a driver has taken over.
  public var metadata: ObjectMeta
  /// The drivers on the node.
  public var drivers: [Driver]

  /// One driver on a node.
  public struct Driver: Hashable, Sendable {
    /// The driver's name, such as `ebs.csi.aws.com`.
    public var name: String
    /// What the driver calls the node.
    public var nodeID: String
    /// The labels by which the driver tells where a disk can be used.
    public var topologyKeys: [String]
    /// How many disks of the driver the node takes; nil: any number.
    public var allocatableCount: Int32?

    /// A driver called `name`.
    public init(
      name: String, nodeID: String = "", topologyKeys: [String] = [],
      allocatableCount: Int32? = nil
    ) {
      self.name = name
      self.nodeID = nodeID
      self.topologyKeys = topologyKeys
      self.allocatableCount = allocatableCount
    }
  }

  /// A node with these drivers.
  public init(metadata: ObjectMeta, drivers: [Driver] = []) {
    self.metadata = metadata
    self.drivers = drivers
  }

  public func wantsTheSame(as other: CSINode) -> Bool { drivers == other.drivers }

  /// The annotation that names the kinds of disk inside of Kubernetes that drivers serve now,
  /// with commas between.
  ///
  /// Source: `staging/src/k8s.io/api/core/v1/annotation_key_constants.go`
  /// (MigratedPluginsAnnotationKey), v1.34.
  public static let migratedPlugins = "storage.alpha.kubernetes.io/migrated-plugins"
}
