/// A population that grows and shrinks by one at a time, at rates that depend on its size alone.
///
/// The steady state of every queue with exponential times and a bounded population, exactly: the
/// chance of size *n* is in proportion to the births below it over the deaths up to it.
/// Source: D. Gross et al., "Fundamentals of Queueing Theory", 4th edition, section 2.1.
struct BirthDeathChain: Hashable, Sendable {
  /// The chance of each size, from 0.
  let probabilities: [Double]

  /// The chain that leaves size *n* upwards at the rate `births[n]`, and comes back to it from the
  /// next at the rate `deaths[n]`; both lists are equally long, and deaths are above zero.
  init(births: [Double], deaths: [Double]) {
    precondition(births.count == deaths.count, "\(births.count) births, \(deaths.count) deaths")
    var weights = [1.0]
    weights.reserveCapacity(births.count + 1)
    for (birth, death) in zip(births, deaths) {
      weights.append((weights.last ?? 1) * birth / death)
      // Keeps the greatest weight away from overflow; what vanishes then is beyond all digits.
      if let last = weights.last, last > 1e200 {
        for place in weights.indices { weights[place] *= 1e-200 }
      }
    }
    let total = weights.reduce(0, +)
    probabilities = weights.map { $0 / total }
  }

  /// The mean of `value` over all sizes.
  func mean(_ value: (Int) -> Double) -> Double {
    probabilities.enumerated().reduce(0) { $0 + $1.element * value($1.offset) }
  }

  /// The mean size.
  var meanSize: Double { mean(Double.init) }
}
