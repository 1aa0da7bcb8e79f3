import KubeAPI
import Scheduler
import Units

/// Pods placed on a cluster one after the other, in the order of their files.
///
/// Time stands still meanwhile: a pod that fits nowhere is left out, and where room can be made for
/// it by less important pods, those are gone at once and the pod goes where they were. The real
/// scheduler would wait until they have ended and try that node first.
public struct PlacementRun {
  /// What became of one pod.
  public struct Line: Sendable {
    /// The pod.
    public var pod: ObjectKey
    /// How many nodes could take it.
    public var feasibleCount: Int
    /// How many of them had the most points.
    public var bestCount: Int
    /// The most points; nil where there was no node.
    public var total: Int64?
    /// The node that it was put on; empty for none.
    public var chosen: String
    /// Why nodes could not take it, each with their number; none when some could.
    public var reasons: [Diagnosis.Reason] = []
    /// What the scheduler says of a pod without a node, in a sentence; empty otherwise.
    public var message = ""
    /// The pods that had to go for it, the most important first.
    public var victims: [ObjectKey] = []
    /// For whom it had to go after it had been placed; nil for nobody.
    public var pushedAsideBy: ObjectKey?

    /// Whether it has a node in the end.
    public var isPlaced: Bool { !chosen.isEmpty && pushedAsideBy == nil }
  }

  /// The engine with all pods that were placed.
  public let engine: PlacementEngine
  /// What became of each pod, in their order.
  public private(set) var lines: [Line] = []
  /// The pods that ran before and had to go.
  public private(set) var evicted: [ObjectKey] = []
  /// The cluster and its pods, as they were given.
  public let cluster: ClusterInput
  private let mayPreempt: Bool
  /// The least priority of a pod on a node: nobody is less important.
  private var leastPriority: Int32
  private var nextStart: Instant

  /// A run that has not placed any pod.
  ///
  /// - Parameter mayPreempt: whether pods may push less important ones aside.
  /// - Throws: a profile that cannot be set up (`PluginError`).
  public init(
    _ cluster: ClusterInput, configuration: SchedulerConfiguration, ties: TieBreaker = .first,
    mayPreempt: Bool = true
  ) throws {
    self.cluster = cluster
    self.mayPreempt = mayPreempt
    // Points are told of a sole node too, as in recordings of the real scheduler.
    engine = try PlacementEngine(
      nodes: cluster.nodes, bound: cluster.bound, directory: cluster.directory,
      volumes: cluster.volumes, configuration: configuration, ties: ties, scoresSoleNode: true)
    leastPriority = .max
    nextStart = Self.firstStart
    for row in cluster.bound.starts {
      leastPriority = min(leastPriority, row.priority)
      if let start = row.time, start >= nextStart { nextStart = start + .seconds(1) }
    }
    lines.reserveCapacity(cluster.pending.count)
  }

  /// When the first pod counts as started: pods that run already are held to be older.
  private static let firstStart = Instant(timestamp: "2025-01-01T00:00:00Z") ?? .start

  /// Places all pods.
  ///
  /// - Parameter progress: told of how many pods are done, now and then.
  /// - Complexity: O(pods × nodes).
  public mutating func place(progress: ((Int) -> Void)? = nil) {
    var places: [ObjectKey: Int] = [:]
    for index in cluster.pending.indices {
      var pod = cluster.pending[index]
      pod.status.startTime = nextStart
      nextStart = nextStart + .seconds(1)
      let placement = engine.place(pod)
      var line = Line(placement)
      if placement.node == nil, mayPreempt, pod.spec.mayPreempt, pod.spec.priority > leastPriority {
        makeRoom(for: pod, &line, &places)
      }
      if !line.chosen.isEmpty { leastPriority = min(leastPriority, pod.spec.priority) }
      lines.append(line)
      if let progress, index & 63 == 63 { progress(index + 1) }
    }
  }

  /// Takes away whom the pod may push aside, if that helps, and puts it where they were.
  private mutating func makeRoom(
    for pod: Pod, _ line: inout Line, _ places: inout [ObjectKey: Int]
  ) {
    let decision = engine.explain(pod, placing: false)
    line.message = decision.message
    guard let preemption = decision.preemption, !preemption.nominated.isEmpty else { return }
    for place in places.count..<lines.count { places[lines[place].pod] = place }
    for victim in preemption.victims {
      remove(victim, for: pod, from: preemption.nominated, places[victim])
    }
    var nominated = pod
    nominated.status.nominatedNodeName = preemption.nominated
    let placement = engine.place(nominated)
    line.victims = preemption.victims
    line.chosen = placement.node ?? ""
    if placement.node != nil {
      line.reasons = []
      line.message = ""
    }
  }

  private mutating func remove(
    _ victim: ObjectKey, for pod: Pod, from node: String, _ place: Int?
  ) {
    engine.remove(victim, from: node)
    if let place {
      lines[place].pushedAsideBy = pod.key
    } else {
      evicted.append(victim)
    }
  }
}

extension PlacementRun.Line {
  /// The line of a pod that was placed, or not.
  init(_ placement: PlacementEngine.Placement) {
    pod = placement.pod
    feasibleCount = placement.feasibleCount
    bestCount = placement.bestCount
    total = placement.total
    chosen = placement.node ?? ""
    reasons = placement.reasons
    message = placement.message
  }
}
