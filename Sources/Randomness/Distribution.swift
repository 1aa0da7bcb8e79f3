public import Units

/// How a quantity varies, as plain data: which family, and its parameters ready for sampling.
///
/// 56 bytes, trivially copyable. Numbers have no unit of their own; the factories that take spans,
/// `meanSpan` and `sampleSpan` count them in seconds. Input from a user goes through
/// `init(_:)`, which throws; the factories are for values that the program knows to be right.
@frozen
public struct Distribution: Hashable, Sendable {
  /// The family, and how its parameters are laid out.
  @frozen @usableFromInline
  enum Kind: UInt8, Hashable, Sendable {
    /// a: the value.
    case deterministic
    /// a: mean.
    case exponential
    /// a: mu, b: sigma.
    case lognormal
    /// a: shape, b: scale.
    case gamma
    /// a: low, b: high.
    case uniform
    /// a: chance of the first, b: its mean, c: the second's mean.
    case hyperexponential
    /// a: minimum, b: shape.
    case pareto
  }

  @usableFromInline let kind: Kind
  @usableFromInline let a: Double
  @usableFromInline let b: Double
  @usableFromInline let c: Double
  /// The expected value.
  public let mean: Double
  /// The coefficient of variation: standard deviation over mean. Infinite for a Pareto shape of 2
  /// or less.
  public let cv: Double

  init(_ kind: Kind, a: Double, b: Double = 0, c: Double = 0, mean: Double, cv: Double) {
    self.kind = kind
    self.a = a
    self.b = b
    self.c = c
    self.mean = mean
    self.cv = cv
  }

  /// The distribution that `shape` describes.
  ///
  /// - Throws: `DistributionError` for the first parameter outside its range.
  public init(_ shape: Shape) throws(DistributionError) {
    try shape.check()
    switch shape {
    case .deterministic(let value):
      self.init(.deterministic, a: value, mean: value, cv: 0)
    case .exponential(let mean):
      self.init(.exponential, a: mean, mean: mean, cv: 1)
    case .lognormal(let mean, let cv):
      let variance = Elementary.log1p(cv * cv)
      let mu = Elementary.log(mean) - 0.5 * variance
      self.init(.lognormal, a: mu, b: variance.squareRoot(), mean: mean, cv: cv)
    case .gamma(let mean, let cv):
      let stages = 1 / (cv * cv)
      self.init(.gamma, a: stages, b: mean / stages, mean: mean, cv: cv)
    case .erlang(let mean, let stages):
      self.init(
        .gamma, a: Double(stages), b: mean / Double(stages), mean: mean,
        cv: 1 / Double(stages).squareRoot())
    case .uniform(let low, let high):
      let mean = 0.5 * (low + high)
      let deviation = (high - low) / 12.0.squareRoot()
      self.init(.uniform, a: low, b: high, mean: mean, cv: mean == 0 ? 0 : deviation / mean)
    case .hyperexponential(let mean, let cv):
      self.init(balanced: mean, cv: cv)
    case .pareto(let mean, let alpha):
      let cv = alpha > 2 ? 1 / (alpha * (alpha - 2)).squareRoot() : .infinity
      self.init(.pareto, a: mean * (alpha - 1) / alpha, b: alpha, mean: mean, cv: cv)
    }
  }

  /// Two exponentials with balanced means: each of them carries half of the total.
  ///
  /// Source: W. Whitt, "Approximating a point process by a renewal process, I", Operations Research
  /// 30(1), 1982, section 3, doi:10.1287/opre.30.1.125.
  private init(balanced mean: Double, cv: Double) {
    let square = cv * cv
    let p = 0.5 * (1 + ((square - 1) / (square + 1)).squareRoot())
    self.init(
      .hyperexponential, a: p, b: mean / (2 * p), c: mean / (2 * (1 - p)), mean: mean, cv: cv)
  }

  /// The expected value as a span, counting in seconds.
  public var meanSpan: TimeSpan { TimeSpan(seconds: mean) }

  /// The second moment, E[X²], which queueing formulas need.
  public var secondMoment: Double { mean * mean * (1 + cv * cv) }

  /// The same distribution stretched by `factor`, which is above zero: the mean is multiplied, the
  /// coefficient of variation stays.
  public func scaled(by factor: Double) -> Distribution {
    precondition(factor > 0 && factor < .infinity, "cannot scale a distribution by \(factor)")
    switch kind {
    case .deterministic, .exponential, .pareto:
      return Distribution(kind, a: a * factor, b: b, mean: mean * factor, cv: cv)
    case .lognormal:
      return Distribution(kind, a: a + Elementary.log(factor), b: b, mean: mean * factor, cv: cv)
    case .gamma:
      return Distribution(kind, a: a, b: b * factor, mean: mean * factor, cv: cv)
    case .uniform:
      return Distribution(kind, a: a * factor, b: b * factor, mean: mean * factor, cv: cv)
    case .hyperexponential:
      return Distribution(
        kind, a: a, b: b * factor, c: c * factor, mean: mean * factor, cv: cv)
    }
  }
}
