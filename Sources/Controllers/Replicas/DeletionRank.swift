import KubeAPI
import Units

/// Which pods go first when there are too many.
///
/// Source: `pkg/controller/controller_utils.go` (ActivePodsWithRanks), v1.36. Where no rule decides
/// (pods of one batch, ready in the same second) the real order is arbitrary; here it goes by
/// unique id, which is as arbitrary and reproducible.
package struct DeletionRank {
  /// The annotation by which a pod says how dear its deletion is.
  static let costAnnotation = "controller.kubernetes.io/pod-deletion-cost"

  /// The instant against which all ages are measured.
  package let now: Instant

  /// How many related pods each node has.
  private let crowds: [String: Int]

  /// A rank as of `now`.
  ///
  /// - Parameter related: Active pods of the same owner's owner (a Deployment), the ranked ones
  ///   included: of two nodes the one with more of them gives first. Empty for pods whose
  ///   controller belongs to nobody.
  package init(now: Instant, related: [Pod] = []) {
    self.now = now
    var crowds: [String: Int] = [:]
    for pod in related { crowds[pod.spec.nodeName, default: 0] += 1 }
    self.crowds = crowds
  }

  /// `pods` with those to be deleted first in front.
  /// - Complexity: O(*n* log *n*).
  package func sorted(_ pods: [Pod]) -> [Pod] {
    pods.map { Entry($0, crowd: crowds[$0.spec.nodeName] ?? 0) }
      .sorted { $0.pod.metadata.uid < $1.pod.metadata.uid }
      .sorted { goesFirst($0, $1) }
      .map(\.pod)
  }

  /// A pod with what the rules compare, read once.
  private struct Entry {
    let pod: Pod
    let isBound: Bool
    let phase: Int
    let readySince: Instant?
    let cost: Int32
    let restarts: Int32
    /// Related pods on its node, itself included.
    let crowd: Int

    init(_ pod: Pod, crowd: Int) {
      self.pod = pod
      self.crowd = crowd
      isBound = !pod.spec.nodeName.isEmpty
      phase = switch pod.status.phase {
      case .pending: 0
      case .unknown: 1
      default: 2
      }
      let ready = pod.status.conditions.first("Ready")
      readySince = ready?.status == .isTrue ? ready?.lastTransitionTime : nil
      cost = pod.metadata.annotations[DeletionRank.costAnnotation].flatMap(Int32.init) ?? 0
      restarts = pod.status.containerStatuses.map(\.restartCount).max() ?? 0
    }
  }

  private func goesFirst(_ a: Entry, _ b: Entry) -> Bool {
    if a.isBound != b.isBound { return !a.isBound }
    if a.phase != b.phase { return a.phase < b.phase }
    if (a.readySince == nil) != (b.readySince == nil) { return a.readySince == nil }
    if a.cost != b.cost { return a.cost < b.cost }
    if a.crowd != b.crowd { return a.crowd > b.crowd }
    if let since = a.readySince, let other = b.readySince, since != other {
      return isYounger(since, other, a, b)
    }
    if a.restarts != b.restarts { return a.restarts > b.restarts }
    let born = a.pod.metadata.creationTimestamp ?? .start
    let otherBorn = b.pod.metadata.creationTimestamp ?? .start
    if born != otherBorn { return isYounger(born, otherBorn, a, b) }
    return false
  }

  /// Compares ages by their power of two, and equal powers by unique id.
  private func isYounger(_ since: Instant, _ other: Instant, _ a: Entry, _ b: Entry) -> Bool {
    let rank = Self.magnitude(now - since)
    let otherRank = Self.magnitude(now - other)
    return rank == otherRank ? a.pod.metadata.uid < b.pod.metadata.uid : rank < otherRank
  }

  /// The whole part of the base-2 logarithm of `age` in nanoseconds; −1 for none.
  package static func magnitude(_ age: TimeSpan) -> Int {
    age > .zero ? 63 - age.nanoseconds.leadingZeroBitCount : -1
  }
}
