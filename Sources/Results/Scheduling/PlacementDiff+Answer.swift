import Statistics

extension PlacementDiff {
  /// The answer in a sentence: how many pods go elsewhere, and how many have no node.
  public var sentence: String { answer.before + answer.figure + answer.after }

  /// The answer, with its figure apart: its text, and its value for programs.
  public var answer: (before: String, figure: String, value: String, after: String) {
    guard !isSame else {
      let pods = pods.count == 1 ? "the pod" : "all \(FigureText.grouped(pods.count)) pods"
      let left = unplacedB.mean == 0 ? "" : " and leaves the same \(text(unplacedB)) without one"
      return ("\(nameB) puts \(pods) where \(nameA) does\(left): no difference.", "", "", "")
    }
    let mean = movedEstimate.mean ?? 0
    let share = FigureKind.share.text(mean / Double(max(1, pods.count)))
    return (
      "\(nameB) moves ", text(movedEstimate),
      NumberText.shortest(NumberText.withoutDust(mean)) ?? "",
      " of \(FigureText.grouped(pods.count)) pods (\(share)) that \(nameA) places\(unplaced)."
    )
  }

  /// What becomes of pods that only one of the two places, in words.
  private var unplaced: String {
    let lost = ReplicationEstimate(onlyA.map(Double.init)).mean ?? 0
    let won = ReplicationEstimate(onlyB.map(Double.init)).mean ?? 0
    switch (lost, won) {
    case (0, 0): return ", and leaves none more without a node"
    case (_, 0): return ", and leaves \(count(lost)) more without a node"
    case (0, _): return ", and places \(count(won)) that had no node"
    default: return "; \(count(lost)) lose their node and \(count(won)) get one"
    }
  }

  /// How many pods go elsewhere.
  public var movedEstimate: ReplicationEstimate {
    ReplicationEstimate(moved.map(Double.init), within: 0...Double(pods.count))
  }

  private var unplacedB: ReplicationEstimate {
    figures.first { $0.key == "unplaced" }?.estimateB ?? ReplicationEstimate([0])
  }

  private func text(_ estimate: ReplicationEstimate) -> String { FigureKind.count.text(estimate) }
  private func count(_ value: Double) -> String { FigureKind.count.text(value) }

  /// What becomes of each workload's pods, the most changed first.
  public var workloads: [WorkloadRow] {
    var changes: [String: [Change]] = [:]
    for pod in pods { changes[pod.workload, default: []].append(pod.change) }
    let rows = changes.map { WorkloadRow(name: $0.key, $0.value) }
    return rows.sorted { a, b in
      a.changed != b.changed
        ? a.changed > b.changed : a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
  }

  /// The pods of one workload.
  public struct WorkloadRow: Hashable, Sendable {
    /// What the pods are pods of.
    public let name: String
    /// All of them.
    public let pods: Int
    /// Those that go elsewhere.
    public let moved: Int
    /// Those that only the first way places.
    public let onlyA: Int
    /// Those that only the second way places.
    public let onlyB: Int

    init(name: String, _ changes: [Change]) {
      self.name = name
      pods = changes.count
      moved = changes.count { $0 == .moved }
      onlyA = changes.count { $0 == .onlyA }
      onlyB = changes.count { $0 == .onlyB }
    }

    /// All for which something changes.
    public var changed: Int { moved + onlyA + onlyB }
  }

  /// Why pods have no node in each way, the commonest reason first.
  public var reasons: [ReasonRow] {
    var rows: [ReasonRow] = []
    func count(_ reason: String, _ side: WritableKeyPath<Sides<Int>, Int>) {
      guard !reason.isEmpty else { return }
      if let place = rows.firstIndex(where: { $0.reason == reason }) {
        rows[place].pods[keyPath: side] += 1
      } else {
        var row = ReasonRow(reason: reason, pods: Sides(0, 0))
        row.pods[keyPath: side] = 1
        rows.append(row)
      }
    }
    for pod in pods {
      if pod.a.node == nil { count(pod.a.reason, \.a) }
      if pod.b.node == nil { count(pod.b.reason, \.b) }
    }
    return rows.enumerated().sorted { one, other in
      let (a, b) = (one.element.pods.a + one.element.pods.b,
        other.element.pods.a + other.element.pods.b)
      return a != b ? a > b : one.offset < other.offset
    }.map(\.element)
  }

  /// A reason, and how many pods it keeps without a node.
  public struct ReasonRow: Hashable, Sendable {
    /// What the scheduler says.
    public var reason: String
    /// The pods, in the first way and the second.
    public var pods: Sides<Int>
  }
}
