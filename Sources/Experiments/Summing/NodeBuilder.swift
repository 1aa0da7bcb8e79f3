import ClusterSim
import KubeAPI
import Results
import Units

/// The machines of a run: their life, their use within the measured window, their price.
struct NodeBuilder {
  private let run: ClusterRun
  private let collector: RunCollector
  private let seconds: Range<Int>

  /// Means are over the samples in `seconds`.
  init(_ run: ClusterRun, _ collector: RunCollector, measured seconds: Range<Int>) {
    self.run = run
    self.collector = collector
    self.seconds = seconds.clamped(to: collector.seconds.samples.indices)
  }

  /// A row for every machine that was ever there, sorted by name.
  var rows: [NodeRow] {
    run.machines.map(row).sorted { $0.name < $1.name }
  }

  private func row(_ machine: ClusterMachine) -> NodeRow {
    NodeRow(
      name: machine.name, pool: machine.pool, machineType: machine.machineType,
      zone: machine.machine.zone, created: machine.created,
      ready: collector.readyNodes[machine.name], ended: machine.ended,
      podsPeak: collector.pods.peak(on: machine.name), resources: resources(machine),
      cost: CostBuilder(run).item { $0.name == machine.name })
  }

  private func resources(_ machine: ClusterMachine) -> ResourceFigures {
    let name = machine.name
    let allocatable = machine.allocatable
    var figures = ResourceFigures(
      cpuAllocatable: allocatable.cpu, memoryAllocatable: allocatable.memory)
    let samples = collector.seconds.samples
    var count: Int64 = 0
    var asked = (cpu: MilliCPU.zero, memory: Bytes.zero)
    var busy = 0.0
    var memory = Bytes.zero
    for second in seconds {
      guard let now = samples[second].busy[name] else { continue }
      let before = second > 0 ? samples[second - 1].busy[name] ?? 0 : 0
      let used = max(0, now - before)
      count += 1
      busy += used
      figures.cpuUsedPeak = max(figures.cpuUsedPeak, MilliCPU(Int64((used * 1_000).rounded())))
      let taken = samples[second].memory[name] ?? .zero
      memory = memory + taken
      figures.memoryUsedPeak = max(figures.memoryUsedPeak, taken)
      let wish = samples[second].requested[name] ?? (.zero, .zero)
      asked = (asked.cpu + wish.cpu, asked.memory + wish.memory)
    }
    guard count > 0 else { return figures }
    figures.cpuRequested = MilliCPU(asked.cpu.millicores / count)
    figures.cpuUsed = MilliCPU(Int64((busy * 1_000 / Double(count)).rounded()))
    figures.memoryRequested = Bytes(asked.memory.count / count)
    figures.memoryUsed = Bytes(memory.count / count)
    return figures
  }

  /// All machines together: sums of their figures, each over the time in which it was there.
  static func total(_ rows: [NodeRow]) -> ResourceFigures {
    rows.map(\.resources).reduce(ResourceFigures()) { sum, one in
      ResourceFigures(
        cpuAllocatable: sum.cpuAllocatable + one.cpuAllocatable,
        cpuRequested: sum.cpuRequested + one.cpuRequested, cpuUsed: sum.cpuUsed + one.cpuUsed,
        cpuUsedPeak: sum.cpuUsedPeak + one.cpuUsedPeak,
        memoryAllocatable: sum.memoryAllocatable + one.memoryAllocatable,
        memoryRequested: sum.memoryRequested + one.memoryRequested,
        memoryUsed: sum.memoryUsed + one.memoryUsed,
        memoryUsedPeak: sum.memoryUsedPeak + one.memoryUsedPeak)
    }
  }
}
