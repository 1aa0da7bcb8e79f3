import ControllerRuntime
import Machines
import Units
import Workloads

/// Containers that do some work and end: commands of a site, and tasks.
extension WorldProcesses {
  /// Runs a command of `manage.py` as the container's main process.
  func manage(
    _ id: ProcessID, _ work: ExecCommand.Work, _ site: GunicornDesign, at place: UInt32,
    _ database: UInt32?, _ launch: ProcessLaunch
  ) {
    var random = streams.stream("\(name(of: launch))/command")
      .substream(UInt64(clamping: launch.restartCount))
    let cost = ManagementCommand.cost(of: work)
    world.startCommand(
      pod: place, databaseService: database, memory: site.workerMemory,
      cpu: ManagementCommand.time(of: work, site, &random), queries: cost.queries,
      queryCPU: cost.queryCPU
    ) { [weak self] result in
      guard let self, let process = running[id] else { return }
      let outcome = ManagementCommand.outcome(of: work, result, site, in: world)
      for line in outcome.output.split(separator: "\n") {
        process.log.write(String(line), .bare, at: clock.now)
      }
      end(id, Self.exit(outcome.exitCode))
    }
  }

  /// Runs a task: first its CPU time, then the rest.
  func perform(_ id: ProcessID, _ task: TaskDesign, at place: UInt32, _ launch: ProcessLaunch) {
    var random = streams.stream("\(name(of: launch))/task")
      .substream(UInt64(clamping: launch.restartCount))
    let cpu = task.cpu.sampleSpan(&random)
    let rest = task.time.sampleSpan(&random)
    world.startCommand(
      pod: place, databaseService: nil, memory: task.memory, cpu: cpu, queries: 0, queryCPU: .zero
    ) { [weak self] _ in
      guard let self, running[id] != nil else { return }
      clock.after(rest) { [weak self] in self?.end(id, Self.exit(task.exitCode)) }
    }
  }

  private func name(of launch: ProcessLaunch) -> String {
    "pod/\(launch.pod.key)/\(launch.container.name)/\(launch.pod.metadata.uid)"
  }

  private static func exit(_ status: Int32) -> ContainerExit {
    ContainerExit(exitCode: status, reason: status == 0 ? "Completed" : "Error")
  }
}
