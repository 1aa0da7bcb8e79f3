/// An interval for the mean of one long run, whose neighbouring values depend on each other.
///
/// The run is cut into equal batches; their means are nearly independent when a batch is much
/// longer than the dependence lasts, which `lagOneCorrelation` tells.
/// Source: A. M. Law, "Simulation Modeling and Analysis", 5th edition, section 9.5.3.
public struct BatchMeans: Hashable, Sendable {
  /// The mean of each batch, in order.
  public let means: [Double]
  /// How many values a batch holds; a rest at the end of the run is left out.
  public let batchSize: Int

  /// Cuts `values` into `batches` of equal size.
  ///
  /// - Throws: `StatisticsError` unless there are two batches or more, of two values or more.
  public init(_ values: [Double], batches: Int = 20) throws(StatisticsError) {
    try StatisticsError.require(batches >= 2, "batches", Double(batches), "2 or more")
    batchSize = values.count / batches
    guard batchSize >= 2 else {
      throw .tooFewSamples(needed: 2 * batches, got: values.count)
    }
    var means: [Double] = []
    means.reserveCapacity(batches)
    for batch in 0..<batches {
      let part = values[(batch * batchSize)..<((batch + 1) * batchSize)]
      means.append(part.reduce(0, +) / Double(batchSize))
    }
    self.means = means
  }

  /// Where the steady-state mean lies, if the batches are independent.
  public func interval(level: Double = 0.95) throws(StatisticsError) -> ConfidenceInterval {
    try ConfidenceInterval.mean(of: means, level: level)
  }

  /// How strongly each batch resembles the next, from -1 to 1; 0 when the batches do not vary.
  ///
  /// Above 0.2 or so the interval is too narrow: take longer batches.
  public var lagOneCorrelation: Double {
    let centre = means.reduce(0, +) / Double(means.count)
    var (together, alone) = (0.0, 0.0)
    for (index, mean) in means.enumerated() {
      alone += (mean - centre) * (mean - centre)
      guard index > 0 else { continue }
      together += (mean - centre) * (means[index - 1] - centre)
    }
    return alone > 0 ? together / alone : 0
  }
}
