import KubeAPI

/// A change of the cluster that may make pods fit that were turned away.
///
/// Source: `staging/src/k8s.io/kube-scheduler/framework/types.go` and
/// `pkg/scheduler/framework/events.go`, v1.34.
public struct ClusterEvent: Hashable, Sendable {
  /// What changed.
  public enum Resource: Hashable, Sendable {
    /// A pod on a node.
    case assignedPod
    /// A pod that waits for a node.
    case unscheduledPod
    /// Any pod (in registrations only).
    case pod
    case node
    case persistentVolume
    case persistentVolumeClaim
    case storageClass
    case csiNode
    /// That a disk is attached to a node.
    case volumeAttachment
    /// Anything.
    case any
  }

  /// What happened to it.
  public struct Action: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    /// The actions whose bits are set.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// It came to be.
    public static let add = Action(rawValue: 1 << 0)
    /// It is gone.
    public static let delete = Action(rawValue: 1 << 1)
    /// A node has other allocatable resources.
    public static let updateNodeAllocatable = Action(rawValue: 1 << 2)
    /// A node has other labels.
    public static let updateNodeLabel = Action(rawValue: 1 << 3)
    /// A node has other taints, or is no longer cordoned.
    public static let updateNodeTaint = Action(rawValue: 1 << 4)
    /// A node's conditions have other statuses.
    public static let updateNodeCondition = Action(rawValue: 1 << 5)
    /// A node has other annotations.
    public static let updateNodeAnnotation = Action(rawValue: 1 << 6)
    /// A pod has other labels.
    public static let updatePodLabel = Action(rawValue: 1 << 7)
    /// A pod asks for less.
    public static let updatePodScaleDown = Action(rawValue: 1 << 8)
    /// A pod has more tolerations.
    public static let updatePodToleration = Action(rawValue: 1 << 9)
    /// A pod's last scheduling gate is gone.
    public static let updatePodGatesEliminated = Action(rawValue: 1 << 10)
    /// Something else of a pod changed.
    public static let updatePodOther = Action(rawValue: 1 << 11)
    /// Something of a volume, claim, class or a node's drivers changed.
    public static let updateOther = Action(rawValue: 1 << 12)
    /// Everything.
    public static let all = Action(rawValue: (1 << 13) - 1)
  }

  /// What changed.
  public let resource: Resource
  /// What happened to it.
  public let action: Action

  /// A change, or an interest in changes.
  public init(_ resource: Resource, _ action: Action) {
    self.resource = resource
    self.action = action
  }

  /// Five minutes without a wake-up, or a plugin's wish: concerns every pod.
  static let wildcard = ClusterEvent(.any, .all)
  static let assignedPodAdded = ClusterEvent(.assignedPod, .add)
  static let assignedPodDeleted = ClusterEvent(.assignedPod, .delete)

  /// Whether this, as a plugin's interest, takes in `event`.
  public func covers(_ event: ClusterEvent) -> Bool {
    if self == .wildcard { return true }
    let isResource =
      switch (resource, event.resource) {
      case (.any, _): true
      case (.pod, .assignedPod), (.pod, .unscheduledPod): true
      default: resource == event.resource
      }
    return isResource && !action.isDisjoint(with: event.action)
  }
}

/// The objects behind a `ClusterEvent`, as a plugin's hint sees them.
public enum ChangedObjects: Sendable {
  /// A node came (old is nil), changed, or went (new is nil).
  case node(old: Node?, new: Node?)
  /// A pod came (old is nil), changed, or went (new is nil).
  case pod(old: Pod?, new: Pod?)
  /// A claim came or changed.
  case claim(PersistentVolumeClaim)
  /// A volume came (old is nil) or changed.
  case volume(old: PersistentVolume?, new: PersistentVolume)
  /// A storage class came (old is nil) or changed.
  case storageClass(old: StorageClass?, new: StorageClass)
  /// What drivers say of a node came (old is nil), changed, or went (new is nil).
  case csiNode(old: CSINode?, new: CSINode?)
  /// Nothing in particular.
  case none
}

/// A plugin's interest in events, with a closer look at each.
public struct EventInterest {
  /// The events.
  public let event: ClusterEvent
  /// Whether this event, with these objects, is worth another try for the pod.
  public let isWorthRetrying: (_ pod: PodInfo, _ objects: ChangedObjects) -> Bool

  /// An interest; without a closer look every event of the kind is worth a try.
  public init(
    _ event: ClusterEvent,
    isWorthRetrying: @escaping (_ pod: PodInfo, _ objects: ChangedObjects) -> Bool = { _, _ in
      true
    }
  ) {
    self.event = event
    self.isWorthRetrying = isWorthRetrying
  }
}
