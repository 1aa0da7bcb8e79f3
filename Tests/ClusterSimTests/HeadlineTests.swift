import ClusterSim
import Results
import Testing
import Units

/// The answer in a sentence: it names what was lost, wherever that fell.
struct HeadlineTests {
  private static let world = """
    cluster:
      pools: [{name: pool, machine: {cpu: "2", memory: 8Gi}, count: 1}]
    manifests: [../theory/manifests/server.yaml]
    images: [{image: theory/*, size: 1Mi, plain: {service: exponential 20ms, servers: 4}}]

    """

  @Test func `a run without phases that lost requests says how many`() throws {
    let run = try Record(
      Stage.design(
        Self.world + """
          clients:
            - {name: users, target: server:80, from: outside, rate: 20/s, ask: page, timeout: 2s}
          end: {at: 30s}
          """))
    let lost = run.results.run.lost
    #expect(lost > 400)
    let answer = run.results.answer
    #expect(answer.pointer == "/run/lost")
    #expect(answer.figure == Double(lost))
    #expect(
      answer.sentence
        == "Lost \(lost) of \(run.results.run.arrived) requests in 28 seconds, because "
        + "client timeout (100 %).", "\(answer.sentence)")
  }

  @Test func `a run that lost nothing says so`() throws {
    let run = try Record(
      Stage.design(
        Self.world + """
          clients: [{name: users, target: server:80, rate: 20/s, ask: page, start: 10s}]
          end: {at: 30s}
          """))
    #expect(run.results.run.lost == 0)
    #expect(run.results.answer.sentence.hasPrefix("No request was lost: "))
  }

  @Test func `the story's answer is the loss of its worst phase`() throws {
    let results = try Stage.articleRun.get().results
    let worst = try #require(results.phases.max { $0.figures.lost < $1.figures.lost })
    #expect(results.answer.figure == Double(worst.figures.lost))
    #expect(worst.figures.lost > 0)
    #expect(results.answer.sentence.contains(": lost \(worst.figures.lost) of "))
  }
}
