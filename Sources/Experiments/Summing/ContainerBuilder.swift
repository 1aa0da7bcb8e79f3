import ClusterSim
import Machines
import Results
import Units

/// What limits did to containers: by container, and by pod.
struct ContainerBuilder {
  private let run: ClusterRun

  /// Reads from `run`.
  init(_ run: ClusterRun) { self.run = run }

  /// The figures of every container, sorted by name.
  var figures: [ContainerFigures] {
    var all: [String: ContainerFigures] = [:]
    for account in run.containers {
      let name = "\(account.owner)/\(account.name)"
      var one = all[name] ?? ContainerFigures(name)
      one.pods += 1
      one.cpuLimit = account.cpuLimit
      one.memoryLimit = account.memoryLimit
      if let use = run.world.bandwidth(pod: account.place) {
        one.cpuPeriods += use.periods
        one.cpuPeriodsThrottled += use.throttledPeriods
        one.cpuThrottled = one.cpuThrottled + use.throttled
      }
      one.memoryPeak = max(one.memoryPeak, run.world.memoryPeak(pod: account.place))
      one.oomKills += account.oomKills
      all[name] = one
    }
    return all.values.sorted { $0.name < $1.name }
  }

  /// Enters what its containers' limits did into the row of each pod, which `uids` names.
  func fill(_ rows: inout [PodRow], uids: [String: Int]) {
    for account in run.containers {
      guard let row = uids[account.podUID], row < rows.count else { continue }
      if let use = run.world.bandwidth(pod: account.place) {
        rows[row].cpuPeriods += use.periods
        rows[row].cpuPeriodsThrottled += use.throttledPeriods
      }
      rows[row].memoryPeak = rows[row].memoryPeak + run.world.memoryPeak(pod: account.place)
      rows[row].oomKills += account.oomKills
    }
  }
}
