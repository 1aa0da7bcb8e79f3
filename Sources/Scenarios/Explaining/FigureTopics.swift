/// The figures of `summary.json`, named as there; those of requests stand in `run`, in each of
/// `phases`, `clients`, `endpoints` and `versions`.
enum FigureTopics {
  private typealias Figure = (name: String, unit: String, meaning: String)

  private static let requests: [Figure] = [
    ("arrived", "requests", "what users sent; a retry is not counted again"),
    ("succeeded", "requests", "answered in time without an error"),
    ("failed", "requests", "ended in an error: refused, reset, answered 4xx or 5xx"),
    ("timed_out", "requests", "whose client gave up waiting"),
    ("in_flight", "requests", "that had neither ended nor been given up at the end"),
    ("lost", "requests", "failed and timed out together"),
    ("availability", "a share, 0 to 1", "of the requests that ended, those that succeeded"),
    (
      "failures_by_cause", "requests by cause",
      "why requests failed or timed out; wavetank explain CAUSE says more"
    ),
    (
      "latency_sample_count", "requests",
      "what the figures of latency rest on: those that succeeded"
    ),
  ]

  private static let latencies: [Figure] = [
    ("mean", "milliseconds", "the mean latency of those that succeeded"),
    ("p50", "milliseconds", "half of those that succeeded were at least as quick"),
    ("p90", "milliseconds", "90 % of those that succeeded were at least as quick"),
    ("p95", "milliseconds", "95 % of those that succeeded were at least as quick"),
    ("p99", "milliseconds", "99 % of those that succeeded were at least as quick"),
    ("p99_9", "milliseconds", "99.9 % of those that succeeded were at least as quick"),
    ("max", "milliseconds", "the slowest of those that succeeded"),
  ]

  private static let stages: [Figure] = [
    ("network", "milliseconds", "on links, and in proxies and balancers"),
    ("connect", "milliseconds", "until a connection was open, retransmissions included"),
    ("backlog", "milliseconds", "in the server's listen backlog, until a worker took the request"),
    ("cpu", "milliseconds", "on a CPU, doing its own work"),
    (
      "cpu_contention", "milliseconds",
      "runnable, but waiting for a CPU that others hold, or throttled by a quota"
    ),
    ("database", "milliseconds", "waiting for the database to answer queries"),
    ("database_connect", "milliseconds", "setting up a connection to the database"),
    ("retry", "milliseconds", "in attempts that failed, and in back-off before the next"),
  ]

  private static let downtime: [Figure] = [
    ("failed_request_share", "a share, 0 to 1", "of the requests that ended, those lost"),
    (
      "objective_success_share", "a share, 0 to 1",
      "under which a second counts as down: objective.success"
    ),
    (
      "below_objective_seconds", "seconds",
      "all seconds together in which fewer requests succeeded than the objective says"
    ),
    (
      "longest_blackout_users_seconds", "seconds",
      "the longest time in which every request of the users failed"
    ),
    (
      "longest_blackout_prober_seconds", "seconds",
      "the longest time in which every request of a constant prober failed; none without one"
    ),
  ]

  private static let resources: [Figure] = [
    ("cpu_allocatable_cores", "cores", "CPU that pods may ask for"),
    ("cpu_requested_mean_cores", "cores", "CPU that pods asked for, mean over the window"),
    ("cpu_used_mean_cores", "cores", "CPU that was used, mean over the window"),
    ("cpu_used_peak_cores", "cores", "CPU that was used in the busiest second"),
    ("memory_allocatable_bytes", "bytes", "memory that pods may ask for"),
    ("memory_requested_mean_bytes", "bytes", "memory that pods asked for, mean over the window"),
    ("memory_used_mean_bytes", "bytes", "memory that was used, mean over the window"),
    ("memory_used_peak_bytes", "bytes", "memory that was used at most"),
  ]

  private static let costs: [Figure] = [
    ("nodes", "US dollars", "the machines"),
    ("cluster_fee", "US dollars", "the provider's fee for the control plane"),
    ("load_balancers", "US dollars", "the load balancers"),
    ("total", "US dollars", "all of it"),
  ]

  private static let whole: [Figure] = [
    ("format", "a whole number", "the version of summary.json's own form"),
    ("scenario", "text", "the scenario's name"),
    ("wavetank_version", "text", "the version of the program"),
    ("simulated_seconds", "seconds", "how long the run is in simulated time"),
    ("measured_from_seconds", "seconds", "where the measured window begins"),
    ("measured_to_seconds", "seconds", "where the measured window ends"),
    ("objective.success_share", "a share, 0 to 1", "the share of requests that must succeed"),
    ("objective.latency_p99_ms", "milliseconds", "what the 99th percentile may be at most"),
    ("headline.sentence", "text", "the answer in a sentence"),
    ("headline.figure", "as at its pointer", "the figure in it"),
    ("headline.pointer", "a JSON Pointer", "where in summary.json the figure stands"),
    ("verdict.kind", "STABLE, BACKLOGGED or OVERLOADED", "whether the system kept up"),
    ("verdict.reason", "text", "how we know"),
    (
      "trustworthy", "true or false",
      "whether the run vouches for its figures: promises and expectations hold, pods have nodes"
    ),
    ("phases.name", "text", "the phase's name"),
    ("phases.from_seconds", "seconds", "when the phase began"),
    ("phases.to_seconds", "seconds", "when the next one began, or the run ended"),
    ("warnings", "texts", "what a reader should know"),
    ("assumed_defaults", "name, value and effect", "assumed defaults that move the answer"),
    ("invariants", "name, holds and detail", "promises that every run keeps, and whether it did"),
    ("expectations", "text, observed and holds", "what the scenario expects, and what came"),
    ("unscheduled_pods", "name, since and reason", "pods that had no node when the run ended"),
  ]

  /// All of them.
  static let all: [Topic] =
    topics(requests, below: "")
    + topics(latencies, below: "latency_ms.")
    + topics(stages, below: "time_spent_mean_ms.", "where the mean request spent its time: ")
    + topics(downtime, below: "downtime.") + topics(resources, below: "utilisation.")
    + costs.flatMap { item in
      [
        Topic(
          "cost.\(item.name).run_usd", .figure, "\(item.meaning): paid for the simulated time",
          form: item.unit),
        Topic(
          "cost.\(item.name).month_usd", .figure,
          "\(item.meaning): paid for a month of 730 hours at the same mean size", form: item.unit),
      ]
    } + topics(whole, below: "")

  private static func topics(
    _ figures: [Figure], below path: String, _ lead: String = ""
  ) -> [Topic] {
    figures.map { Topic(path + $0.name, .figure, lead + $0.meaning, form: $0.unit) }
  }
}
