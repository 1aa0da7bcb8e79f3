import KubeAPI

/// The arguments of `InterPodAffinity`.
public struct InterPodAffinityArguments: PluginArguments, Hashable {
  /// What a required term of a pod that runs already is worth when the new pod matches it: 0 to
  /// 100.
  public var hardPodAffinityWeight: Int64 = 1
  /// Whether a pod without terms of its own minds not what the pods that run prefer.
  public var ignorePreferredTermsOfExistingPods = false

  /// The defaults.
  public init() {}
}

/// Brings pods near the pods that they want near, and keeps them from those that they or the
/// others do not want near.
///
/// Source: `pkg/scheduler/framework/plugins/interpodaffinity/filtering.go` and `scoring.go`, v1.34.
final class InterPodAffinity: PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin,
  TrialPlugin
{
  static let name = "InterPodAffinity"
  /// What users see where the pods that must be near are not.
  static let affinityReason = "node(s) didn't match pod affinity rules"
  /// What users see where pods are that must not be near.
  static let antiAffinityReason = "node(s) didn't match pod anti-affinity rules"
  /// What users see where pods are that do not want this one near.
  static let existingReason = "node(s) didn't satisfy existing pods anti-affinity rules"

  static let affinityRefusal = Status(
    .unschedulableAndUnresolvable, reasons: [affinityReason])
  static let antiAffinityRefusal = Status(.unschedulable, reasons: [antiAffinityReason])
  static let existingRefusal = Status(.unschedulable, reasons: [existingReason])

  let cluster: any ClusterView
  let directory: any ClusterDirectory
  let arguments: InterPodAffinityArguments

  /// - Throws: a weight out of range.
  init(
    _ arguments: InterPodAffinityArguments, cluster: any ClusterView,
    directory: any ClusterDirectory
  ) throws(PluginError) {
    guard (0...100).contains(arguments.hardPodAffinityWeight) else {
      throw PluginError(
        plugin: Self.name,
        "hardPodAffinityWeight is \(arguments.hardPodAffinityWeight); 0 to 100 is right")
    }
    self.arguments = arguments
    self.cluster = cluster
    self.directory = directory
  }

  /// What the filter needs to know of one pod.
  private final class Filtering: CopyableState {
    let required: [PodTerm]
    let requiredAnti: [PodTerm]
    let namespaceLabels: StringMap
    /// Pods that the new one must be near, by place.
    var wanted = TopologyCounts()
    /// Pods that the new one must not be near, by place.
    var unwanted = TopologyCounts()
    /// Terms of others that keep the new one away, by place.
    var unwelcome = TopologyCounts()

    init(_ required: [PodTerm], _ requiredAnti: [PodTerm], _ namespaceLabels: StringMap) {
      self.required = required
      self.requiredAnti = requiredAnti
      self.namespaceLabels = namespaceLabels
    }

    func copy() -> AnyObject {
      let other = Filtering(required, requiredAnti, namespaceLabels)
      other.wanted = wanted
      other.unwanted = unwanted
      other.unwelcome = unwelcome
      return other
    }

    /// Whether `pod` is one that all required terms mean.
    func isWanted(_ pod: PodInfo) -> Bool {
      !required.isEmpty && required.allSatisfy { $0.matches(pod, namespaceLabels: [:]) }
    }

    /// Counts what `other`, on `node`, means to `pod` once more, or (`amount` -1) once less.
    func count(_ other: PodInfo, for pod: PodInfo, on node: Node, _ amount: Int64) {
      for term in other.terms.requiredAnti
      where term.matches(pod, namespaceLabels: namespaceLabels) {
        unwelcome.add(amount, term.topologyKey, at: node)
      }
      if isWanted(other) {
        for term in required { wanted.add(amount, term.topologyKey, at: node) }
      }
      for term in requiredAnti where term.matches(other, namespaceLabels: [:]) {
        unwanted.add(amount, term.topologyKey, at: node)
      }
    }
  }

  func preFilter(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState
  ) -> PreFilterVerdict {
    let found = Filtering(
      pod.terms.required.map { $0.resolved(by: directory) },
      pod.terms.requiredAnti.map { $0.resolved(by: directory) },
      directory.namespaceLabels(pod.namespace) ?? [:])
    let hasOwn = !found.required.isEmpty || !found.requiredAnti.isEmpty
    for node in nodes {
      for other in hasOwn ? node.pods : node.podsWithTerms {
        found.count(other, for: pod, on: node.node, 1)
      }
    }
    if !hasOwn && found.unwelcome.isEmpty { return .skip }
    state.write(found)
    return .proceed(only: nil)
  }

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    guard let found = state.read(Filtering.self) else { return .success }
    if !hasAllWanted(pod, node.node, found) { return Self.affinityRefusal }
    for term in found.requiredAnti {
      guard let value = node.node.metadata.labels[term.topologyKey] else { continue }
      if found.unwanted.count(term.topologyKey, value) > 0 { return Self.antiAffinityRefusal }
    }
    return found.unwelcome.isPresent(at: node.node) ? Self.existingRefusal : .success
  }

  /// Whether the pods that must be near `pod` are near `node`; the first pod of a group that wants
  /// only its own like near may go anywhere.
  private func hasAllWanted(_ pod: PodInfo, _ node: Node, _ found: Filtering) -> Bool {
    var areAllThere = true
    for term in found.required {
      guard let value = node.metadata.labels[term.topologyKey] else { return false }
      if found.wanted.count(term.topologyKey, value) <= 0 { areAllThere = false }
    }
    return areAllThere || (found.wanted.isEmpty && found.isWanted(pod))
  }

  func addPod(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState) {
    state.read(Filtering.self)?.count(other, for: pod, on: node.node, 1)
  }

  func removePod(_ other: PodInfo, for pod: PodInfo, on node: NodeInfo, _ state: CycleState) {
    state.read(Filtering.self)?.count(other, for: pod, on: node.node, -1)
  }
}
