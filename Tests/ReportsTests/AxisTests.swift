import Foundation
import Reports
import Testing
import Units

struct AxisTests {
  @Test(arguments: [
    (0.0, 10.0, 5, [0.0, 2, 4, 6, 8, 10]), (0, 780, 12, [0, 120, 240, 360, 480, 600, 720]),
    (0, 604_800, 7, [0, 86_400, 172_800, 259_200, 345_600, 432_000, 518_400, 604_800]),
    (61, 200, 4, [120, 180]),
  ])
  func `times are written at whole minutes, hours or days`(
    from: Double, to: Double, limit: Int, ticks: [Double]
  ) {
    #expect(TimeAxis(from: from, to: to).ticks(limit: limit) == ticks)
  }

  @Test(arguments: [0.001, 0.7, 1, 1.5, 2, 3, 10, 999.9, 1e12])
  func `the logarithm is right to a pixel`(value: Double) {
    #expect(abs(ValueAxis.binaryLogarithm(value) - log2(value)) < 1.0 / 32_768)
  }

  @Test func `latencies that differ much get decades, others start at zero`() {
    let wide = ValueAxis(kind: .latency, values: [4, 700, 0])
    #expect(wide.isLogarithmic)
    #expect(wide.ticks == [1, 10, 100])
    #expect(wide.position(1) == 0)
    #expect(abs(wide.position(28.373) - 0.5) < 0.001)
    #expect(wide.position(1e9) == 1)
    let near = ValueAxis(kind: .latency, values: [40, 70])
    #expect(!near.isLogarithmic)
    #expect(near.ticks == [0, 20, 40, 60, 80])
    #expect(near.position(40) == 0.5)
  }

  @Test func `an axis without values still has a range`() {
    #expect(ValueAxis(kind: .count, values: []).ticks == [0, 1, 2, 3, 4])
    #expect(ValueAxis(kind: .share, values: [0.2]).to == 1)
    #expect(ValueAxis(kind: .share, values: [1.7]).to == 2)
  }

  @Test(arguments: [
    (TimeSpan.microseconds(412), "0.41 ms"), (.microseconds(12_345), "12.3 ms"),
    (.milliseconds(212), "212 ms"), (.milliseconds(1_250), "1.25 s"), (.seconds(300), "300 s"),
  ])
  func `latencies have three digits`(span: TimeSpan, text: String) {
    #expect(Quantity.latency(span) == text)
  }

  @Test(arguments: [
    (TimeSpan.zero, "0 s"), (.milliseconds(350), "0.35 s"), (.seconds(14), "14 s"),
    (.seconds(750), "12 min 30 s"), (.hours(3), "3 h"), (.hours(170), "7 d 2 h"),
    (.milliseconds(3_599_900), "1 h"),
  ])
  func `durations have two units at most`(span: TimeSpan, text: String) {
    #expect(Quantity.duration(span) == text)
  }

  @Test(arguments: [
    (1.0, "100 %"), (0.0, "0 %"), (0.985, "98.5 %"), (0.99999, "99.999 %"),
    (0.9999999, "99.99999 %"), (0.00001, "0.001 %"), (0.00002521, "0.003 %"),
    (0.0015, "0.15 %"), (0.001, "0.1 %"), (1.01809, "101.8 %"),
  ])
  func `a percentage is all or nothing only when it is`(share: Double, text: String) {
    #expect(Quantity.percent(share) == text)
  }

  @Test(arguments: [
    (0.0, "$0"), (0.0484, "$0.0484"), (4.2, "$4.20"), (73.365, "$73.37"), (1_234.5, "$1,235"),
    (-0.5, "-$0.50"), (999.996, "$1000.00"),
  ])
  func `small amounts of money keep their decimals`(dollars: Double, text: String) {
    #expect(Quantity.dollars(Dollars(dollars)) == text)
  }
}
