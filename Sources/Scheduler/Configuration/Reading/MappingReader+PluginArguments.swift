import Documents
import KubeAPI
import Units

/// The arguments of the plugins of this module, with upstream's defaults and limits.
///
/// Source: `pkg/scheduler/apis/config/v1/defaults.go` and
/// `pkg/scheduler/apis/config/validation/validation_pluginargs.go`, v1.34.
extension MappingReader {
  /// NodeAffinityArgs.
  func nodeAffinityArguments() -> NodeAffinityArguments {
    var arguments = NodeAffinityArguments()
    guard let added = object("addedAffinity", { $0.nodeAffinity() }) else { return arguments }
    arguments.addedRequiredTerms = added.requiredNodeTerms
    arguments.addedPreferredTerms = added.preferredNodeTerms
    return arguments
  }

  /// InterPodAffinityArgs.
  func interPodAffinityArguments() -> InterPodAffinityArguments {
    var arguments = InterPodAffinityArguments()
    if let weight = optional("hardPodAffinityWeight", .integer(in: Int64(0)...100)) {
      arguments.hardPodAffinityWeight = weight
    }
    arguments.ignorePreferredTermsOfExistingPods =
      optional("ignorePreferredTermsOfExistingPods", .boolean) ?? false
    return arguments
  }

  /// DefaultPreemptionArgs.
  func preemptionArguments() -> DefaultPreemptionArguments {
    var arguments = DefaultPreemptionArguments()
    if let share = optional("minCandidateNodesPercentage", .integer(in: 0...100)) {
      arguments.minCandidateNodesPercentage = share
    }
    if let count = optional("minCandidateNodesAbsolute", .integer(in: 0...Int(Int32.max))) {
      arguments.minCandidateNodesAbsolute = count
    }
    if arguments.minCandidateNodesPercentage == 0, arguments.minCandidateNodesAbsolute == 0 {
      fail(
        "minCandidateNodesAbsolute", "is 0, and so is minCandidateNodesPercentage",
        hint: "one of them must be above 0")
    }
    return arguments
  }

  /// VolumeBindingArgs.
  func volumeBindingArguments() -> VolumeBindingArguments {
    var arguments = VolumeBindingArguments()
    if let seconds = optional("bindTimeoutSeconds", .integer(in: 0...Int64.max)) {
      arguments.bindTimeout = .seconds(seconds)
    }
    if has("shape") {
      fail(
        "shape", "stands without the feature StorageCapacityScoring, which is off by default",
        hint: "remove it")
    }
    return arguments
  }

  /// PodTopologySpreadArgs.
  func topologySpreadArguments() -> PodTopologySpreadArguments {
    var arguments = PodTopologySpreadArguments()
    var seen: Set<String> = []
    let constraints = list("defaultConstraints") { $0.defaultConstraint(&seen) } ?? []
    let sort = optional("defaultingType", .choice(["System", "List"])) ?? "System"
    if sort == "List" {
      arguments.defaultConstraints = constraints
    } else if !constraints.isEmpty {
      fail(
        "defaultConstraints", "stands beside defaultingType: System",
        hint: "write defaultingType: List")
    }
    return arguments
  }

  private func defaultConstraint(_ seen: inout Set<String>) -> TopologySpreadConstraint? {
    let skew = required("maxSkew", .integer(in: 1...Int32.max))
    let key = required("topologyKey", .qualifiedName)
    let action = required(
      "whenUnsatisfiable", .choice(TopologySpreadConstraint.Action.allCases.map(\.rawValue)))
    let domains = optional("minDomains", .integer(in: 1...Int32.max))
    let policies = TopologySpreadConstraint.InclusionPolicy.allCases.map(\.rawValue)
    let affinity = optional("nodeAffinityPolicy", .choice(policies))
    let taints = optional("nodeTaintsPolicy", .choice(policies))
    let labels = list("matchLabelKeys", of: .qualifiedName) ?? []
    if has("labelSelector") {
      fail("labelSelector", "is not allowed", hint: "it is worked out for each pod; remove it")
    }
    guard let skew, let key, let action,
      let action = TopologySpreadConstraint.Action(rawValue: action)
    else { return nil }
    if !seen.insert("\(key) \(action.rawValue)").inserted {
      fail(
        "has the topologyKey and whenUnsatisfiable of another constraint",
        hint: "keep one of them")
    }
    var constraint = TopologySpreadConstraint(
      maxSkew: skew, topologyKey: key, whenUnsatisfiable: action)
    constraint.minDomains = domains
    constraint.matchLabelKeys = labels
    if let policy = affinity.flatMap(TopologySpreadConstraint.InclusionPolicy.init) {
      constraint.nodeAffinityPolicy = policy
    }
    if let policy = taints.flatMap(TopologySpreadConstraint.InclusionPolicy.init) {
      constraint.nodeTaintsPolicy = policy
    }
    return constraint
  }
}
