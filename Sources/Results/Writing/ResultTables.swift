import Units

/// `timeseries.csv`: one row a second.
public enum TimeSeriesTable {
  /// The table of `series`; the columns by version, Service and node end in its name.
  public static func csv(_ series: TimeSeries) -> CSVText {
    var csv = CSVText(
      columns: [
        "time_s", "arrived", "succeeded", "failed", "timed_out", "in_flight", "latency_mean_ms",
        "latency_p50_ms", "latency_p95_ms", "latency_p99_ms", "pods_running", "pods_pending",
        "pods_terminating",
      ]
        + series.versions.map { "responses_\($0)" }
        + series.services.map { "ready_endpoints_\($0)" }
        + series.nodes.map { "cpu_used_fraction_\($0)" }
        + series.nodes.map { "memory_used_fraction_\($0)" })
    for bucket in series.buckets {
      csv.seconds(bucket.start)
      csv.field(bucket.arrived)
      csv.field(bucket.succeeded)
      csv.field(bucket.failed)
      csv.field(bucket.timedOut)
      csv.field(bucket.inFlight)
      csv.milliseconds(bucket.latencyMean)
      csv.milliseconds(bucket.latencyP50)
      csv.milliseconds(bucket.latencyP95)
      csv.milliseconds(bucket.latencyP99)
      csv.field(bucket.podsRunning)
      csv.field(bucket.podsPending)
      csv.field(bucket.podsTerminating)
      for count in bucket.responsesByVersion { csv.field(count) }
      for count in bucket.readyEndpoints { csv.field(count) }
      for share in bucket.nodeCPU { csv.field(share) }
      for node in series.nodes.indices {
        csv.field(node < bucket.nodeMemory.count ? bucket.nodeMemory[node] : nil)
      }
      csv.endRow()
    }
    return csv
  }
}

/// `pods.csv`: one row a pod.
public enum PodTable {
  /// The table of `pods`.
  public static func csv(_ pods: [PodRow]) -> CSVText {
    var csv = CSVText(columns: [
      "pod", "namespace", "owner", "version", "node", "created_s", "scheduled_s",
      "images_pulled_s", "started_s", "ready_s", "deletion_requested_s", "ended_s", "restarts",
      "reason", "cpu_periods", "cpu_periods_throttled", "memory_peak_bytes", "oom_kills",
    ])
    for pod in pods {
      csv.field(pod.name)
      csv.field(pod.namespace)
      csv.field(pod.owner)
      csv.field(pod.version)
      csv.field(pod.node)
      csv.seconds(pod.created)
      csv.seconds(pod.scheduled)
      csv.seconds(pod.imagesPulled)
      csv.seconds(pod.started)
      csv.seconds(pod.ready)
      csv.seconds(pod.deletionRequested)
      csv.seconds(pod.ended)
      csv.field(pod.restarts)
      csv.field(pod.reason)
      csv.field(pod.cpuPeriods)
      csv.field(pod.cpuPeriodsThrottled)
      csv.field(pod.memoryPeak.count, digits: 0)
      csv.field(pod.oomKills)
      csv.endRow()
    }
    return csv
  }
}

/// `nodes.csv`: one row a node.
public enum NodeTable {
  /// The table of `nodes`.
  public static func csv(_ nodes: [NodeRow]) -> CSVText {
    var csv = CSVText(columns: [
      "node", "pool", "machine_type", "zone", "created_s", "ready_s", "ended_s", "pods_peak",
      "cpu_allocatable_cores", "cpu_requested_mean_cores", "cpu_used_mean_cores",
      "cpu_used_peak_cores", "memory_allocatable_bytes", "memory_requested_mean_bytes",
      "memory_used_mean_bytes", "memory_used_peak_bytes", "cost_run_usd", "cost_month_usd",
    ])
    for node in nodes {
      csv.field(node.name)
      csv.field(node.pool)
      csv.field(node.machineType)
      csv.field(node.zone)
      csv.seconds(node.created)
      csv.seconds(node.ready)
      csv.seconds(node.ended)
      csv.field(node.podsPeak)
      let figures = node.resources
      for cpu in [
        figures.cpuAllocatable, figures.cpuRequested, figures.cpuUsed, figures.cpuUsedPeak,
      ] {
        csv.field(cpu.millicores, digits: 3)
      }
      for memory in [
        figures.memoryAllocatable, figures.memoryRequested, figures.memoryUsed,
        figures.memoryUsedPeak,
      ] {
        csv.field(memory.count, digits: 0)
      }
      csv.field(node.cost.run.nanodollars, digits: 9)
      csv.field(node.cost.month.nanodollars, digits: 9)
      csv.endRow()
    }
    return csv
  }
}

/// `events.csv`: one row an event of the cluster.
public enum EventTable {
  /// The table of `events`.
  public static func csv(_ events: [EventRow]) -> CSVText {
    var csv = CSVText(columns: ["time_s", "type", "reason", "object", "source", "message"])
    for event in events {
      csv.seconds(event.at)
      csv.field(event.type)
      csv.field(event.reason)
      csv.field(event.object)
      csv.field(event.source)
      csv.field(event.message)
      csv.endRow()
    }
    return csv
  }
}
