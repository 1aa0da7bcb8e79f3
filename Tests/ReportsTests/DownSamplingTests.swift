import Reports
import Testing

struct DownSamplingTests {
  /// A line with noise, one peak, one trough and a gap.
  private let line = (0..<10_000).map { index -> ChartPoint in
    let noise = Double((index * 7_919) % 101)
    switch index {
    case 4_321: return ChartPoint(x: 4_321, y: 5_000)
    case 7_777: return ChartPoint(x: 7_777, y: -5_000)
    case 2_000..<2_500: return ChartPoint(x: Double(index))
    default: return ChartPoint(x: Double(index), y: noise)
    }
  }

  @Test(arguments: [2, 3, 10, 240, 600, 9_999])
  func `extremes keep peaks, order and the limit`(limit: Int) {
    let reduced = DownSampling.extremes(line, limit: limit)
    #expect(reduced.count <= limit)
    #expect(reduced.compactMap(\.y).max() == 5_000)
    #expect(reduced.compactMap(\.y).min() == -5_000)
    #expect(zip(reduced, reduced.dropFirst()).allSatisfy { $0.x < $1.x })
    #expect(reduced.contains { $0.y == nil } == (limit >= 240))
  }

  @Test func `few points stay as they are`() {
    let few = Array(line.prefix(600))
    #expect(DownSampling.extremes(few, limit: 600) == few)
    #expect(DownSampling.means(few, limit: 600) == few)
    #expect(DownSampling.extremes([], limit: 600).isEmpty)
  }

  @Test func `means share their places and keep the sum`() {
    let (up, flat) = (
      (0..<1_200).map { ChartPoint(x: Double($0), y: Double($0)) },
      (0..<1_200).map { ChartPoint(x: Double($0), y: 3) }
    )
    let (upMeans, flatMeans) = (
      DownSampling.means(up, limit: 600), DownSampling.means(flat, limit: 600)
    )
    #expect(upMeans.map(\.x) == flatMeans.map(\.x))
    #expect(upMeans.count == 600)
    #expect(upMeans[1] == ChartPoint(x: 2, y: 2.5))
    #expect(flatMeans.allSatisfy { $0.y == 3 })
  }

  @Test func `steps keep only changes and the end`() {
    let points = [3.0, 3, 3, 1, 1, 3, 3].enumerated().map {
      ChartPoint(x: Double($0.offset), y: $0.element)
    }
    #expect(
      DownSampling.steps(points, limit: 600) == [
        ChartPoint(x: 0, y: 3), ChartPoint(x: 3, y: 1), ChartPoint(x: 5, y: 3),
        ChartPoint(x: 6, y: 3),
      ])
  }
}
