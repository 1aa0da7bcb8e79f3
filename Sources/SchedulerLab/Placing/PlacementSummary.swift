import KubeAPI
import Results
import Scheduler

/// What came of placing many pods: how many have a node, how full and even the cluster is with
/// them, and what would help the others.
public struct PlacementSummary: Sendable {
  /// The pods that were to be placed.
  public let podCount: Int
  /// Those of them that have a node in the end.
  public let placedCount: Int
  /// The nodes.
  public let nodeCount: Int
  /// The pods that ran on the nodes before.
  public let boundCount: Int
  /// Pods of this run that had a node and had to go for more important ones.
  public let displacedCount: Int
  /// Pods that ran before and had to go for more important ones.
  public let evicted: [ObjectKey]
  /// Why pods have no node: each reason, and of how many pods some node gave it.
  public let reasons: [(text: String, pods: Int)]
  /// How full, even and broken up the cluster is.
  public let measures: PlacementMeasures
  /// The pods without a node, alike ones together, the most first.
  public let unplaced: [UnplacedKind]
  /// Kinds of pods that were not looked into, since there are too many.
  public let kindsLeftOut: Int
  /// What was left out of the files.
  public let notes: [String]

  /// How many kinds of unplaced pods are looked into.
  public static let kindsMax = 40
  /// How many times a node may be asked about in all, so that large clusters get an answer soon.
  static let questionsMax = 3_000_000

  /// What came of `run`, whose pods have been placed.
  ///
  /// - Complexity: O(nodes × kinds of unplaced pods × changes that are tried), bounded.
  public init(_ run: PlacementRun, progress: ((Int, Int) -> Void)? = nil) {
    podCount = run.lines.count
    placedCount = run.lines.count(where: \.isPlaced)
    nodeCount = run.cluster.nodes.count
    boundCount = run.cluster.bound.count
    displacedCount = run.lines.count { $0.pushedAsideBy != nil }
    evicted = run.evicted
    notes = run.cluster.notes
    reasons = Self.reasons(run.lines)
    measures = PlacementMeasures(
      run.engine.nodes.map { NodeLoad($0) },
      shapes: run.cluster.bound.shapes + run.cluster.pending.shapes)
    var kinds = UnplacedKinds(run)
    (unplaced, kindsLeftOut) = kinds.looked(into: progress)
  }

  private static func reasons(_ lines: [PlacementRun.Line]) -> [(text: String, pods: Int)] {
    var counts: [String: Int] = [:]
    for line in lines where line.chosen.isEmpty {
      for reason in line.reasons { counts[reason.text, default: 0] += 1 }
    }
    return counts.map { (text: $0.key, pods: $0.value) }.sorted {
      ($1.pods, $0.text) < ($0.pods, $1.text)
    }
  }
}

/// The pods without a node, alike ones together.
private struct UnplacedKinds {
  /// What makes two pods ask for the same.
  private struct Key: Hashable {
    let namespace: String
    let labels: StringMap
    let spec: PodSpec
  }

  private let run: PlacementRun
  private var groups: [(pod: Pod, pods: [ObjectKey])] = []

  init(_ run: PlacementRun) {
    self.run = run
    var places: [Key: Int] = [:]
    for (index, line) in run.lines.enumerated() where line.chosen.isEmpty {
      let pod = run.cluster.pending[index]
      let key = Key(namespace: line.pod.namespace, labels: pod.metadata.labels, spec: pod.spec)
      if let place = places[key] {
        groups[place].pods.append(line.pod)
      } else {
        places[key] = groups.count
        groups.append((pod, [line.pod]))
      }
    }
  }

  mutating func looked(
    into progress: ((Int, Int) -> Void)?
  ) -> (kinds: [UnplacedKind], left: Int) {
    let order = groups.indices.sorted {
      (groups[$1].pods.count, $0) < (groups[$0].pods.count, $1)
    }
    let search = RemedySearch(engine: run.engine)
    var questions = 0
    var kinds: [UnplacedKind] = []
    for index in order.prefix(PlacementSummary.kindsMax) {
      if questions > PlacementSummary.questionsMax { break }
      progress?(kinds.count, min(order.count, PlacementSummary.kindsMax))
      let found = search.search(groups[index].pod)
      questions += found.questions
      kinds.append(
        UnplacedKind(pods: groups[index].pods, reasons: found.reasons, remedies: found.remedies))
    }
    return (kinds, groups.count - kinds.count)
  }
}

extension PodList {
  /// What the pods ask for, and how many ask for the same.
  var shapes: [PodShape] {
    var places: [ResourceTotals: Int] = [:]
    var found: [(requests: ResourceTotals, count: Int)] = []
    for (template, count) in templateCounts where count > 0 {
      let requests = PodInfo(template).requests
      if let place = places[requests] {
        found[place].count += count
      } else {
        places[requests] = found.count
        found.append((requests, count))
      }
    }
    return found.map { PodShape($0.requests, count: $0.count) }
  }
}
