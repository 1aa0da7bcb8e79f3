import KubeAPI
import Units

/// A pod as the scheduler sees it: what it shares with its like, its name, and what has become of
/// it.
///
/// Nothing of it changes: a changed pod gets a new one.
public final class PodInfo {
  /// What it shares with its like. A table may put an equal kind of its own here.
  @exclusivity(unchecked)
  public internal(set) var kind: PodKind
  /// Its name in its namespace.
  public let name: String
  /// Its unique id; empty where it has none (yet).
  public let uid: String
  /// What tells this pod from all others, also from earlier ones of its name: its uid, or, where it
  /// has none (yet), its namespace and name.
  public let identity: String
  /// The node that it is on, or that it names; empty for none.
  public let nodeName: String
  /// The node where room is made for it; empty for none.
  public let nominatedNodeName: String
  /// When its kubelet saw it first; nil until then.
  public let startTime: Instant?
  /// Whether it is to go for a more important pod.
  let isPreempted: Bool
  /// The pod as the API server has it; pods on nodes are kept without.
  private let whole: Whole?

  /// A box, so that pods without one stay small.
  private final class Whole {
    let pod: Pod
    init(_ pod: Pod) { self.pod = pod }
  }

  /// Works `pod` out.
  public convenience init(_ pod: Pod) { self.init(pod, kind: PodKind(pod)) }

  /// A pod of a kind that is known.
  init(_ pod: Pod, kind: PodKind) {
    self.kind = kind
    name = pod.metadata.name
    uid = pod.metadata.uid
    identity = Self.identity(of: pod)
    nodeName = pod.spec.nodeName
    nominatedNodeName = pod.status.nominatedNodeName
    startTime = pod.status.startTime
    isPreempted =
      pod.status.conditions.first("DisruptionTarget")?.reason == Self.preemptionReason
    whole = Whole(pod)
  }

  private init(_ other: PodInfo, on node: String) {
    kind = other.kind
    name = other.name
    uid = other.uid
    identity = other.identity
    nodeName = node
    nominatedNodeName = other.nominatedNodeName
    startTime = other.startTime
    isPreempted = other.isPreempted
    whole = nil
  }

  /// The pod on `node`, with no more than is needed to count it there.
  func counted(on node: String) -> PodInfo { PodInfo(self, on: node) }

  /// The reason of the condition that pods get which go for a more important one.
  ///
  /// Source: `staging/src/k8s.io/api/core/v1/types.go` (PodReasonPreemptionByScheduler), v1.34.
  static let preemptionReason = "PreemptionByScheduler"

  /// The pod. One that is counted on a node has only what the scheduler minds of it: of its spec
  /// what its kind keeps, and no status but the node that it was nominated to and its start.
  public var pod: Pod {
    if let whole { return whole.pod }
    var metadata = ObjectMeta(name: name, namespace: kind.namespace, labels: kind.labels)
    metadata.uid = uid
    metadata.ownerReferences = kind.controller.map { [$0] } ?? []
    // When the deletion is to end at the latest is not kept.
    metadata.deletionTimestamp = kind.isTerminating ? .start : nil
    var pod = Pod(metadata: metadata, spec: kind.spec)
    pod.spec.nodeName = nodeName
    pod.status.nominatedNodeName = nominatedNodeName
    pod.status.startTime = startTime
    return pod
  }

  static func identity(of pod: Pod) -> String {
    pod.metadata.uid.isEmpty ? pod.metadata.key.description : pod.metadata.uid
  }
}

extension PodInfo {
  /// Namespace and name.
  public var key: ObjectKey { ObjectKey(namespace: kind.namespace, name: name) }
  /// Its namespace.
  public var namespace: String { kind.namespace }
  /// Its labels.
  public var labels: StringMap { kind.labels }
  /// What it wants, as far as its kind keeps it, without its node.
  public var spec: PodSpec { kind.spec }
  /// Higher goes first in the scheduling queue, and may push lower ones aside.
  public var priority: Int32 { kind.spec.priority }
  /// Whether it is being deleted.
  public var isTerminating: Bool { kind.isTerminating }
  /// What it asks for in all, overhead included.
  public var requests: ResourceTotals { kind.requests }
  /// What it counts as in the scores of nodes that it runs on.
  public var nonZeroRequests: ResourceTotals { kind.nonZeroRequests }
  /// What `NodeResourcesFit` scores it with.
  public var scoringRequests: ResourceTotals { kind.scoringRequests }
  /// The ports that it takes on its node.
  public var hostPorts: [HostPort] { kind.hostPorts }
  /// The node terms that it requires; nil when it requires none.
  var requiredNodes: NodeTerms? { kind.requiredNodes }
  /// The node terms that it prefers, each with its weight.
  var preferredNodes: [(weight: Int64, terms: NodeTerms)] { kind.preferredNodes }
  /// What it requires and prefers of the pods around it.
  var terms: PodTerms { kind.terms }
  /// The images that it needs, named as nodes name theirs.
  var images: [String] { kind.images }
  /// The claims that it uses, in the order of its volumes.
  var claims: [ObjectKey] {
    kind.spec.volumes.isEmpty ? [] : kind.spec.claims(in: kind.namespace)
  }
}
