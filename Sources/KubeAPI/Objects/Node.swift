/// A machine of the cluster as the control plane sees it.
public struct Node: KubeObject, Hashable {
  public static let kind = Kind.node
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// What is wanted of it.
  public var spec: NodeSpec
  /// What it has and how it is.
  public var status: NodeStatus

  /// A node.
  public init(
    metadata: ObjectMeta, spec: NodeSpec = NodeSpec(), status: NodeStatus = NodeStatus()
  ) {
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }

  public func wantsTheSame(as other: Node) -> Bool { spec == other.spec }
  /// Whether its `Ready` condition is True.
  public var isReady: Bool { status.conditions.holds("Ready") }
}

/// What is wanted of a node.
public struct NodeSpec: Hashable, Sendable {
  /// Whether it is cordoned.
  public var isUnschedulable = false
  /// What keeps pods off it.
  public var taints: [Taint] = []
  /// Its name at the cloud provider.
  public var providerID = ""

  /// A node open to all pods.
  public init() {}
}

/// What a node has and how it is.
public struct NodeStatus: Hashable, Sendable {
  /// All that the machine has.
  public var capacity = ResourceList()
  /// What pods may have of it.
  public var allocatable = ResourceList()
  /// `Ready`, `MemoryPressure`, `DiskPressure`, `PIDPressure`.
  public var conditions: [Condition] = []
  /// Its address inside the cluster.
  public var internalIP = ""
  /// Its address outside; empty for none.
  public var externalIP = ""
  /// The kubelet's version.
  public var kubeletVersion = ""
  /// Images on its disk, with their size in bytes.
  public var images: [NodeImage] = []
  /// Disks that are attached to it, as the attach and detach controller says, sorted.
  public var volumesAttached: [String] = []
  /// Attachable disks that its kubelet uses or is about to use, sorted.
  public var volumesInUse: [String] = []

  /// The status of a node that nobody has seen yet.
  public init() {}
}

/// An image on a node's disk.
public struct NodeImage: Hashable, Sendable {
  /// The names that it goes by.
  public var names: [String]
  /// Its size on disk, in bytes.
  public var sizeBytes: Int64

  /// An image.
  public init(names: [String], sizeBytes: Int64) {
    self.names = names
    self.sizeBytes = sizeBytes
  }
}
