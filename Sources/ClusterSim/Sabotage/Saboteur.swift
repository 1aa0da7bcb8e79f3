import Cloud
import ControllerRuntime
import KubeAPI
import KubeStore
import Units
import Workloads

/// Wraps the parts of a run so that a planted bug takes hold, or hands them back as they are.
///
/// It counts its opportunities, so that equal runs get equal bugs.
final class Saboteur {
  let bug: PlantedBug?
  private var turn = 0
  /// Where the pod that is changed next is moved to, against all rules; nil: nowhere.
  var move: String?

  /// One who plants `bug`; nil: one who does nothing.
  init(_ bug: PlantedBug?) { self.bug = bug }

  /// Whether this opportunity is every `n`-th.
  func strikes(every n: Int) -> Bool {
    turn += 1
    return turn % n == 0
  }

  /// Takes hold of the store itself, whose own checks a second binding would not pass.
  func enter(_ store: KubeStore) {
    guard bug == .doubleBind else { return }
    store.admit = { [unowned self] (object: inout any KubeObject, _) throws(APIError) in
      guard let node = move, var pod = object as? Pod else { return }
      move = nil
      pod.spec.nodeName = node
      object = pod
    }
  }

  /// The server as most components see it.
  func server(_ server: any APIServer) -> any APIServer {
    switch bug {
    case .doubleBind, .lostWatchEvent, .lostWrite: SabotagedServer(server, by: self)
    default: server
    }
  }

  /// The server as the scheduler's cache of nodes sees it.
  func schedulersView(of server: any APIServer) -> any APIServer {
    bug == .overCommittedNode ? SabotagedServer(server, by: self) : server
  }

  /// A node's data path.
  func proxy(_ proxy: any ServiceProxy) -> any ServiceProxy {
    switch bug {
    case .endpointNotRemoved, .staleRules: SabotagedProxy(proxy, by: self)
    default: proxy
    }
  }

  /// A node's container runtime, as its kubelet sees it.
  func runtime(_ runtime: any ContainerRuntime) -> any ContainerRuntime {
    bug == .podNotRestarted ? SabotagedRuntime(runtime) : runtime
  }

  /// The request world as the engine drives it; nil: as it is.
  func world(_ world: RequestWorld) -> SabotagedWorld? {
    bug == .lostRequest ? SabotagedWorld(world, by: self) : nil
  }

  /// A part of the control plane has been made.
  func adopt(_ part: any SettlingPart) {
    guard bug == .droppedKey, let queue = part as? any ForgetfulPart else { return }
    queue.forgets = { [self] in strikes(every: 4) }
  }

  /// A machine has been made, and is on the bill.
  func billed(_ machine: String, perHour: Dollars, on meter: CostMeter) {
    guard bug == .doubleCharge else { return }
    _ = meter.begin(.machine, machine, pricePerHour: perHour)
  }
}
