import ControllerRuntime
import KubeAPI
import Units
import Workloads

/// Asks a kubelet's probes as real simulated requests from its node to the container.
///
/// An HTTP path is an endpoint's name behind a slash; `/` is the program's first endpoint. An
/// `exec` probe runs in the container without a model of what it runs: it succeeds while the main
/// process runs, and fails when there is none.
final class WorldProbes: ProbeRunner {
  private let fabric: WorldFabric
  private let processes: WorldProcesses
  private let clock: any Clock
  private let node: UInt32

  /// Probes from the machine at `node`.
  init(_ fabric: WorldFabric, processes: WorldProcesses, clock: any Clock, node: UInt32) {
    self.fabric = fabric
    self.processes = processes
    self.clock = clock
    self.node = node
  }

  func run(
    _ probe: Probe, container: Container, of pod: Pod, id: ContainerID,
    then: @escaping (Bool) -> Void
  ) {
    let uid = pod.metadata.uid
    let process = processes.process(podUID: uid, container: container.name)
    switch probe.action {
    case .httpGet(let path, let port, _):
      ask(probe, uid, container.number(of: port), path, process, then)
    case .tcpSocket(let port): ask(probe, uid, container.number(of: port), nil, process, then)
    case .grpc(let port): ask(probe, uid, port, nil, process, then)
    case .exec: clock.after(.zero) { then(process != nil) }
    }
  }

  private func ask(
    _ probe: Probe, _ podUID: String, _ port: Int32, _ path: String?,
    _ process: ContainerProcess?, _ then: @escaping (Bool) -> Void
  ) {
    guard process != nil else {
      clock.after(.zero) { then(false) }
      return
    }
    let request = path.map { path in
      ProbeRequest.http(
        endpoint: fabric.world.endpoint(named: process?.endpoint(at: path) ?? path))
    }
    fabric.world.probe(
      pod: fabric.container(of: podUID, port: port), port: UInt16(clamping: port),
      request ?? .tcp, timeout: .seconds(Int64(probe.timeoutSeconds)), from: node,
      completion: then)
  }
}

extension Container {
  /// The number of a port that a probe names; 0 when no port has that name.
  func number(of reference: PortReference) -> Int32 {
    switch reference {
    case .number(let number): number
    case .name(let name): ports.first { $0.name == name }?.containerPort ?? 0
    }
  }
}
