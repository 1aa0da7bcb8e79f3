public import Units

extension Distribution {
  /// A distribution as a person names it: the family and its parameters.
  public enum Shape: Hashable, Sendable {
    /// Always the same value, zero or more.
    case deterministic(Double)
    /// Memoryless, of a mean above zero.
    case exponential(mean: Double)
    /// Right-skewed, of a mean and a coefficient of variation above zero.
    case lognormal(mean: Double, cv: Double)
    /// Gamma, of a mean and a coefficient of variation above zero.
    case gamma(mean: Double, cv: Double)
    /// The sum of some equal exponential stages with the given total mean.
    case erlang(mean: Double, stages: Int)
    /// Every value from `min`, zero or more, to `max` alike.
    case uniform(min: Double, max: Double)
    /// A mix of two exponentials (balanced means), for a coefficient of variation above 1.
    case hyperexponential(mean: Double, cv: Double)
    /// Heavy tail: chances fall as a power `shape`, above 1, of the value.
    case pareto(mean: Double, shape: Double)

    /// Passes when every parameter lies in its range.
    ///
    /// - Throws: `DistributionError` for the first one that does not.
    public func check() throws(DistributionError) {
      switch self {
      case .deterministic(let value):
        try Shape.require(value >= 0, "value", value, "0 or more")
      case .exponential(let mean):
        try Shape.check(mean: mean)
      case .lognormal(let mean, let cv), .gamma(let mean, let cv):
        try Shape.check(mean: mean)
        try Shape.require(cv > 1e-6 && cv <= 1e3, "cv", cv, "above 0.000001 and at most 1000")
      case .erlang(let mean, let stages):
        try Shape.check(mean: mean)
        try Shape.require(stages > 0, "stages", Double(stages), "1 or more")
      case .uniform(let low, let high):
        try Shape.require(low >= 0, "min", low, "0 or more")
        try Shape.require(high >= low, "max", high, "at least min, \(low)")
      case .hyperexponential(let mean, let cv):
        try Shape.check(mean: mean)
        try Shape.require(
          cv > 1 && cv <= 1e3, "cv", cv, "above 1 and at most 1000 (gamma and lognormal go lower)")
      case .pareto(let mean, let shape):
        try Shape.check(mean: mean)
        try Shape.require(shape > 1, "shape", shape, "above 1, where the mean is finite")
      }
    }

    private static func check(mean: Double) throws(DistributionError) {
      try require(mean > 0, "mean", mean, "above 0")
    }

    private static func require(
      _ holds: Bool, _ parameter: String, _ value: Double, _ expected: String
    ) throws(DistributionError) {
      guard holds, value.isFinite else {
        let words = holds ? "a finite number" : expected
        throw DistributionError(parameter: parameter, value: value, expected: words)
      }
    }
  }

  /// The distribution of a shape that the program itself has chosen.
  static func known(_ shape: Shape) -> Distribution {
    do {
      return try Distribution(shape)
    } catch {
      preconditionFailure("\(shape): \(error)")
    }
  }

  /// Always `value`.
  public static func deterministic(_ value: Double) -> Distribution {
    known(.deterministic(value))
  }
  /// Always `span`, in seconds.
  public static func deterministic(_ span: TimeSpan) -> Distribution {
    known(.deterministic(span.seconds))
  }
  /// Memoryless, of mean `mean`.
  public static func exponential(mean: Double) -> Distribution { known(.exponential(mean: mean)) }
  /// Memoryless, of mean `mean`, in seconds.
  public static func exponential(mean: TimeSpan) -> Distribution {
    known(.exponential(mean: mean.seconds))
  }
  /// Lognormal of the given mean and coefficient of variation.
  public static func lognormal(mean: Double, cv: Double) -> Distribution {
    known(.lognormal(mean: mean, cv: cv))
  }
  /// Lognormal of the given mean, in seconds, and coefficient of variation.
  public static func lognormal(mean: TimeSpan, cv: Double) -> Distribution {
    known(.lognormal(mean: mean.seconds, cv: cv))
  }
  /// Gamma of the given mean and coefficient of variation.
  public static func gamma(mean: Double, cv: Double) -> Distribution {
    known(.gamma(mean: mean, cv: cv))
  }
  /// Gamma of the given mean, in seconds, and coefficient of variation.
  public static func gamma(mean: TimeSpan, cv: Double) -> Distribution {
    known(.gamma(mean: mean.seconds, cv: cv))
  }
  /// The sum of `stages` equal exponential stages.
  public static func erlang(mean: Double, stages: Int) -> Distribution {
    known(.erlang(mean: mean, stages: stages))
  }
  /// Every value from `min` to `max` alike.
  public static func uniform(min: Double, max: Double) -> Distribution {
    known(.uniform(min: min, max: max))
  }
  /// Every span from `min` to `max` alike, in seconds.
  public static func uniform(min: TimeSpan, max: TimeSpan) -> Distribution {
    known(.uniform(min: min.seconds, max: max.seconds))
  }
  /// A mix of two exponentials, for a coefficient of variation above 1.
  public static func hyperexponential(mean: Double, cv: Double) -> Distribution {
    known(.hyperexponential(mean: mean, cv: cv))
  }
  /// A mix of two exponentials, in seconds, for a coefficient of variation above 1.
  public static func hyperexponential(mean: TimeSpan, cv: Double) -> Distribution {
    known(.hyperexponential(mean: mean.seconds, cv: cv))
  }
  /// Heavy tail of the given mean; `shape` is above 1.
  public static func pareto(mean: Double, shape: Double) -> Distribution {
    known(.pareto(mean: mean, shape: shape))
  }
  /// Heavy tail of the given mean, in seconds; `shape` is above 1.
  public static func pareto(mean: TimeSpan, shape: Double) -> Distribution {
    known(.pareto(mean: mean.seconds, shape: shape))
  }
}
