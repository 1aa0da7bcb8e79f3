import ControllerRuntime
import NodeAgents
import Units

/// A machine of the cluster's network that is no node: where clients inside stand.
///
/// It has unlimited CPU and a kube-proxy's rules, so that a client on it reaches Services as a pod
/// would, with a node's delay in hearing of changes.
final class VisitorMachine {
  /// Its index in the request world.
  let worldIndex: UInt32
  private let run: ClusterRun
  private var proxy: KubeProxy?
  /// Where it stands, as links see it: in the first zone.
  var place: LinkBoard.Place {
    .machine("visitors", zone: run.design.cluster.zones.first ?? "")
  }

  init(_ run: ClusterRun) {
    self.run = run
    worldIndex = run.fabric.addNode(
      "visitors", zone: run.design.cluster.zones.first ?? "", cores: 1)
    run.visitorsIfThere = self
    if !run.links.isWhole { run.applyLinks() }
  }

  /// Follows the rules of `plane` from now on.
  func follow(_ plane: ControlPlane) {
    let proxy = KubeProxy(
      node: "visitors", book: plane.rules,
      proxy: NodeDataPath(run.fabric, node: worldIndex), clock: plane.clock,
      transport: SimulatedTransport(
        run.design.controlPlane, stream: run.streams.stream("visitors/transport")),
      parameters: NodeAgentParameters(run.design.controlPlane),
      random: run.streams.stream("visitors/kube-proxy"))
    self.proxy = proxy
    proxy.start()
  }
}
