import Testing
import Verification

struct StackTests {
  @Test(arguments: [
    (0.5, false), (1.0, false), (1.5, true), (2.5, true), (50.0, true), (98.5, true),
    (99.5, true), (100.0, false), (101.0, false),
  ])
  func `a run is among the middle of many or not`(value: Double, isAmong: Bool) {
    #expect(SleepCheck.isAmong((1...100).map(Double.init), value) == isAmong)
  }

  @Test(
    arguments: [([3], 3), ([1, 9], 5), ([9, 1, 2], 2), ([4, 1, 3, 2], 2.5)]
      as [([Double], Double)])
  func `the median is the middle`(values: [Double], middle: Double) {
    #expect(ListCheck.median(values) == middle)
  }
}
