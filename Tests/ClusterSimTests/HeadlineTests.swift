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
        == "The run lost \(lost) of \(run.results.run.arrived) requests, because "
        + "clients gave up waiting for an answer.", "\(answer.sentence)")
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

  @Test func `the story's answer is the loss of the update that it asks about`() throws {
    let results = try Stage.articleRun.get().results
    let update = try #require(results.phases.first { $0.name == "update" }).figures
    #expect(update.lost > 0)
    #expect(results.answer.figure == Double(update.lost))
    #expect(results.answer.sentence.contains(" lost \(update.lost) of "))
    #expect(results.answer.sentence.contains("The whole run lost \(results.run.lost) of "))
  }

  @Test(arguments: [("10s", true), ("50s", false)])
  func `a run that ends before its timeline says which part it told`(
    after: String, isWhole: Bool
  ) throws {
    let run = try Record(
      Stage.design(
        Self.world + """
          clients: [{name: users, target: server:80, rate: 20/s, ask: page, start: 10s}]
          timeline:
            - {phase: look, run: kubectl get pods, after: 1s}
            - {run: kubectl get nodes, after: \(after)}
          end: {at: 30s}
          """))
    let isSaid = run.results.warnings.contains {
      $0.hasPrefix("the run ended with 1 of 2 steps of the timeline done")
    }
    #expect(isSaid == !isWhole, "\(run.results.warnings)")
  }
}
