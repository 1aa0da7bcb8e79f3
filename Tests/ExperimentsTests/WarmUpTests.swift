import ClusterSim
import Experiments
import Results
import Scenarios
import Testing
import Units

/// What is left out at the start of what is steady, and what never is.
struct WarmUpTests {
  /// A queue near its capacity that starts empty: it takes about half a minute to fill.
  static func scenario(window: String, step: String = "") -> String {
    """
    cluster: {pools: [{name: pool, machine: {cpu: "8", memory: 8Gi}, count: 1}]}
    manifests: [manifests/server.yaml]
    images: [{image: "theory/server:*", size: 1Mi, plain: {service: exponential 10ms}}]
    clients:
      - {name: callers, target: server:80, from: inside, rate: 80/s, ask: page, start: 10s}
    window: {from: 10s, until: 200s\(window)}
    timeline: [{phase: calm, at: 10s\(step)}, {phase: after, at: 100s}]
    end: {at: 210s}

    """
  }

  static func run(_ text: String) throws -> RunResults {
    let folder = "\(StartTests.root)/scenarios/theory"
    return try Experiment.run(try ScenarioLoader.load(text: text, folder: folder))
  }

  @Test func `a fixed warm-up is in no figure of the window or the phase`() throws {
    let plain = try Self.run(Self.scenario(window: ""))
    let cut = try Self.run(
      Self.scenario(
        window: ", steady: true, warm-up: 20s", step: ", steady: true, warm-up: 30s"))
    #expect(cut.measuredFrom == .start + .seconds(30))
    func arrived(_ results: RunResults, _ seconds: Range<Int>) -> Int {
      results.series.buckets[seconds].reduce(0) { $0 + $1.arrived }
    }
    #expect(cut.run.arrived == arrived(plain, 30..<200))
    #expect(plain.phases[0].figures.arrived == arrived(plain, 10..<100))
    #expect(cut.phases[0].figures.arrived == arrived(plain, 40..<100))
    #expect(cut.phases[1].figures.arrived == plain.phases[1].figures.arrived)
    #expect(
      cut.warmUps == [
        WarmUpCut(of: nil, cut: .seconds(20)), WarmUpCut(of: "calm", cut: .seconds(30)),
      ])
    #expect(plain.warmUps == [])
    #expect(
      SummaryDocument.json(of: cut).value(at: "/warm_ups/1/cut_seconds")?.number == 30)
  }

  @Test func `a detected warm-up is the same for a replication alone and among others`() throws {
    let text = Self.scenario(window: ", steady: true, warm-up: detected")
    let folder = "\(StartTests.root)/scenarios/theory"
    let design = try ScenarioLoader.load(text: text, folder: folder)
    let alone = try Experiment.run(design)
    let cut = try #require(alone.warmUps.first)
    #expect(cut.isDetected)
    #expect(cut.cut >= .zero && cut.cut <= .seconds(95))
    #expect(alone.measuredFrom == .start + .seconds(10) + cut.cut)
    for count in [2, 7] {
      let found = try Experiment.replicate(
        design, options: ReplicationTests.options(count, threads: 2))
      #expect(
        SummaryDocument.json(of: found.first).text() == SummaryDocument.json(of: alone).text())
    }
  }

  @Test func `too little to detect a warm-up in is a warning, and nothing is cut`() throws {
    let text = Self.scenario(window: ", steady: true, warm-up: detected")
      .replacing("until: 200s", with: "until: 40s")
    let results = try Self.run(text)
    #expect(results.warmUps == [WarmUpCut(of: nil, cut: .zero, isDetected: true)])
    let warning = try #require(results.warnings.first)
    #expect(warning.hasPrefix("no warm-up could be detected in the measured window: "))
    #expect(results.measuredFrom == .start + .seconds(10))
  }

  static let broken = [
    (
      scenario(window: ", warm-up: 20s"),
      "6:34: error: a warm-up is only left out of what is declared steady; add steady: true, or "
        + "remove it: a roll-out or an outage counts from its first second"
    ),
    (
      scenario(window: "", step: ", steady: false, warm-up: detected"),
      "7:50: error: a warm-up is only left out of what is declared steady; add steady: true, or "
        + "remove it: a roll-out or an outage counts from its first second"
    ),
    (
      scenario(window: ", steady: true, warm-up: detekted"),
      "6:57: error: window.warm-up is \"detekted\"; write a time such as 30s, or detected"
    ),
    (
      scenario(window: ", steady: true, warm-up: 190s"),
      "6:9: error: window is over before its warm-up is; shorten warm-up"
    ),
    (
      scenario(window: "").replacing("{phase: after, at: 100s}", with: "{steady: true, at: 100s}"),
      "7:45: error: timeline[1].steady belongs to a phase; write phase: beside it"
    ),
  ]

  @Test(arguments: broken)
  func `a warm-up of what is not steady is refused where it stands`(
    text: String, expected: String
  ) {
    let folder = "\(StartTests.root)/scenarios/theory"
    let error = #expect(throws: (any Error).self) {
      try ScenarioLoader.load(text: text, name: "s.yaml", folder: folder)
    }
    let lines = error.map { "\($0)".split(separator: "\n").map(String.init) } ?? []
    #expect(lines == ["s.yaml:" + expected])
  }
}
