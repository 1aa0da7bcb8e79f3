import KubeAPI
import Randomness
import Scheduler

/// Where one way puts pods that come one after the other, room being made for those that may push
/// others aside.
///
/// Victims are gone at once and the pod goes where they were, so that no time need pass: as a real
/// scheduler would have it in the end, were nothing to happen meanwhile.
struct SidePlacements {
  /// A pod as it stands when all have been placed.
  struct Row {
    /// Its node; nil for none.
    var node: String?
    /// Why it has none; empty when it has one.
    var reason = ""
  }

  /// One for each pod, in the order in which they come.
  private(set) var rows: [Row]
  /// What was decided when each pod came, whatever became of it later.
  private(set) var chosen: [String?]
  /// The pods that had to go, in that order; those that run already and others.
  private(set) var victims: [ObjectKey] = []

  /// Pods with the nodes that were written down for them.
  init(nodes: [String?], reason: String) {
    rows = nodes.map { Row(node: $0, reason: $0 == nil ? reason : "") }
    chosen = nodes
  }

  /// What `engine`, which has `pods` to place, decides.
  ///
  /// - Parameters:
  ///   - bound: The pods that run on its nodes.
  ///   - ties: Where random choices among equals come from; nil: the first name wins.
  ///   - count: How many of the pods are placed; the others are left as they are.
  init(
    _ engine: PlacementEngine, _ pods: [Pod], bound: [Pod], ties: Streams?, count: Int,
    progress: ((Int) -> Void)? = nil
  ) {
    rows = Array(repeating: Row(), count: pods.count)
    chosen = Array(repeating: nil, count: pods.count)
    let places = Dictionary(
      pods.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    let running = Dictionary(bound.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    for index in pods.indices.prefix(count) {
      engine.ties = Self.ties(ties, pods[index])
      let placement = engine.place(pods[index])
      rows[index].node = placement.node
      rows[index].reason = placement.message
      if placement.node == nil {
        makeRoom(for: index, engine, pods, running, places)
      }
      chosen[index] = rows[index].node
      progress?(index + 1)
    }
  }

  /// How ties are broken when `pod` comes: by lots that depend on the pod's name and the streams
  /// alone, so that what happens to one pod moves no other's.
  static func ties(_ streams: Streams?, _ pod: Pod) -> TieBreaker {
    guard let streams else { return .first }
    var hash = StableHash()
    hash.absorb(streams.seed)
    hash.absorb(streams.replication)
    hash.absorb("placement/ties")
    hash.absorb(pod.key.description)
    return .ranked(hash)
  }

  /// Removes whom the pod may push aside, if that helps, and places it where they were.
  private mutating func makeRoom(
    for index: Int, _ engine: PlacementEngine, _ pods: [Pod], _ running: [ObjectKey: Pod],
    _ places: [ObjectKey: Int]
  ) {
    let preemption = engine.explain(pods[index]).preemption
    guard let preemption, !preemption.nominated.isEmpty else { return }
    for victim in preemption.victims {
      victims.append(victim)
      if let place = places[victim] {
        engine.remove(pods[place])
        rows[place] = Row(node: nil, reason: "pushed aside by \(pods[index].key)")
      } else if let pod = running[victim] {
        engine.remove(pod)
      }
    }
    var pod = pods[index]
    pod.status.nominatedNodeName = preemption.nominated
    let placement = engine.place(pod)
    rows[index] = Row(node: placement.node, reason: placement.message)
  }
}
