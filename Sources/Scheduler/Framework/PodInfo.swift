import KubeAPI

/// A pod with everything that the scheduler works out of its spec once.
///
/// Immutable: a changed pod gets a new one.
public final class PodInfo {
  /// The pod.
  public let pod: Pod
  /// What it asks for in all, overhead included.
  public let requests: ResourceTotals
  /// What it counts as in the scores of nodes that it runs on: containers without a CPU or memory
  /// request count 100m and 200 MiB.
  public let nonZeroRequests: ResourceTotals
  /// What `NodeResourcesFit` scores it with: its containers' requests with the same defaults; as
  /// upstream, without regard for pod-level requests.
  public let scoringRequests: ResourceTotals
  /// The ports that it takes on its node.
  public let hostPorts: [HostPort]
  /// The node terms that it requires; nil when it requires none.
  let requiredNodes: NodeTerms?
  /// The node terms that it prefers, each with its weight.
  let preferredNodes: [(weight: Int64, terms: NodeTerms)]
  /// What it requires and prefers of the pods around it.
  let terms: PodTerms
  /// The images that it needs, named as nodes name theirs.
  let images: [String]

  /// Works `pod` out.
  public init(_ pod: Pod) {
    self.pod = pod
    let list = PodRequests.total(of: pod.spec)
    requests = ResourceTotals(list)
    scoringRequests = ResourceTotals(
      PodRequests.total(of: pod.spec, missing: PodRequests.defaults, countsPodLevel: false))
    nonZeroRequests = ResourceTotals(PodRequests.nonZeroTotal(of: pod.spec, requests: list))
    hostPorts = HostPort.taken(by: pod.spec)
    requiredNodes = pod.spec.affinity?.requiredNodeTerms.map(NodeTerms.init)
    preferredNodes = (pod.spec.affinity?.preferredNodeTerms ?? []).compactMap {
      $0.weight == 0 ? nil : (Int64($0.weight), NodeTerms([$0.term]))
    }
    terms = PodTerms(pod)
    images = ImageName.needed(by: pod.spec)
  }

  /// What tells this pod from all others, also from earlier ones of its name: its uid, or, where it
  /// has none (yet), its namespace and name.
  public var identity: String { Self.identity(of: pod) }

  static func identity(of pod: Pod) -> String {
    pod.metadata.uid.isEmpty ? pod.metadata.key.description : pod.metadata.uid
  }

  /// Namespace and name.
  public var key: ObjectKey { pod.metadata.key }
}
