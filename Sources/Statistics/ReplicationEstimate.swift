/// What independent replications say of one figure: its mean, and where the true mean lies or why
/// that cannot be told.
///
/// One value a replication, Student's t over them. A quantile is a figure like any other: its value
/// in each replication is a sample, and the interval is one for the mean of such values.
///
///     let p99 = ReplicationEstimate(perReplicationP99, within: 0 ... .infinity)
///     p99.mean              // 61.2
///     p99.interval?.lower   // 58.9
///
/// Three things keep it honest where Student's t is not. Ends are cut at the `bounds` of what the
/// figure can be, so that a share never passes 1 nor a count 0; `halfWidth` stays Student's own. A
/// figure that is the same in all replications gets no interval: its variance of zero says nothing
/// of what a further replication may do (of 20 that agree, up to 17 % of all others may still
/// differ, by `ConfidenceInterval.proportion`). And a figure that some replications lack gets a
/// mean over the others, but no interval, since those that lack it are not a random choice.
public struct ReplicationEstimate: Hashable, Sendable {
  /// The mean over the replications that have the figure; nil when none has.
  public let mean: Double?
  /// Where the true mean lies; nil when that cannot be told, and then `gap` says why.
  public let interval: ConfidenceInterval?
  /// Why there is no interval; nil when there is one.
  public let gap: Gap?
  /// How many replications there were.
  public let replications: Int

  /// Why there is no interval.
  public enum Gap: Hashable, Sendable, CustomStringConvertible {
    /// There was one replication, or none.
    case tooFew(Int)
    /// Only so many of all replications have the figure.
    case missing(have: Int, of: Int)
    /// The figure was the same in all.
    case constant(Int)
    /// The replications' own values mean too little, for this reason.
    case unsupported(String)

    /// The reason in a few words.
    public var description: String {
      switch self {
      case .tooFew(let number): number == 1 ? "1 replication" : "\(number) replications"
      case .missing(let have, let all): "only \(have) of \(all) replications have it"
      case .constant(let number): "the same in all \(number) replications"
      case .unsupported(let reason): reason
      }
    }
  }

  /// Half of Student's interval, before its ends are cut at the figure's bounds; nil without one.
  public let halfWidth: Double?

  /// The estimate from one value a replication, nil where a replication does not have the figure.
  ///
  /// - Parameters:
  ///   - bounds: What the figure can be at least and at most.
  ///   - unsupported: Why no interval should be given although there are values enough.
  ///   - level: The share of such intervals that hold the true mean; above 0 and below 1.
  public init(
    _ values: [Double?], within bounds: ClosedRange<Double> = -.infinity ... .infinity,
    unsupported: String? = nil, level: Double = 0.95
  ) {
    let present = values.compactMap { $0 }
    replications = values.count
    mean = present.isEmpty ? nil : Moments(present).mean
    let isConstant = present.allSatisfy { $0 == present[0] }
    var gap: Gap?
    if values.count < 2 {
      gap = .tooFew(values.count)
    } else if present.count < values.count {
      gap = .missing(have: present.count, of: values.count)
    } else if isConstant {
      gap = .constant(values.count)
    } else if let unsupported {
      gap = .unsupported(unsupported)
    }
    let student = gap == nil ? try? ConfidenceInterval.mean(of: present, level: level) : nil
    self.gap = student == nil ? gap ?? .unsupported("the interval has no number") : nil
    halfWidth = student?.halfWidth
    interval = student.map { student in
      ConfidenceInterval(
        estimate: student.estimate, lower: max(bounds.lowerBound, student.lower),
        upper: min(bounds.upperBound, student.upper), level: level)
    }
  }

  /// How much larger the figure behind `first` is than that behind `second`, replication by
  /// replication: for two variants under common random numbers, what both share drops out.
  ///
  /// - Parameter unsupported: Why no interval should be given although there are values enough.
  public static func pairedDifference(
    _ first: [Double?], _ second: [Double?], unsupported: String? = nil, level: Double = 0.95
  ) -> ReplicationEstimate {
    let differences = zip(first, second).map { a, b -> Double? in
      guard let a, let b else { return nil }
      return a - b
    }
    return ReplicationEstimate(differences, unsupported: unsupported, level: level)
  }
}
