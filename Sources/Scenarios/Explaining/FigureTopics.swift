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
      "runnable, but waiting for a CPU that others hold"
    ),
    ("cpu_throttled", "milliseconds", "standing still because a container's CPU quota was used up"),
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

  private static let databases: [Figure] = [
    ("commits_acknowledged", "commits", "what a site was told is safe"),
    ("commits_lost", "commits", "acknowledged, and in no data directory at the end of the run"),
    ("starts", "starts", "how often a server started on the data"),
    ("empty_starts", "starts", "of these, those that found no data"),
    ("crash_recoveries", "starts", "of these, those that had to read the log after a crash"),
    ("recovery_seconds", "seconds", "all those recoveries together"),
    ("redo_bytes", "bytes", "the log that they read"),
    ("longest_outage_seconds", "seconds", "the longest time without a server that listens"),
    ("total_outage_seconds", "seconds", "all those times together"),
  ]

  private static let containers: [Figure] = [
    ("pods", "pods", "how many had the container"),
    ("cpu_limit_cores", "cores", "its CPU limit"),
    ("cpu_periods", "periods of 100 ms", "in which it wanted to run"),
    ("cpu_periods_throttled", "periods of 100 ms", "in which its quota was used up"),
    ("cpu_throttled_share", "a share, 0 to 1", "of its periods, those in which it was throttled"),
    ("cpu_throttled_seconds", "seconds", "for which it stood still"),
    ("memory_limit_bytes", "bytes", "its memory limit"),
    ("memory_peak_bytes", "bytes", "what one of them used at most"),
    ("oom_kills", "kills", "how often it was killed for want of memory"),
  ]

  /// Each of the first three for `cpu`, `workers`, `connections` and `memory`.
  private static let limits: [Figure] = [
    ("is_first", "0 or 1", "whether it gave out before all others"),
    ("at_seconds", "seconds", "when it gave out first"),
    ("exhausted_seconds", "seconds", "all seconds together in which it had given out"),
    ("first.resource", "text", "what gave out first"),
    ("first.at_seconds", "seconds", "when that was"),
    ("objective.served_requests", "requests", "served in seconds that met the objective"),
    ("objective.broken_at_seconds", "seconds", "when ten seconds on end missed the objective"),
    ("objective.requests_per_second_at_break", "requests a second", "what users sent by then"),
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
    ("replication", "a whole number", "which replication the series and tables are of"),
    ("warm_ups", "seconds and how they were found", "what was left out as warm-up, and why"),
    (
      "intervals", "low, high, half_width and replications",
      "95 % intervals (Student's t over replications) at the paths of the figures themselves"
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
    + topics(databases, below: "database.") + topics(containers, below: "containers.")
    + topics(limits, below: "limits.")
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
