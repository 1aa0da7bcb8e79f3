import Foundation
import Testing

/// The program as a person or a CI job starts it: exit statuses, output, files.
@Suite(.enabled(if: Program.path != nil, "the wavetank binary is not built beside the tests"))
struct CommandLineTests {
  /// A scenario of a minute and a half with one plain server; `extra` is added to it.
  private static func scenario(_ extra: String = "") -> String {
    """
    cluster:
      pools: [{name: pool, machine: {cpu: "1", memory: 2Gi}, count: 1}]
    manifests: [web.yaml]
    images: [{image: test/*, size: 1Mi, plain: {service: 20ms, servers: 4}}]
    clients:
      - {name: users, target: web:80, from: inside, rate: 20/s, ask: page, start: 20s, stop: 80s}
      - name: prober
        target: web:80
        from: inside
        rate: 2/s
        arrivals: constant
        ask: page
        prober: true
        start: 20s
        stop: 80s
    end: {at: 90s}
    \(extra)
    """
  }

  private static func manifest(cpu: String) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {name: web}}
    spec:
      containers:
        - {name: web, image: "test/web:1", resources: {requests: {cpu: "\(cpu)"}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {selector: {name: web}, ports: [{port: 80}]}
    """
  }

  /// Runs the scenario in a folder of its own and looks at what came of it.
  private func run(
    _ extra: String = "", cpu: String = "100m", _ arguments: [String] = [],
    look: (Outcome) throws -> Void
  ) throws {
    try Stage.withFolder { folder in
      try Stage.write(Self.scenario(extra), "small/scenario.yaml", in: folder)
      try Stage.write(Self.manifest(cpu: cpu), "small/web.yaml", in: folder)
      var outcome = try Program.run(
        ["run", "small", "--out", "out"] + arguments, in: folder)
      outcome.folder = folder + "/out"
      try look(outcome)
    }
  }

  @Test func `a good run ends with 0 and writes a folder of results`() throws {
    try run("expect: [run.failed == 0, run.arrived > 1000]") { outcome in
      #expect(outcome.status == 0)
      #expect(
        outcome.files == [
          "decision-nodes.csv", "decisions.csv", "events.csv", "nodes.csv", "pods.csv",
          "report.html", "summary.json", "timeseries.csv", "transcript.txt",
        ])
      #expect(outcome.output.contains("report: out/report.html"))
      #expect(outcome.output.contains("holds"))
    }
  }

  @Test func `an unmet expectation ends with 1, and the results are there`() throws {
    try run("expect: [run.arrived > 1000000]") { outcome in
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("run.arrived > 1000000"))
      #expect(outcome.files.contains("summary.json"))
      let summary = try outcome.summary()
      #expect(!summary.trustworthy)
    }
  }

  @Test func `a pod that found no node ends with 1, and the reason is told`() throws {
    try run(cpu: "3") { outcome in
      #expect(outcome.status == 1)
      #expect(outcome.output.contains("web"))
      #expect(outcome.output.contains("Insufficient cpu"), "\(outcome.output)")
      let summary = try outcome.summary()
      #expect(!summary.trustworthy)
    }
  }

  @Test(arguments: [
    ("expect: [run.arived > 1]", [], "did you mean"),
    ("", ["--set", "clients.userz.rate=5/s"], "did you mean \"users\"?"),
    ("", ["--trace-requests", "0"], "--trace-requests"),
    ("", ["--seed", "many"], "--seed"),
    ("", ["--sed", "7"], "--sed"),
  ])
  func `bad input ends with 2 and writes nothing`(
    extra: String, arguments: [String], expected: String
  ) throws {
    try run(extra, arguments) { outcome in
      #expect(outcome.status == 2)
      #expect(outcome.output == "")
      #expect(outcome.errors.contains(expected), "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: outcome.folder))
    }
  }

  @Test func `a scenario that is not there, and a verb that is not, end with 2`() throws {
    try Stage.withFolder { folder in
      let absent = try Program.run(["run", "nowhere", "--out", "out"], in: folder)
      #expect(absent.status == 2)
      #expect(absent.errors.contains("nowhere:1:1: error: there is no such file or folder"))
      for wrong in [["simulate"], ["run"]] {
        let outcome = try Program.run(wrong, in: folder)
        #expect(outcome.status == 2, "\(wrong)")
      }
      let written = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(written == [])
      for verb in [[], ["run"], ["validate"], ["verify"]] {
        let help = try Program.run(verb + ["--help"], in: folder)
        #expect(help.status == 0)
        #expect(help.output.contains("Example"), "\(verb)")
      }
    }
  }

  @Test func `quiet prints nothing but where the report is`() throws {
    try run("expect: [run.failed == 0]", ["--quiet"]) { outcome in
      #expect(outcome.status == 0)
      #expect(outcome.output == "report: out/report.html\n")
      #expect(outcome.errors == "")
    }
  }

  @Test func `a field that is set for one run changes the run and not the file`() throws {
    var arrived: [Int] = []
    for arguments in [[], ["--set", "clients.users.rate=5/s"]] {
      try run("", arguments + ["--quiet"]) { outcome in
        #expect(outcome.status == 0)
        arrived.append(try outcome.summary().users)
      }
    }
    // Sixty seconds at 20 and at 5 a second: within five standard deviations.
    #expect(abs(Double(arrived[0]) - 1_200) < 5 * Double(1_200).squareRoot())
    #expect(abs(Double(arrived[1]) - 300) < 5 * Double(300).squareRoot())
  }

  @Test(arguments: [("all", 1), ("7", 7), ("1", 1), ("100000", 100_000)])
  func `the rows of requests are as many as the summary says`(text: String, every: Int) throws {
    try run("", ["--trace-requests", text]) { outcome in
      #expect(outcome.status == 0)
      let rows = try outcome.requests()
      // The prober asks twice a second for a minute, first half a second after its start.
      let sent = try outcome.summary().users + 119
      #expect(rows.count == (sent + every - 1) / every)
      #expect(rows.allSatisfy { $0[5] == "succeeded" && $0[6] == "200" })
      #expect(rows.allSatisfy { (Int($0[0]) ?? -1) % every == 0 })
      if every == 1 { #expect(rows.filter { $0[1] == "prober" }.count == 119) }
    }
  }
}
