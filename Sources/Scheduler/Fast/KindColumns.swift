/// What is remembered of one kind of pods on every node: whether local filters let one there, and
/// its points there before they are scaled; and how many pods are where that it minds.
final class KindColumns {
  /// The kind.
  let kind: PodKind
  /// What the kind's plugins have worked out.
  let state = CycleState()
  /// Whether its pods have to be looked at the plain way.
  var needsPlain = false
  /// The first filter that turns the pod down on each node, as a number into `statuses` from 1; 0
  /// for none.
  let verdicts: Column<UInt16>
  /// The same, of filters that mind the node alone.
  let fixedVerdicts: Column<UInt16>
  /// The weighted points of plugins that are not scaled.
  let points: Column<Int32>
  /// The same, of plugins that mind the node alone.
  let fixedPoints: Column<Int32>
  /// The points of each plugin that is scaled; nil while all are zero.
  var raw: [Column<Int32>?]
  /// How many nodes some local filter turns the pod down on.
  var closed = 0
  /// The filters and score plugins that have something to do with the kind.
  var fixedFilters: [FastPlan.Filter] = []
  var movingFilters: [FastPlan.Filter] = []
  var fixedScorers: [FastPlan.Scorer] = []
  var movingScorers: [FastPlan.Scorer] = []
  /// Whether each plugin that is scaled has.
  var isScaled: [Bool] = []
  /// What filters have said of nodes, each once, with the place of the filter among all.
  private(set) var statuses: [Status] = []
  private(set) var positions: [UInt8] = []
  private var numbers: [Status: UInt16] = [:]
  /// How pods are spread, where the kind minds.
  var spread: SpreadTally?
  /// Which pods are near which, where the kind or others mind.
  var affinity: AffinityTally?
  /// What a pod of another kind adds to which counts, by the number of the kind.
  var effects: [Int: PlaceEffect] = [:]
  /// How far the journal was followed.
  var epoch = -1
  var topology = -1
  var seen = 0
  var basis: [Int64] = []
  /// What was last said of a pod that fits nowhere, while nothing has changed since.
  var failure: Diagnosis?
  /// When the kind was last decided about.
  var lastUse = 0
  /// How much memory is counted for it.
  var charged = 0

  /// Stands for fixed points that nobody has asked for yet.
  static let unknown = Int32.min

  init(_ kind: PodKind, rows: Int, scaled: Int) {
    self.kind = kind
    verdicts = Column(rows, 0)
    fixedVerdicts = Column(rows, 0)
    points = Column(rows, 0)
    fixedPoints = Column(rows, 0)
    raw = Array(repeating: nil, count: scaled)
  }

  /// How much memory it takes.
  var bytes: Int {
    let scaled = raw.reduce(0) { $0 + ($1?.bytes ?? 0) }
    return verdicts.bytes + fixedVerdicts.bytes + points.bytes + fixedPoints.bytes + scaled
      + (spread?.bytes ?? 0) + (affinity?.bytes ?? 0)
  }

  /// The number of what the filter at `position` says.
  func number(of status: Status, at position: Int) -> UInt16 {
    if let known = numbers[status] { return known }
    if statuses.count >= Int(UInt16.max) {
      needsPlain = true
      return UInt16.max
    }
    statuses.append(status)
    positions.append(UInt8(position))
    numbers[status] = UInt16(statuses.count)
    return UInt16(statuses.count)
  }

  /// The place among all filters of the one that said what has this number; beyond all for none.
  func position(of verdict: UInt16) -> Int {
    verdict == 0 ? Int.max : Int(positions[Int(verdict) - 1])
  }

  /// Forgets all that local plugins have said.
  func clear() {
    verdicts.fill(0)
    fixedVerdicts.fill(0)
    points.fill(0)
    fixedPoints.fill(0)
    raw = Array(repeating: nil, count: raw.count)
    statuses = []
    positions = []
    numbers = [:]
    failure = nil
    closed = 0
    needsPlain = false
  }
}
