/// How full, how even and how broken up a cluster is with its pods on it.
///
/// What pods ask for counts, not what they use. Shares of a node are of what the node has to give
/// to pods (allocatable).
public struct PlacementMeasures: Hashable, Sendable {
  /// One resource of all nodes that have some of it.
  public struct Resource: Hashable, Sendable {
    /// Its name, such as `cpu` or `nvidia.com/gpu`.
    public var name: String
    /// What the nodes have to give: thousandths of a core for CPU, bytes for memory and storage,
    /// pieces for all else.
    public var capacity: Int64
    /// What the pods on them ask for.
    public var requested: Int64
    /// The share of the emptiest node that is asked for.
    public var least: Double
    /// The share of the node in the middle.
    public var median: Double
    /// The share of the fullest node.
    public var most: Double
    /// How uneven the nodes' shares are: their standard deviation over their mean. 0: all alike;
    /// nil when nothing is asked for.
    public var variation: Double?
    /// How much larger a share of the fullest zone is asked for than of the emptiest one; nil with
    /// fewer than two zones.
    public var zoneGap: Double?
    /// Fragmentation: of what is free, the share that is of no use to a pod drawn at random from
    /// those that ask for the resource, since the pod does not fit on the node as a whole. nil when
    /// nothing is free or no pod asks for it.
    ///
    /// Source: Q. Weng et al., "Beware of Fragmentation: Scheduling GPU-Sharing Workloads with
    /// Fragmentation Gradient Descent", USENIX ATC 2023.
    public var stranded: Double?
    /// The most that is free on one node.
    public var largestFree: Int64

    /// A resource of nothing.
    public init(name: String) {
      self.name = name
      (capacity, requested, largestFree) = (0, 0, 0)
      (least, median, most) = (0, 0, 0)
    }

    /// The share of all that the nodes have to give that is asked for.
    public var utilisation: Double {
      capacity > 0 ? Double(requested) / Double(capacity) : 0
    }
  }

  /// The resources that nodes have and pods ask for, CPU and memory first, the others by name.
  public var resources: [Resource]
  /// All nodes.
  public var nodes: Int
  /// Nodes with at least one pod.
  public var usedNodes: Int
  /// Pods that have a node.
  public var pods: Int
  /// The fewest pods that a node has.
  public var podsLeast: Int
  /// The pods of the node in the middle.
  public var podsMedian: Double
  /// The most pods that a node has.
  public var podsMost: Int
  /// How uneven the nodes' numbers of pods are: standard deviation over mean; nil without a pod.
  public var podsVariation: Double?
  /// The pods in each zone, by the zone's name; nodes without a zone have the empty name.
  public var zones: [Zone]

  /// A zone.
  public struct Zone: Hashable, Sendable {
    /// Its name; empty for nodes without one.
    public var name: String
    /// Its nodes.
    public var nodes: Int
    /// The pods on them.
    public var pods: Int

    /// A zone.
    public init(name: String, nodes: Int, pods: Int) {
      self.name = name
      self.nodes = nodes
      self.pods = pods
    }
  }

  /// Measures of a cluster without nodes.
  public init() {
    resources = []
    zones = []
    (nodes, usedNodes, pods, podsLeast, podsMost, podsMedian) = (0, 0, 0, 0, 0, 0)
  }

  /// The resource called `name`; nil when no node has or no pod wants it.
  public func resource(_ name: String) -> Resource? { resources.first { $0.name == name } }
}
