/// Where a run's start-up ends and its steady state begins.
public enum Warmup {
  /// How many of the first values to leave out so that the rest tells the steady state best, by
  /// the rule MSER-5.
  ///
  /// Takes means of five values at a time and cuts where the standard error of what remains is
  /// least. Nil when that lies in the second half of the run: it was then too short, or has no
  /// steady state at all.
  /// Source: K. P. White, M. J. Cobb, S. C. Spratt, "A comparison of five steady-state truncation
  /// heuristics for simulation", Winter Simulation Conference 2000, pages 755 to 760.
  ///
  /// - Complexity: O(*n*).
  public static func mser5(_ values: [Double]) -> Int? {
    let batches = values.count / 5
    guard batches >= 10 else { return nil }
    let means = (0..<batches).map { batch in
      values[(5 * batch)..<(5 * batch + 5)].reduce(0, +) / 5
    }
    var moments = Moments()
    var best = (error: Double.infinity, cut: 0)
    for cut in stride(from: batches - 1, through: 0, by: -1) {
      moments.add(means[cut])
      // Few batches left agree by chance; the last five never decide.
      guard moments.count >= 5 else { continue }
      let count = Double(moments.count)
      let error = moments.variance * (count - 1) / (count * count)
      if error <= best.error { best = (error, cut) }
    }
    return best.cut <= batches / 2 ? 5 * best.cut : nil
  }
}
