import ControllerRuntime
import KubeAPI
import Units

/// Deletes Node objects whose machine no longer exists at the cloud provider.
///
/// Only nodes that are not ready are asked for: the provider's word costs a call.
/// Source: `staging/src/k8s.io/cloud-provider/controllers/nodelifecycle/
/// node_lifecycle_controller.go` (MonitorNodes), v1.36, without the taint of machines that are
/// shut down and still exist.
final class CloudNodeLifecycle: Controller {
  let name = "cloud-node-lifecycle-controller"
  private let informers: ControlPlaneInformers
  private let period: TimeSpan
  private let clock: any Clock
  private let cloud: any CloudProvider
  private let client: APIClient
  private let recorder: EventRecorder
  private var timer: TimerToken?
  private var isRunning = false

  init(_ context: ControllerContext, cloud: any CloudProvider) {
    informers = context.informers
    period = context.parameters.cloudNodeMonitorPeriod.value
    clock = context.clock
    self.cloud = cloud
    client = context.client(name)
    recorder = EventRecorder(client: client)
  }

  func start() {
    isRunning = true
    look()
  }

  func stop() {
    isRunning = false
    if let timer { clock.cancel(timer) }
    timer = nil
  }

  private func look() {
    let gone = informers.nodes.list().filter { node in
      !node.isReady && !cloud.instanceExists(node.metadata.name)
    }
    client.carryOut(gone.map { node in { self.delete(node) } }, limit: 1) { [weak self] _ in
      guard let self, isRunning else { return }
      timer = clock.after(period) { [weak self] in self?.look() }
    }
  }

  private func delete(_ node: Node) -> Plan {
    recorder.record(
      node.reference, reason: "DeletingNode",
      message: "Deleting node \(node.metadata.name) because it does not exist in the cloud "
        + "provider")
    return .call(.delete(ObjectReference(.node, node.key), DeleteOptions())) { _ in .done }
  }
}
