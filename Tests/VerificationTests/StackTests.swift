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

  @Test(arguments: [
    ([3.0], 3.0), ([1.0, 9.0], 5.0), ([9.0, 1.0, 2.0], 2.0), ([4.0, 1.0, 3.0, 2.0], 2.5),
  ])
  func `the median is the middle`(values: [Double], middle: Double) {
    #expect(ListCheck.median(values) == middle)
  }
}
