import ClusterSim
import Documents
import Scenarios
import Testing
import Units

struct ValueTests {
  @Test(
    arguments: [
      ("30s", 30_000_000_000), ("4.5ms", 4_500_000), ("1h30m", 5_400_000_000_000),
      ("250us", 250_000), ("0", 0), ("90d", 7_776_000_000_000_000), ("1m0.5s", 60_500_000_000),
    ] as [(String, Int64)])
  func `durations are read to the nanosecond`(text: String, nanoseconds: Int64) throws {
    #expect(try DurationText.parse(text).nanoseconds == nanoseconds)
  }

  @Test(arguments: ["", "s", "1", "-1s", "1 s", "1s2", ".5s", "1.s", "1e3s", "9999999h", "1w"])
  func `what is no duration is refused`(text: String) {
    #expect(throws: ValueProblem.self) { try DurationText.parse(text) }
  }

  @Test(arguments: [
    ("30sec", "did you mean 30s?"), ("5 min", "did you mean 5m?"),
    ("30", "did you mean 30s or 30ms?"), ("-4s", "write a span of zero or more"),
  ])
  func `a near miss gets a hint`(text: String, hint: String) {
    do throws(ValueProblem) {
      _ = try DurationText.parse(text)
      Issue.record("\(text) was accepted")
    } catch {
      #expect(error.hint == hint)
    }
  }

  @Test(
    arguments: [0, 1, 999, 1_000, 4_500_000, 60_000_000_000, 61_000_000_000, 90_500_000_000]
      as [Int64])
  func `a printed duration reads back as itself`(nanoseconds: Int64) throws {
    let span = TimeSpan(nanoseconds: nanoseconds)
    #expect(try DurationText.parse("\(span)") == span)
  }

  @Test(arguments: [
    ("4ms", 0.004, 0), ("exponential 10ms", 0.01, 1), ("lognormal 4.5ms cv 0.15", 0.0045, 0.15),
    ("gamma 2s cv 0.5", 2, 0.5), ("erlang 6ms stages 4", 0.006, 0.5),
    ("hyperexponential 10ms cv 2", 0.01, 2), ("constant 1s", 1, 0),
  ])
  func `distributions are read from words`(text: String, mean: Double, cv: Double) throws {
    let distribution = try DistributionText.parse(text)
    #expect(abs(distribution.mean - mean) < 1e-12)
    #expect(abs(distribution.cv - cv) < 1e-12)
  }

  @Test(arguments: [
    "lognormal 4ms", "lognormal 4ms cv", "exponential", "normal 4ms cv 1", "uniform 3ms to 1ms",
    "erlang 4ms stages 1.5", "exponential 0s", "4", "pareto 1s shape 1", "4ms 5ms", "",
  ])
  func `what is no distribution is refused`(text: String) {
    #expect(throws: ValueProblem.self) { try DistributionText.parse(text) }
  }

  @Test func `a rate is read per second, minute or hour`() throws {
    #expect(try RateText.parse("25/s").perSecond == 25)
    #expect(try RateText.parse("300/m").perSecond == 5)
    #expect(try RateText.parse("1.5/h").perSecond == 1.5 / 3_600)
    #expect(throws: ValueProblem.self) { try RateText.parse("25") }
  }

  @Test func `a changing rate is the one of its piece`() throws {
    let design = try ShippedScenarioTests.load(
      "theory/one-line/mm1-80.yaml",
      ["clients.0.rate=[{rate: 10/s, for: 1m}, {from: 10/s, to: 40/s, for: 2m}, {rate: 5/s}]"])
    guard case .open(let open) = design.clients[0].load else {
      Issue.record("the callers are open")
      return
    }
    #expect(open.rate.rate(at: .seconds(59)).perSecond == 10)
    #expect(open.rate.rate(at: .minutes(2)).perSecond == 25)
    #expect(open.rate.rate(at: .hours(2)).perSecond == 5)
    #expect(open.rate.peak.perSecond == 40)
  }

  @Test(arguments: [
    ("web:*", "web:1.2", true), ("web:*", "web", false), ("*", "", true),
    ("*/app:1.?-orange", "h/app:1.2-orange", true),
    ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbYbZ", false), ("?", "", false),
  ])
  func `an image's pattern matches as a whole`(pattern: String, image: String, expected: Bool) {
    let binding = ImageBinding(pattern: pattern, size: .zero, program: .pause)
    #expect(binding.matches(image) == expected)
  }
}
