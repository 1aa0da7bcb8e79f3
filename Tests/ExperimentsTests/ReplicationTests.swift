import ClusterSim
import Experiments
import Results
import Scenarios
import Statistics
import Testing
import Units

/// Replications and variants, on however many threads.
struct ReplicationTests {
  static let queue = """
    name: queue
    cluster: {pools: [{name: pool, machine: {cpu: "8", memory: 8Gi, price: $0.07/h}, count: 1}]}
    manifests: [manifests/server.yaml]
    images:
      - {image: "theory/server:*", size: 1Mi, plain: {service: exponential 10ms, queue: 20}}
    clients:
      - {name: callers, target: server:80, from: inside, rate: 85/s, ask: page, start: 10s}
    window: {from: 10s, until: 40s}
    end: {at: 45s}
    expect: [run.lost < 12, variants.two.run.lost <= variants.one.run.lost]
    variants:
      - {name: one}
      - {name: two, set: {images.0.plain.servers: 2}}

    """

  static func study(_ text: String = queue) throws -> Study {
    try ScenarioLoader.study(text: text, folder: "\(StartTests.root)/scenarios/theory")
  }

  static func options(_ replications: Int, threads: Int) -> StudyOptions {
    var options = StudyOptions()
    options.replications = replications
    options.threads = threads
    return options
  }

  /// Every text that a comparison writes.
  static func texts(_ found: StudyResults) -> [String] {
    [
      SummaryDocument.json(of: found).text(),
      String(decoding: ComparisonTable.csv(found).bytes, as: UTF8.self),
    ]
      + found.variants.flatMap { variant in
        [
          SummaryDocument.json(of: variant.replications).text(),
          String(decoding: ReplicationTable.csv(variant.replications).bytes, as: UTF8.self),
          String(
            decoding: TimeSeriesTable.csv(variant.replications.first.series).bytes, as: UTF8.self),
        ]
      }
  }

  @Test func `the bytes do not depend on the number of threads`() throws {
    let study = try Self.study()
    let texts = try [1, 2, 3].map { threads in
      Self.texts(try Experiment.compare(study, options: Self.options(5, threads: threads)))
    }
    #expect(texts[0] == texts[1])
    #expect(texts[0] == texts[2])
  }

  @Test func `replication 0 of many is the run without replications, and K is run K`() throws {
    let design = try Self.study().design
    let found = try Experiment.replicate(design, options: Self.options(3, threads: 2))
    let alone = try Experiment.run(design)
    #expect(
      SummaryDocument.json(of: found.first).text() == SummaryDocument.json(of: alone).text())
    var second = RunOptions()
    second.replication = 2
    let third = try Experiment.run(design, options: second)
    #expect(found.table.values(["run", "arrived"])[2] == Double(third.run.arrived))
    #expect(third.run.arrived != alone.run.arrived)
  }

  @Test func `the summary's figures are means, and its intervals Student's`() throws {
    let found = try Experiment.replicate(
      try Self.study().design, options: Self.options(4, threads: 2))
    let document = SummaryDocument.json(of: found)
    let values = found.table.values(["run", "latency_ms", "mean"]).compactMap { $0 }
    let student = try ConfidenceInterval.mean(of: values)
    let mean = try #require(document.value(at: "/run/latency_ms/mean")?.number)
    let half = try #require(
      document.value(at: "/intervals/run/latency_ms/mean/half_width")?.number)
    #expect(abs(mean - student.estimate) < 1e-6)
    #expect(abs(half - student.halfWidth) < 1e-6)
    #expect(
      document.value(at: "/intervals/run/latency_ms/p99_9/none")
        == .string("fewer than 10 requests beyond p99.9 in replication 0"))
    #expect(document.value(at: "/intervals/run/timed_out/none") != nil)
    let headline = try #require(found.headline)
    #expect(document.value(at: headline.pointer)?.number == headline.figure)
    let single = SummaryDocument.json(of: found.first)
    #expect(single.value(at: "/intervals/none") == .string("1 replication"))
  }

  /// Common random numbers: what users want and when does not depend on what serves them.
  @Test func `variants that differ in servers see the same arrivals at the same moments`() throws {
    let study = try Self.study()
    var arrivals: [[Instant]] = []
    for variant in study.variants {
      var options = RunOptions()
      options.traceRequests = .all
      options.replication = 1
      var rows: [RequestRow] = []
      let results = try Experiment.run(variant.design, options: options, rows: { rows.append($0) })
      #expect(results.run.arrived > 2_000)
      // Rows are of requests that ended, so those of the last second may be missing.
      let known = rows.filter { $0.arrived < .start + .seconds(44) }
      arrivals.append(known.sorted { $0.number < $1.number }.map(\.arrived))
    }
    let areSame = arrivals[0] == arrivals[1]
    #expect(areSame)
    #expect(arrivals[0].count > 2_500)
    let found = try Experiment.compare(study, options: Self.options(3, threads: 2))
    let difference = try #require(found.difference(["run", "arrived"], of: 1))
    #expect(difference.mean == 0)
  }

  @Test func `expectations are judged in every replication, and the first break is named`() throws {
    let found = try Experiment.compare(try Self.study(), options: Self.options(6, threads: 2))
    let lost = found.variants[0].replications.table.values(["run", "lost"]).compactMap { $0 }
    let check = found.variants[0].replications.expectations[0]
    #expect(check.replications == 6)
    #expect(check.held == lost.count { $0 < 12 })
    let broken = try #require(lost.firstIndex { $0 >= 12 })
    #expect(check.firstBreak?.replication == UInt64(broken))
    #expect(check.firstBreak?.observed == NumberText.shortest(lost[broken]))
    let outcome = "held in \(check.held) of 6 replications; replication \(broken) was the first"
    #expect(check.outcome.hasPrefix(outcome))
    #expect(!found.isTrustworthy)
    #expect(found.comparisons.map(\.outcome) == ["held in all 6 replications"])
  }

  @Test func `the best variant is said first, with its figure where the summary has it`() throws {
    let found = try Experiment.compare(try Self.study(), options: Self.options(4, threads: 2))
    let headline = try #require(found.headline)
    #expect(found.best == 1)
    #expect(headline.sentence.hasPrefix("two is best: 0 of 2,"))
    #expect(headline.sentence.contains(" less than one. "))
    let document = SummaryDocument.json(of: found)
    #expect(document.value(at: headline.pointer)?.number == headline.figure)
    #expect(
      document.value(at: "/compared/1/variants/two/difference")?.number
        == found.difference(["run", "lost"], of: 1)?.mean.map(NumberText.withoutDust))
  }

  /// A sink that refuses makes replication 0 fail.
  @Test func `a run that fails stops the others and says which it was`() throws {
    struct Refusal: Error {}
    var options = Self.options(50, threads: 2)
    options.traceRequests = .all
    let error = #expect(throws: ReplicationFailure.self) {
      try Experiment.compare(
        try Self.study(), options: options,
        rows: { variant, _ in if variant == 1 { throw Refusal() } })
    }
    #expect(error?.variant == "two")
    #expect(error?.replication == 0)
    #expect(error?.description.hasPrefix("replication 0 of variant two failed: ") == true)
  }
}
