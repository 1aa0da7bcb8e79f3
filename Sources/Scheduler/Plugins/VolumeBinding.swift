import KubeAPI
import Units

/// The arguments of `VolumeBinding`.
public struct VolumeBindingArguments: PluginArguments, Hashable {
  /// How long a pod's claims are waited for before it is turned back; zero or more (documented).
  ///
  /// Source: `pkg/scheduler/apis/config/v1/defaults.go` (SetDefaults_VolumeBindingArgs), v1.34.
  public var bindTimeout = TimeSpan.seconds(600)

  /// The defaults.
  public init() {}
}

/// Keeps pods to nodes that their volumes reach, and has volumes bound or made for the node that
/// was chosen.
///
/// Source: `pkg/scheduler/framework/plugins/volumebinding`, v1.34, without storage capacities and
/// scores.
final class VolumeBinding: PreFilterPlugin, FilterPlugin, ReservePlugin, EventfulPlugin {
  static let name = "VolumeBinding"
  /// What users see.
  static let unbound = "pod has unbound immediate PersistentVolumeClaims"
  static let elsewhere = "node(s) didn't match PersistentVolume's node affinity"
  static let noVolume = "node(s) didn't find available persistent volumes to bind"
  static let gone = "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"

  /// What is said of a claim that is not there.
  static func notFound(claim: String) -> String { "persistentvolumeclaim \"\(claim)\" not found" }

  /// What is found out about a pod's claims in one cycle.
  final class Findings {
    /// The volumes that claims are bound to, in the order of the pod's volumes; nil for one that
    /// does not exist.
    var bound: [PersistentVolume?] = []
    /// Claims that wait for the pod's node.
    var waiting: [PersistentVolumeClaim] = []
    /// What would be done on each node that suits.
    var choices: [String: Choice] = [:]
    /// What was set aside.
    var reserved = Choice()
  }

  /// What is to be done for the waiting claims on one node.
  struct Choice {
    /// Volumes that are given to claims.
    var bindings: [(volume: PersistentVolume, claim: PersistentVolumeClaim)] = []
    /// Claims whose volumes are to be made there.
    var provisions: [PersistentVolumeClaim] = []
  }

  let volumes: VolumeCache?
  let context: PluginContext
  let arguments: VolumeBindingArguments

  init(_ context: PluginContext, _ arguments: VolumeBindingArguments = .init()) {
    self.context = context
    self.arguments = arguments
    volumes = context.volumes
  }

  func preFilter(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState
  ) -> PreFilterVerdict {
    guard let volumes, !pod.spec.volumes.isEmpty else { return .skip }
    let keys = pod.claims
    if keys.isEmpty { return .skip }
    let findings = Findings()
    var isUnbound = false
    for key in keys {
      guard let claim = volumes.claim(key) else {
        return Self.refuse(Self.notFound(claim: key.name))
      }
      if claim.status.phase == .lost {
        return Self.refuse(
          "persistentvolumeclaim \"\(key.name)\" bound to non-existent persistentvolume "
            + "\"\(claim.volumeName)\"")
      }
      if claim.metadata.isTerminating {
        return Self.refuse("persistentvolumeclaim \"\(key.name)\" is being deleted")
      }
      if claim.isFullyBound {
        findings.bound.append(volumes.volume(claim.volumeName))
      } else if isDelayed(claim, volumes) {
        findings.waiting.append(claim)
      } else {
        isUnbound = true
      }
    }
    if isUnbound { return Self.refuse(Self.unbound) }
    findings.waiting.sort { a, b in
      a.request == b.request ? a.key < b.key : a.request < b.request
    }
    state.write(findings)
    return .proceed(only: nil)
  }

  private static func refuse(_ reason: String) -> PreFilterVerdict {
    .fails(Status(.unschedulableAndUnresolvable, reasons: [reason]))
  }

  /// Whether the claim waits for its pod's node.
  private func isDelayed(_ claim: PersistentVolumeClaim, _ volumes: VolumeCache) -> Bool {
    guard claim.volumeName.isEmpty, let name = claim.className else { return false }
    return volumes.storageClass(name)?.bindingMode == .waitForFirstConsumer
  }

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    guard let volumes, let findings = state.read(Findings.self) else { return .success }
    // The first volume that is in the way says why; one that is gone is told last.
    let obstacle = findings.bound.first { $0.map { !Self.reaches($0, node.node) } ?? true }
    var reasons: [String] = []
    if case .some(.some) = obstacle { reasons.append(Self.elsewhere) }
    if let choice = choice(for: findings.waiting, on: node.node, volumes) {
      findings.choices[node.name] = choice
    } else {
      reasons.append(Self.noVolume)
    }
    if case .some(.none) = obstacle { reasons.append(Self.gone) }
    return reasons.isEmpty ? .success : Self.refusal(reasons)
  }

  private static func refusal(_ reasons: [String]) -> Status {
    Status(.unschedulableAndUnresolvable, reasons: reasons)
  }

  private static func reaches(_ volume: PersistentVolume, _ node: Node) -> Bool {
    // As upstream, a volume's terms see the node's labels alone, not its name.
    volume.nodeTerms.map { NodeTerms($0).match(node, named: "") } ?? true
  }

  /// What would be done for the waiting claims on a node; nil when one of them finds nothing.
  private func choice(
    for claims: [PersistentVolumeClaim], on node: Node, _ volumes: VolumeCache
  ) -> Choice? {
    var choice = Choice()
    var taken: Set<String> = []
    for claim in claims {
      if let chosen = claim.metadata.annotations[PersistentVolumeClaim.selectedNode] {
        guard chosen == node.metadata.name else { return nil }
        choice.provisions.append(claim)
        continue
      }
      let sameClass = volumes.volumes.filter { $0.className == claim.className }
      let found = VolumeMatch.best(for: claim, among: sameClass, except: taken) {
        Self.reaches($0, node)
      }
      if let found {
        taken.insert(found.metadata.name)
        choice.bindings.append((found, claim))
      } else if canProvision(claim, on: node, volumes) {
        choice.provisions.append(claim)
      } else {
        return nil
      }
    }
    return choice
  }

  private func canProvision(
    _ claim: PersistentVolumeClaim, on node: Node, _ volumes: VolumeCache
  ) -> Bool {
    guard let storage = claim.className.flatMap(volumes.storageClass),
      !storage.provisioner.isEmpty, storage.provisioner != StorageClass.noProvisioner
    else { return false }
    let topologies = storage.allowedTopologies
    return topologies.isEmpty
      || topologies.contains { term in
        !term.matchExpressions.isEmpty
          && term.matchExpressions.allSatisfy { $0.matches(node.metadata.labels) }
      }
  }

  // MARK: Setting aside

  func reserve(_ pod: PodInfo, on node: String, _ state: CycleState) -> Status {
    guard let volumes, let findings = state.read(Findings.self),
      let choice = findings.choices[node]
    else { return .success }
    var reserved = Choice()
    for (volume, claim) in choice.bindings {
      var given = volume
      if given.claim?.uid != claim.metadata.uid {
        if given.claim == nil {
          given.metadata.annotations[PersistentVolumeClaim.boundByController] = "yes"
        }
        given.claim = ClaimReference(claim.key, uid: claim.metadata.uid)
        volumes.assume(given)
      }
      reserved.bindings.append((given, claim))
    }
    for claim in choice.provisions {
      var chosen = claim
      chosen.metadata.annotations[PersistentVolumeClaim.selectedNode] = node
      volumes.assume(chosen)
      reserved.provisions.append(chosen)
    }
    findings.reserved = reserved
    return .success
  }

  func unreserve(_ pod: PodInfo, on node: String, _ state: CycleState) {
    guard let findings = state.read(Findings.self) else { return }
    volumes?.restore(
      volumes: findings.reserved.bindings.map(\.volume.key),
      claims: findings.reserved.provisions.map(\.key))
    findings.reserved = Choice()
  }

  var eventsToRegister: [EventInterest] {
    let concerns: (PodInfo, ChangedObjects) -> Bool = { pod, objects in
      guard case .claim(let claim) = objects else { return true }
      return pod.claims.contains(claim.key)
    }
    return [
      EventInterest(ClusterEvent(.storageClass, [.add, .updateOther])) { _, objects in
        guard case .storageClass(let old?, let new) = objects else { return true }
        return old.allowedTopologies != new.allowedTopologies
      },
      EventInterest(
        ClusterEvent(.persistentVolumeClaim, [.add, .updateOther]), isWorthRetrying: concerns),
      EventInterest(ClusterEvent(.persistentVolume, [.add, .updateOther])),
      EventInterest(ClusterEvent(.node, [.add, .updateNodeLabel])),
      EventInterest(ClusterEvent(.csiNode, [.add, .updateOther])) { _, objects in
        guard case .csiNode(let old?, let new?) = objects else { return true }
        let key = CSINode.migratedPlugins
        return old.metadata.annotations[key] != new.metadata.annotations[key]
      },
    ]
  }
}
