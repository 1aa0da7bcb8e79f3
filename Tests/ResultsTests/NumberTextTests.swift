import Results
import Testing
import Units

struct NumberTextTests {
  @Test(arguments: [
    (0, 6, "0"), (1, 0, "1"), (-1, 0, "-1"), (1_500_000, 6, "1.5"), (1, 6, "0.000001"),
    (-250, 3, "-0.25"), (10_000_000, 6, "10"), (1_000_001, 6, "1.000001"), (-3_000, 3, "-3"),
    (Int64.max, 9, "9223372036.854775807"), (Int64.min, 0, "-9223372036854775808"),
    (5, 18, "0.000000000000000005"),
  ])
  func `a decimal is exact and has no trailing zeros`(value: Int64, digits: Int, text: String) {
    #expect(NumberText.decimal(value, digits: digits) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (3.0, "3"), (0.1, "0.1"), (1e20, "1e+20"), (1e-7, "1e-07"),
    (0.1 + 0.2, "0.30000000000000004"),
  ])
  func `a number is the shortest text that reads back`(value: Double, text: String) {
    #expect(NumberText.shortest(value) == text)
    #expect(Double(text) == value)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `what is no number has no text`(value: Double) {
    #expect(NumberText.shortest(value) == nil)
  }

  @Test(arguments: [
    (0.0, "0"), (8_410.0, "8,410"), (-1_234_567.0, "-1,234,567"), (99.951, "99.95"),
    (999.0, "999"), (0.02521, "0.0252"), (1_234.5, "1,234.5"), (-0.5, "-0.5"),
  ])
  func `a figure for people has its thousands apart`(value: Double, text: String) {
    #expect(FigureText.grouped(value) == text)
  }

  @Test func `a clock counts hours, minutes, seconds and milliseconds`() {
    let instant = Instant.start + .hours(27) + .minutes(2) + .milliseconds(10_005)
    #expect(Transcript.clock(instant) == "27:02:10.005")
  }
}
