/// Brings points of any size into 0 to 100 by their share of the largest.
///
/// Source: `pkg/scheduler/framework/plugins/helper/normalize_score.go`, v1.34.
enum ScoreNormalization {
  /// The share of the largest; with `reversed` few points become many.
  static func scale(_ scores: inout [Int64], reversed: Bool) {
    let largest = scores.max() ?? 0
    guard largest > 0 else {
      if reversed { for index in scores.indices { scores[index] = maxNodeScore } }
      return
    }
    for index in scores.indices {
      let share = scores[index].scaled(by: maxNodeScore, over: largest)
      scores[index] = reversed ? maxNodeScore - share : share
    }
  }
}
