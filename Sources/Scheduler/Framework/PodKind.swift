import KubeAPI

/// What pods of one kind have in common, with everything that the scheduler works out of it once:
/// all that it minds of a pod but its name and what has become of it.
///
/// The pods of a controller are of one kind, so thousands of pods share a handful of these, and
/// what was found out about one pod on a node holds for its like. Two pods are of one kind when
/// namespace, labels, controller, being deleted or not, and the spec as far as it is kept here are
/// equal.
public final class PodKind {
  /// The pods' namespace.
  public let namespace: String
  /// The pods' labels.
  public let labels: StringMap
  /// What the pods want, without what no scheduler minds: commands, variables, probes, hooks,
  /// limits, mounts, volumes that are everywhere, and the node's name.
  public let spec: PodSpec
  /// Who controls the pods; nil for nobody.
  public let controller: OwnerReference?
  /// Whether the pods are being deleted.
  public let isTerminating: Bool
  /// What one of them asks for in all, overhead included.
  public let requests: ResourceTotals
  /// What one counts as in the scores of nodes that it runs on: containers without a CPU or memory
  /// request count 100m and 200 MiB.
  public let nonZeroRequests: ResourceTotals
  /// What `NodeResourcesFit` scores one with: its containers' requests with the same defaults; as
  /// upstream, without regard for pod-level requests.
  public let scoringRequests: ResourceTotals
  /// The ports that one takes on its node.
  public let hostPorts: [HostPort]
  /// The node terms that they require; nil when they require none.
  let requiredNodes: NodeTerms?
  /// The node terms that they prefer, each with its weight.
  let preferredNodes: [(weight: Int64, terms: NodeTerms)]
  /// What they require and prefer of the pods around them.
  let terms: PodTerms
  /// The images that they need, named as nodes name theirs.
  let images: [String]
  /// The table that knows this kind, and its number there.
  weak var table: PodKinds?
  var number = -1

  /// Whether they insist on anything about nodes.
  var selectsNodes: Bool { requiredNodes != nil || !spec.nodeSelector.isEmpty }

  /// The kind of `pod`.
  init(_ pod: Pod) {
    namespace = pod.metadata.namespace
    labels = pod.metadata.labels
    spec = pod.spec.asScheduled
    controller = pod.metadata.controller
    isTerminating = pod.metadata.isTerminating
    let list = PodRequests.total(of: spec)
    requests = ResourceTotals(list)
    scoringRequests = ResourceTotals(
      PodRequests.total(of: spec, missing: PodRequests.defaults, countsPodLevel: false))
    nonZeroRequests = ResourceTotals(PodRequests.nonZeroTotal(of: spec, requests: list))
    hostPorts = HostPort.taken(by: spec)
    requiredNodes = spec.affinity?.requiredNodeTerms.map(NodeTerms.init)
    preferredNodes = (spec.affinity?.preferredNodeTerms ?? []).compactMap {
      $0.weight == 0 ? nil : (Int64($0.weight), NodeTerms([$0.term]))
    }
    terms = PodTerms(pod)
    images = ImageName.needed(by: spec)
  }
}

extension PodSpec {
  /// The spec without what no scheduler minds, so that pods which differ in nothing else are of one
  /// kind.
  var asScheduled: PodSpec {
    var spec = self
    spec.nodeName = ""
    spec.restartPolicy = .always
    spec.terminationGracePeriodSeconds = 0
    spec.enableServiceLinks = true
    for index in spec.containers.indices { spec.containers[index].keepWhatIsScheduled() }
    for index in spec.initContainers.indices { spec.initContainers[index].keepWhatIsScheduled() }
    spec.volumes.removeAll { $0.isEverywhere }
    return spec
  }
}

extension Volume {
  /// Whether every node has it, or can make it.
  fileprivate var isEverywhere: Bool {
    switch source {
    case .emptyDir, .hostPath, .data, .projected: true
    default: false
    }
  }
}

extension Container {
  fileprivate mutating func keepWhatIsScheduled() {
    command = []
    args = []
    envFrom = []
    env = []
    resources.limits = ResourceList()
    readinessProbe = nil
    livenessProbe = nil
    startupProbe = nil
    preStop = nil
    volumeMounts = [:]
  }
}
