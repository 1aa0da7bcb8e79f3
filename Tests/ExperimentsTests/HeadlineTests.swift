import Experiments
import Results
import Testing
import Units

struct HeadlineTests {
  static let causes = [
    CauseCount("client timeout", 9), CauseCount("connection refused (nothing listens)", 10),
    CauseCount("404 not found", 1),
  ]

  /// A run of two phases; the second lost more than the first.
  static var results: RunResults {
    var results = RunResults(
      scenario: "roll-out", seed: 1, version: "1", simulated: .seconds(600))
    let small = RequestFigures(
      arrived: 1_200, succeeded: 1_199, failed: 1, failuresByCause: [Self.causes[2]])
    let large = RequestFigures(
      arrived: 8_410, succeeded: 8_390, failed: 11, timedOut: 9, failuresByCause: causes)
    results.phases = [
      PhaseFigures("calm", from: .start, to: .start + .seconds(60), small),
      PhaseFigures("update", from: .start + .seconds(60), to: .start + .seconds(600), large),
    ]
    results.run = RequestFigures(arrived: 9_610, succeeded: 9_589, failed: 12, timedOut: 9)
    return results
  }

  static let phases = [
    HeadlineRule.Phase(title: "All calm", secondsWithLosses: 1),
    HeadlineRule.Phase(title: "To version 2", secondsWithLosses: 14),
  ]

  @Test func `without a question the sentence is about the phase that lost most`() {
    let headline = HeadlineRule(Self.phases).headline(of: Self.results)
    #expect(headline.figure == 20)
    #expect(headline.pointer == "/phases/1/lost")
    #expect(
      headline.sentence
        == "To version 2: lost 20 of 8,410 requests in 14 seconds, because connections went to "
        + "pods that did not listen (50 %) and clients gave up waiting for an answer (45 %). "
        + "The whole run lost 21 of 9,610.")
  }

  @Test func `a question is answered in its own words, and losses elsewhere are not hidden`() {
    let rule = HeadlineRule(Self.phases, asked: (phase: 0, subject: "The calm before"))
    let headline = rule.headline(of: Self.results)
    #expect(headline.pointer == "/phases/0/lost")
    #expect(
      headline.sentence
        == "The calm before lost 1 of 1,200 requests in 1 second, because the site has no such "
        + "page. The whole run lost 21 of 9,610.")
  }

  @Test func `a phase that lost nothing answers its question with nought`() {
    var results = Self.results
    results.phases[1].figures = RequestFigures(arrived: 300, succeeded: 300)
    results.run = RequestFigures(arrived: 300, succeeded: 300)
    let rule = HeadlineRule(Self.phases, asked: (phase: 1, subject: "The update"))
    #expect(rule.headline(of: results).sentence == "The update lost 0 of 300 requests.")
  }

  @Test func `a phase without requests answers no question`() {
    var results = Self.results
    results.phases[0].figures = RequestFigures()
    let rule = HeadlineRule(Self.phases, asked: (phase: 0, subject: "Nothing"))
    #expect(rule.headline(of: results).pointer == "/phases/1/lost")
  }
}
