/// The Kolmogorov–Smirnov distance between draws and a distribution function, for these tests.
///
/// Beyond 2.8 the chance for right draws is 3e-7 (the Kolmogorov law's tail, 2 exp(-2 x²)).
/// Source: M. A. Stephens, JASA 69(347), 1974, doi:10.1080/01621459.1974.10480196, for the factor.
func kolmogorovDistance(
  of draws: [Double], from probability: (Double) -> Double
) -> Double {
  let sorted = draws.sorted()
  let count = Double(sorted.count)
  var widest = 0.0
  for (index, value) in sorted.enumerated() {
    let p = probability(value)
    widest = max(widest, p - Double(index) / count, Double(index + 1) / count - p)
  }
  let root = count.squareRoot()
  return widest * (root + 0.12 + 0.11 / root)
}

/// The same distance between two samples.
func kolmogorovDistance(between first: [Double], and second: [Double]) -> Double {
  let a = first.sorted()
  let b = second.sorted()
  var (i, j, widest) = (0, 0, 0.0)
  while i < a.count, j < b.count {
    if a[i] <= b[j] { i += 1 } else { j += 1 }
    let gap = Double(i) / Double(a.count) - Double(j) / Double(b.count)
    widest = max(widest, abs(gap))
  }
  let effective = (Double(a.count) * Double(b.count) / Double(a.count + b.count)).squareRoot()
  return widest * (effective + 0.12 + 0.11 / effective)
}
