import KubeAPI
import Units

/// How long a pod puts up with the `NoExecute` taints of its node.
///
/// Source: `pkg/controller/tainteviction/taint_eviction.go` (processPodOnNode), v1.36.
package enum TaintTolerance: Equatable {
  /// Not at all: it must go now.
  case none
  /// As long as they stay.
  case forever
  /// For this long, from the first taint on.
  case lasting(TimeSpan)

  /// The patience of a pod with `tolerations` for `taints`, of which there is at least one.
  package init(taints: [Taint], tolerations: [Toleration]) {
    var used: [Toleration] = []
    for taint in taints {
      guard let toleration = tolerations.first(where: { $0.tolerates(taint) }) else {
        self = .none
        return
      }
      used.append(toleration)
    }
    guard let seconds = used.compactMap(\.tolerationSeconds).min() else {
      self = .forever
      return
    }
    self = seconds <= 0 ? .lasting(.zero) : .lasting(.seconds(seconds))
  }
}
