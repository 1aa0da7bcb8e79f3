import Statistics
import Testing

/// Intervals over replications against figures computed by hand.
struct ReplicationEstimateTests {
  /// 4, 6, 8, 10: mean 7, variance 20/3, standard error √(20/12) = 1.290 994, t(0.975; 3) =
  /// 3.182 446, half-width 4.108 520.
  @Test func `the interval is Student's`() throws {
    let estimate = ReplicationEstimate([4, 6, 8, 10])
    let interval = try #require(estimate.interval)
    #expect(estimate.mean == 7)
    #expect(estimate.gap == nil)
    #expect(abs((estimate.halfWidth ?? 0) - 4.108_520) < 1e-5)
    #expect(abs(interval.lower - 2.891_480) < 1e-5)
    #expect(abs(interval.upper - 11.108_520) < 1e-5)
  }

  /// Differences 1, 2, 3: mean 2, standard error 1/√3, t(0.975; 2) = 4.302 653, half 2.484 138.
  @Test func `a difference is taken replication by replication`() throws {
    let difference = ReplicationEstimate.pairedDifference([11, 22, 33], [10, 20, 30])
    #expect(difference.mean == 2)
    #expect(abs((difference.halfWidth ?? 0) - 2.484_138) < 1e-5)
    #expect(difference.interval?.contains(0) == true)
  }

  @Test func `ends are cut at what the figure can be, the half-width is not`() throws {
    let share = ReplicationEstimate([0.99, 1, 1, 0.97], within: 0...1)
    let interval = try #require(share.interval)
    #expect(interval.upper == 1)
    #expect(try #require(share.halfWidth) > 0.01)
    let count = try #require(ReplicationEstimate([0, 0, 5], within: 0 ... .infinity).interval)
    #expect(count.lower == 0)
  }

  static let gaps: [([Double?], String?, String)] = [
    ([], nil, "0 replications"), ([3], nil, "1 replication"),
    ([3, 3, 3], nil, "the same in all 3 replications"),
    ([1, nil, 2], nil, "only 2 of 3 replications have it"),
    ([nil, nil], nil, "only 0 of 2 replications have it"),
    ([1, 2], "fewer than 10 requests beyond p99", "fewer than 10 requests beyond p99"),
  ]

  @Test(arguments: gaps)
  func `where there is no interval a word says why`(
    values: [Double?], unsupported: String?, word: String
  ) {
    let estimate = ReplicationEstimate(values, unsupported: unsupported)
    #expect(estimate.interval == nil && estimate.halfWidth == nil)
    #expect(estimate.gap?.description == word)
    let present = values.compactMap { $0 }
    #expect(estimate.mean == (present.isEmpty ? nil : present.reduce(0, +) / Double(present.count)))
  }
}
