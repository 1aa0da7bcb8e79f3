import Results
import Units

/// A finished run to make reports from: the blog's move from orange to maroon, with figures that a
/// run of it could have. Everything in it is computed without chance.
enum Story {
  static let orange = "djangogirls-app:1.2-orange"
  static let maroon = "djangogirls-app:1.2-maroon"
  static let nodes = ["pool-1-a", "pool-1-b", "pool-1-c"]

  static func at(_ seconds: Double) -> Instant { .start + TimeSpan(seconds: seconds) }

  static var results: RunResults {
    var results = RunResults(
      scenario: "article", seed: 1, version: "0.1.0", simulated: .seconds(780))
    results.measuredFrom = at(290)
    results.measuredTo = at(750)
    results.objective = RunObjective(successShare: 0.999, latencyP99: .milliseconds(300))
    results.verdict = RunVerdict(
      .stable, reason: "Queues return to their level within 9 s of every disturbance.")
    results.steps = steps
    results.pods = pods
    results.nodes = nodeRows
    results.series = series
    fillFigures(&results)
    results.warnings = [
      "The 99.9th percentile of client “prober” rests on 9 requests beyond it.",
      "app-orange: no readiness probe, so endpoints are ready before Gunicorn listens.",
      "spec.template.spec.containers[0].env[3]: has no effect here (not simulated).",
    ]
    results.assumedDefaults = [
      AssumedDefault(
        name: "kubeProxy.syncPeriod", value: "1 s",
        effect: "how long a node keeps sending to pods that are gone"),
      AssumedDefault(
        name: "loadBalancer.healthCheck.interval", value: "8 s",
        effect: "how long a dead node stays in the load balancer"),
    ]
    results.invariants = [
      InvariantResult(
        name: "conservation", holds: true,
        detail: "arrived = succeeded + failed + timed out + in flight, checked every second"),
      InvariantResult(
        name: "no node over-committed", holds: true, detail: "checked at each of 14 bindings"),
      InvariantResult(name: "clock monotone", holds: true, detail: "412,803 events"),
    ]
    results.expectations = [
      ExpectationResult(text: "run.failed <= 300", observed: "212", holds: true),
      ExpectationResult(text: "run.latency_ms.p99 <= 300 ms", observed: "188 ms", holds: true),
    ]
    results.events = [
      EventRow(
        at: at(185.2), type: "Normal", reason: "Scheduled", object: "Pod/app-orange-4kx2p",
        source: "default-scheduler", message: "Successfully assigned to pool-1-a")
    ]
    results.decisions = decisions
    return results
  }

  private static func fillFigures(_ results: inout RunResults) {
    let causes = [
      CauseCount("HTTP 500: relation does not exist", 3), CauseCount("connection refused", 148),
      CauseCount("connection reset by SIGTERM", 57), CauseCount("timeout", 4),
    ]
    results.run = figures(13_800, lost: 208, timedOut: 4, p50: 6.2, p99: 188, causes: causes)
    results.phases = [
      PhaseFigures(
        "steady orange", from: at(290), to: at(380),
        figures(2_700, lost: 3, timedOut: 0, p50: 5.9, p99: 41, causes: [causes[0]])),
      PhaseFigures(
        "one pod only", from: at(380), to: at(500),
        figures(
          3_600, lost: 31, timedOut: 0, p50: 8.8, p99: 240,
          causes: [CauseCount("connection reset by SIGTERM", 31)])),
      PhaseFigures(
        "a pod dies", from: at(500), to: at(560),
        figures(
          1_800, lost: 22, timedOut: 0, p50: 6.1, p99: 62,
          causes: [CauseCount("connection refused", 22)])),
      PhaseFigures(
        "orange to maroon", from: at(560), to: at(660),
        figures(
          3_000, lost: 152, timedOut: 4, p50: 6.4, p99: 212,
          causes: [
            CauseCount("connection refused", 126), CauseCount("connection reset by SIGTERM", 26),
            CauseCount("timeout", 4),
          ])),
      PhaseFigures(
        "steady maroon", from: at(660), to: at(750),
        figures(2_700, lost: 0, timedOut: 0, p50: 5.8, p99: 39, causes: [])),
    ]
    results.headline = Headline(
      "The update from orange to maroon lost ", figure: 152, at: "/phases/3/failed",
      " of 3,000 requests in 9 s, because pods without a readiness probe get traffic before "
        + "Gunicorn listens.")
    results.clients = [
      NamedFigures("prober", figures(460, lost: 7, timedOut: 0, p50: 4.1, p99: 92, causes: [])),
      NamedFigures(
        "readers", figures(13_340, lost: 201, timedOut: 4, p50: 6.3, p99: 189, causes: causes)),
    ]
    results.endpoints = [
      NamedFigures("GET /", figures(9_660, lost: 140, timedOut: 2, p50: 6.5, p99: 180, causes: [])),
      NamedFigures(
        "GET /post/<id>/", figures(3_450, lost: 60, timedOut: 1, p50: 4.2, p99: 150, causes: [])),
      NamedFigures(
        "POST /admin/login/", figures(690, lost: 8, timedOut: 1, p50: 231, p99: 610, causes: [])),
    ]
    results.versions = [
      NamedFigures(maroon, figures(4_400, lost: 12, timedOut: 1, p50: 6, p99: 98, causes: [])),
      NamedFigures(orange, figures(9_250, lost: 60, timedOut: 3, p50: 6.4, p99: 201, causes: [])),
    ]
    results.downtime = DowntimeFigures(
      failedShare: 212.0 / 13_800, objective: 0.999, belowObjective: .seconds(38),
      longestBlackoutUsers: .milliseconds(1_840), longestBlackoutProber: .seconds(2))
    results.limits = limits
    results.containers = containers
    results.utilisation = ResourceFigures(
      cpuAllocatable: MilliCPU(2_820), cpuRequested: MilliCPU(900), cpuUsed: MilliCPU(612),
      cpuUsedPeak: MilliCPU(2_040), memoryAllocatable: .gibibytes(8),
      memoryRequested: .mebibytes(600), memoryUsed: .mebibytes(1_020),
      memoryUsedPeak: .mebibytes(1_400))
    results.cost = CostFigures(
      nodes: CostItem(run: Dollars(0.02178), month: Dollars(73.365)),
      clusterFee: CostItem(run: Dollars(0.0217), month: Dollars(73)),
      loadBalancers: CostItem(run: Dollars(0.0049), month: Dollars(18.25)))
  }

  private static func figures(
    _ arrived: Int, lost: Int, timedOut: Int, p50: Double, p99: Double, causes: [CauseCount]
  ) -> RequestFigures {
    func ms(_ value: Double) -> TimeSpan { TimeSpan(seconds: value / 1_000) }
    let good = arrived - lost - timedOut
    var spent = StageTimes()
    spent[.network] = ms(1.3)
    spent[.connect] = ms(p50 * 0.05)
    spent[.backlog] = ms(p99 * 0.03)
    spent[.cpu] = ms(p50 * 0.55)
    spent[.cpuContention] = ms(p99 * 0.01)
    spent[.database] = ms(p50 * 0.1)
    spent[.databaseConnect] = ms(2.6)
    spent[.retry] = ms(Double(lost) * 0.004)
    return RequestFigures(
      arrived: arrived, succeeded: good, failed: lost, timedOut: timedOut, inFlight: 0,
      failuresByCause: causes,
      latency: LatencyFigures(
        mean: spent.total, p50: ms(p50), p90: ms(p50 * 1.9), p95: ms(p50 * 2.8), p99: ms(p99),
        p99_9: ms(p99 * 1.6), max: ms(p99 * 2.4), sampleCount: good),
      timeSpent: spent)
  }
}
