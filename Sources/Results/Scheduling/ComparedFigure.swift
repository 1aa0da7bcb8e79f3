import Statistics

/// A figure of two ways to place the same pods, each time that they were placed.
public struct ComparedFigure: Sendable {
  /// Its name in files, such as `cpu_stranded_share`; its end says the unit.
  public var key: String
  /// What it is, in a few words.
  public var label: String
  /// What sort of number it is.
  public var kind: FigureKind
  /// Its values in the first way; nil where it has none.
  public var a: [Double?]
  /// Its values in the second way.
  public var b: [Double?]

  /// A figure without values.
  public init(_ key: String, _ label: String) {
    self.key = key
    self.label = label
    kind = FigureKind([key])
    (a, b) = ([], [])
  }

  /// The first way's mean, with its interval where there is one.
  public var estimateA: ReplicationEstimate { ReplicationEstimate(a) }
  /// The second way's mean.
  public var estimateB: ReplicationEstimate { ReplicationEstimate(b) }
  /// How much larger it is in the second way, time by time: what chance does to both drops out.
  public var difference: ReplicationEstimate { ReplicationEstimate.pairedDifference(b, a) }

  /// Whether the two differ for certain: always by the same, or by an interval without zero.
  public var differs: Bool {
    guard let mean = difference.mean, mean != 0 else { return false }
    return difference.interval.map { !$0.contains(0) } ?? true
  }
}

/// Something that must not happen, and whether it does.
public struct ThresholdOutcome: Hashable, Sendable {
  /// Its name, as the options and files of thresholds have it.
  public var name: String
  /// What is counted, in words.
  public var label: String
  /// The most that is allowed.
  public var limit: Double
  /// What was found; the mean when pods were placed several times.
  public var observed: Double
  /// Whether both numbers are shares.
  public var isShare: Bool
  /// What the observed number is made of, such as `312 of 412 pods`.
  public var detail: String

  /// An outcome.
  public init(
    name: String, label: String, limit: Double, observed: Double, isShare: Bool, detail: String
  ) {
    (self.name, self.label, self.limit) = (name, label, limit)
    (self.observed, self.isShare, self.detail) = (observed, isShare, detail)
  }

  /// Whether it stays within its limit.
  public var holds: Bool { observed <= limit }

  /// What was found, beside the limit: `moved: 75.7 % (312 of 412 pods), 70.7 points over 5 %`.
  public var sentence: String {
    let kind: FigureKind = isShare ? .share : .count
    let distance = (observed - limit).magnitude
    let amount =
      isShare ? FigureText.fixed(distance * 100, digits: 2) + " points" : kind.text(distance)
    let side = holds ? "within" : "\(amount) over"
    let more = detail.isEmpty ? "" : " (\(detail))"
    return "\(label): \(kind.text(observed))\(more), \(side) the limit of \(kind.text(limit))"
  }
}
