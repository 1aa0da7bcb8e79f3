import KubeAPI
import Randomness
import Scheduler

/// How pods are placed when it is asked what fits.
public struct PlacementRules: Sendable {
  /// What the scheduler is told.
  public var configuration: SchedulerConfiguration
  /// The seed of random choices among equally good nodes; nil: the smallest name.
  public var seed: UInt64?

  /// These rules.
  public init(_ configuration: SchedulerConfiguration, seed: UInt64? = nil) {
    self.configuration = configuration
    self.seed = seed
  }

  /// The same choices each time it is asked for.
  var ties: TieBreaker {
    seed.map { .random(Streams(seed: $0).stream("scheduler/capacity/ties")) } ?? .first
  }
}

extension ClusterInput {
  /// A scheduler over the cluster with further nodes; pods without a node are left out.
  ///
  /// - Throws: a profile that cannot be set up (`PluginError`).
  func engine(_ rules: PlacementRules, adding more: [Node] = []) throws -> PlacementEngine {
    try PlacementEngine(
      nodes: nodes + more, bound: Array(bound), directory: directory, volumes: volumes,
      configuration: rules.configuration, ties: rules.ties)
  }
}

extension ClusterInput {
  /// The pods that wait for a node, and `count` of each template beside them.
  public func waiting(with templates: [Pod], count: Int) -> [Pod] {
    let more = templates.flatMap { template in
      let ready = admitted(template)
      return (0..<max(0, count)).map { ready.numbered($0) }
    }
    return Array(pending) + more
  }
}

extension [Pod] {
  /// In the order in which a scheduling queue would hand them out: the more important first.
  ///
  /// Source: `pkg/scheduler/framework/plugins/queuesort/priority_sort.go`, v1.34.
  var queued: [Pod] {
    enumerated().sorted { a, b in
      let (mine, other) = (a.element.spec.priority, b.element.spec.priority)
      return mine == other ? a.offset < b.offset : mine > other
    }.map(\.element)
  }
}

extension Pod {
  /// The pod of this template with a number: a name and an identity that no other pod has.
  func numbered(_ number: Int) -> Pod {
    var pod = self
    pod.metadata.name = "\(templateName)-\(number)"
    pod.metadata.uid = "capacity/\(key.namespace)/\(pod.metadata.name)"
    pod.spec.nodeName = ""
    return pod
  }

  /// The name, or what names are generated from.
  var templateName: String {
    guard metadata.name.isEmpty else { return metadata.name }
    let stem = metadata.generateName
    return stem.hasSuffix("-") ? String(stem.dropLast()) : stem
  }
}
