import Cloud
import ControllerRuntime
import KubeAPI
import Units
import Workloads

/// The data path of the cloud's load balancers in the request world: one balancer of the world for
/// each port of a Service.
final class WorldBalancers: BalancerDataPath {
  private let fabric: WorldFabric
  private let clock: any Clock
  private var balancers: [ObjectKey: [(port: Int32, index: UInt32)]] = [:]
  /// Whether a node's kube-proxy answers its health port now; set by the run.
  var isNodeWell: (String) -> Bool = { _ in false }
  /// Told where clients of a Service's port send from now on.
  var retarget: (ClientTarget, ObjectKey, Int32) -> Void = { _, _, _ in }

  init(_ fabric: WorldFabric, clock: any Clock) {
    self.fabric = fabric
    self.clock = clock
  }

  private var world: RequestWorld { fabric.world }

  func openBalancer(_ service: ObjectKey, address: String, ports: [ServicePort]) {
    var open = balancers[service] ?? []
    for port in ports where !open.contains(where: { $0.port == port.port }) {
      let index = world.addLoadBalancer(service: fabric.service(service, port: port.port))
      open.append((port.port, index))
    }
    balancers[service] = open
    for entry in open { retarget(.balancer(entry.index), service, entry.port) }
  }

  func setTarget(_ node: String, isUsable: Bool, of service: ObjectKey) {
    guard let machine = fabric.node(node) else { return }
    for entry in balancers[service] ?? [] {
      world.setTarget(machine, isHealthy: isUsable, balancer: entry.index)
    }
  }

  func removeTarget(_ node: String, of service: ObjectKey) {
    guard let machine = fabric.node(node) else { return }
    for entry in balancers[service] ?? [] {
      world.removeTarget(machine, balancer: entry.index)
    }
  }

  func closeBalancer(_ service: ObjectKey) {
    for entry in balancers.removeValue(forKey: service) ?? [] {
      world.balancers.setActive(false, balancer: entry.index)
      retarget(.nowhere, service, entry.port)
    }
  }

  /// A machine that is up answers after a round trip, by whether its kube-proxy works; one that is
  /// down answers nothing.
  func checkHealth(
    of node: String, for service: ObjectKey, timeout: TimeSpan, then: @escaping (Bool) -> Void
  ) {
    let isWell = isNodeWell(node)
    clock.after(isWell ? .milliseconds(1) : timeout) { then(isWell) }
  }
}
