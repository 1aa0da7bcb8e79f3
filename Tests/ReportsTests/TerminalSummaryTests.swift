import Reports
import Results
import Testing

struct TerminalSummaryTests {
  @Test func `the story's summary reads well at 80 columns`() {
    #expect(
      TerminalSummary.table(Story.results, width: 80) == """
        The update from orange to maroon lost 152 of 3,000 requests in 9 s, because pods
        without a readiness probe get traffic before Gunicorn listens.

        phase             arrived        ok  lost     p50      p95     p99
        steady orange       2,700  99.889 %     3  5.9 ms  16.5 ms   41 ms
        one pod only        3,600  99.139 %    31  8.8 ms  24.6 ms  240 ms
        a pod dies          1,800    98.8 %    22  6.1 ms  17.1 ms   62 ms
        orange to maroon    3,000    94.8 %   156  6.4 ms  17.9 ms  212 ms
        steady maroon       2,700     100 %     0  5.8 ms  16.2 ms   39 ms
        whole run          13,800    98.5 %   212  6.2 ms  17.4 ms  188 ms

        downtime  1.5 % of requests lost
                  38 s under 99.9 % success
                  1.84 s longest blackout, seen by users
                  2 s longest blackout, seen by a prober
        cost      $164.62 a month, $0.0484 this run
        verdict   STABLE
                  Queues return to their level within 9 s of every disturbance.
        holds     run.failed <= 300 (observed: 212)
        holds     run.latency_ms.p99 <= 300 ms (observed: 188 ms)
        warning   The 99.9th percentile of client “prober” rests on 9 requests beyond
                  it.
        warning   app-orange: no readiness probe, so endpoints are ready before Gunicorn
                  listens.
        warning   spec.template.spec.containers[0].env[3]: has no effect here (not
                  simulated).

        """)
  }

  @Test(arguments: [40, 60, 80, 200])
  func `no line is wider than the terminal`(width: Int) {
    let lines = TerminalSummary.table(Story.results, width: width).split(separator: "\n")
    #expect(
      lines.allSatisfy { line in
        line.count <= width || line.split(separator: " ").contains { $0.count > width - 10 }
      })
    #expect(lines.contains { $0.hasPrefix("whole run") && $0.contains("13,800") })
  }

  @Test func `colours come only when asked for, and names cannot bring any`() {
    var results = Story.results
    results.phases[0].name = "\u{1b}[31mred\u{7}"
    results.warnings = ["a\u{1b}]0;title\u{7}\nb"]
    results.expectations[0].holds = false
    #expect(!TerminalSummary.table(results).contains("\u{1b}"))
    let coloured = TerminalSummary.table(results, colours: true)
    #expect(coloured.contains("\u{1b}[31mbroken    \u{1b}[0m"))
    #expect(!coloured.contains("\u{1b}]"))
    #expect(!coloured.contains("\u{7}"))
  }

  @Test(arguments: [
    (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false),
    (true, ["NO_COLOR": ""], true), (true, ["TERM": "dumb"], false),
    (true, ["TERM": "xterm"], true),
  ])
  func `colours need a terminal whose user wants them`(
    isTerminal: Bool, environment: [String: String], hasColours: Bool
  ) {
    #expect(Style(isTerminal: isTerminal, environment: environment).hasColours == hasColours)
  }

  @Test func `a progress bar fills, and is silent where nobody sees it`() {
    #expect(ProgressBar.line(0.5, "half", width: 80) == "[████████████············]  50 % half")
    #expect(ProgressBar.line(7, "done", width: 80) == "[████████████████████████] 100 % done")
    #expect(ProgressBar.line(.nan, "?", width: 80).hasSuffix("]   0 % ?"))
    #expect(ProgressBar.line(0, "a long text", width: 30).count == 29)
    var written: [String] = []
    let silent = ProgressBar(isTerminal: false) { written.append($0) }
    silent.show(0.5, "x")
    silent.clear()
    #expect(written.isEmpty)
    let bar = ProgressBar(isTerminal: true) { written.append($0) }
    bar.show(0.5, "x")
    bar.show(0.5, "x")
    bar.clear()
    bar.clear()
    #expect(written.count == 2)
    #expect(written.last == "\r\u{1b}[K")
  }
}
