import ClusterSim
import Results
import Units
import Workloads

/// Joins what the ledger and the collector know of each second.
struct SeriesBuilder {
  private let run: ClusterRun
  private let samples: [SecondCollector.Sample]
  private let services: [String]
  /// The ledger's seconds, whole ones only.
  let rows: [SecondRow]

  init(_ run: ClusterRun, _ collector: SecondCollector) {
    self.run = run
    samples = collector.samples
    services = collector.services
    rows = run.world.ledger.rows(until: run.clock.now)
  }

  /// The names of all machines that were ever there, sorted.
  private var nodes: [String] { run.machines.map(\.name).sorted() }

  /// The series in columns that are the same for every second.
  var series: TimeSeries {
    let entries = run.world.ledger.answersByVersion(until: run.clock.now)
    let versions = Set(entries.map { run.world.versions[Int($0.version)] }).sorted()
    var answers = [[Int]](
      repeating: [Int](repeating: 0, count: versions.count), count: rows.count)
    for entry in entries {
      let name = run.world.versions[Int(entry.version)]
      if let column = versions.firstIndex(of: name), entry.second < answers.count {
        answers[entry.second][column] += entry.count
      }
    }
    let cores = Dictionary(
      run.machines.map { ($0.name, $0.machine.cpu.cores) }, uniquingKeysWith: { $1 })
    let buckets = rows.indices.map { second in
      bucket(second, answers: answers[second], cores: cores)
    }
    return TimeSeries(versions: versions, services: services, nodes: nodes, buckets: buckets)
  }

  private func bucket(_ second: Int, answers: [Int], cores: [String: Double]) -> TimeBucket {
    let row = rows[second]
    var bucket = TimeBucket(start: .start + .seconds(Int64(second)))
    bucket.arrived = row.arrived
    bucket.succeeded = row.succeeded
    bucket.failed = row.failed
    bucket.timedOut = row.timedOut
    bucket.inFlight = row.inFlight
    if row.succeeded > 0 {
      bucket.latencyMean = TimeSpan(nanoseconds: row.latencySum / Int64(row.succeeded))
      bucket.latencyP50 = TimeSpan(nanoseconds: row.latencyP50)
      bucket.latencyP95 = TimeSpan(nanoseconds: row.latencyP95)
      bucket.latencyP99 = TimeSpan(nanoseconds: row.latencyP99)
    }
    bucket.responsesByVersion = answers
    guard second < samples.count else {
      bucket.readyEndpoints = services.map { _ in 0 }
      bucket.nodeCPU = nodes.map { _ in nil }
      bucket.nodeMemory = bucket.nodeCPU
      return bucket
    }
    let sample = samples[second]
    bucket.podsRunning = sample.running
    bucket.podsPending = sample.pending
    bucket.podsTerminating = sample.terminating
    bucket.readyEndpoints = services.map { sample.endpoints[$0] ?? 0 }
    let before = second > 0 ? samples[second - 1].busy : [:]
    bucket.nodeCPU = nodes.map { name in
      guard let now = sample.busy[name], let size = cores[name], size > 0 else { return nil }
      return max(0, now - (before[name] ?? 0)) / size
    }
    bucket.nodeMemory = nodes.map { sample.memoryShare[$0] }
    return bucket
  }
}
