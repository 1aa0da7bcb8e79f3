import KubeAPI

/// The kinds of pods that one cluster has, each once.
final class PodKinds {
  /// What makes two pods one kind.
  private struct Key: Hashable {
    let namespace: String
    let labels: StringMap
    let spec: PodSpec
    let controller: OwnerReference?
    let isTerminating: Bool

    init(_ pod: Pod) {
      namespace = pod.metadata.namespace
      labels = pod.metadata.labels
      spec = pod.spec.asScheduled
      controller = pod.metadata.controller
      isTerminating = pod.metadata.isTerminating
    }

    init(_ kind: PodKind) {
      namespace = kind.namespace
      labels = kind.labels
      spec = kind.spec
      controller = kind.controller
      isTerminating = kind.isTerminating
    }
  }

  private var kinds: [Key: PodKind] = [:]
  /// Numbers count up and are never given twice.
  private(set) var nextNumber = 0
  /// With this many kinds, those that no pod is of any more are forgotten.
  private var limit = 1_024

  /// How many kinds are known.
  var count: Int { kinds.count }

  /// What is known of `pod`, with its kind from this table.
  func info(_ pod: Pod) -> PodInfo {
    let key = Key(pod)
    return PodInfo(pod, kind: kinds[key] ?? file(PodKind(pod), key))
  }

  /// Gives `pod` its kind from this table, equal to the one that it has.
  func adopt(_ pod: PodInfo) {
    if pod.kind.table === self { return }
    let key = Key(pod.kind)
    if let known = kinds[key] {
      pod.kind = known
    } else if pod.kind.table == nil {
      _ = file(pod.kind, key)
    } else {
      pod.kind = file(PodKind(pod.pod), key)
    }
  }

  private func file(_ kind: PodKind, _ key: Key) -> PodKind {
    if kinds.count >= limit { sweep() }
    kind.table = self
    kind.number = nextNumber
    nextNumber += 1
    kinds[key] = kind
    return kind
  }

  /// Forgets the kinds that nobody else holds.
  private func sweep() {
    // Which are kept does not hang on the order of the walk.
    for key in Array(kinds.keys) {
      guard var kind = kinds.removeValue(forKey: key) else { continue }
      if !isKnownUniquelyReferenced(&kind) { kinds[key] = kind }
    }
    limit = max(1_024, kinds.count * 2)
  }
}
