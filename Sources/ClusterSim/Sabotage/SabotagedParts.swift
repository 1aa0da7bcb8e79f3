import ControllerRuntime
import EventKernel
import KubeAPI
import Workloads

/// A data path that keeps endpoints which it should forget, or misses rewrites.
final class SabotagedProxy: ServiceProxy {
  private let proxy: any ServiceProxy
  private let saboteur: Saboteur
  private var known: [String: [EndpointAddress]] = [:]

  init(_ proxy: any ServiceProxy, by saboteur: Saboteur) {
    self.proxy = proxy
    self.saboteur = saboteur
  }

  func apply(_ rules: ServiceRules) {
    if saboteur.bug == .staleRules {
      if !saboteur.strikes(every: 5) { proxy.apply(rules) }
      return
    }
    let ports = rules.ports.map { port in
      var port = port
      let key = "\(rules.service):\(port.port)"
      for old in known[key] ?? [] where !port.endpoints.contains(old) { port.endpoints.append(old) }
      known[key] = port.endpoints
      return port
    }
    proxy.apply(
      ServiceRules(
        service: rules.service, clusterIP: rules.clusterIP, version: rules.version, ports: ports))
  }

  func remove(_ service: ObjectKey) { proxy.remove(service) }
}

/// A container runtime that does not tell of containers that failed.
final class SabotagedRuntime: ContainerRuntime {
  private let runtime: any ContainerRuntime

  init(_ runtime: any ContainerRuntime) { self.runtime = runtime }

  var images: [NodeImage] { runtime.images }

  func hasImage(_ image: String) -> Bool { runtime.hasImage(image) }

  func createSandbox(
    for pod: Pod, then: @escaping (Result<Sandbox, RuntimeError>) -> Void
  ) { runtime.createSandbox(for: pod, then: then) }

  func pullImage(_ image: String, then: @escaping (Result<Void, RuntimeError>) -> Void) {
    runtime.pullImage(image, then: then)
  }

  func startContainer(
    _ launch: ContainerLaunch, exited: @escaping (ContainerExit) -> Void,
    then: @escaping (Result<ContainerID, RuntimeError>) -> Void
  ) {
    runtime.startContainer(
      launch, exited: { if $0.exitCode == 0 { exited($0) } }, then: then)
  }

  func signal(_ container: ContainerID, _ signal: Signal) { runtime.signal(container, signal) }

  func runHook(
    _ handler: LifecycleHandler, in container: ContainerID, pod: Pod,
    then: @escaping (Result<Void, RuntimeError>) -> Void
  ) { runtime.runHook(handler, in: container, pod: pod, then: then) }

  func removeSandbox(podUID: String, then: @escaping () -> Void) {
    runtime.removeSandbox(podUID: podUID, then: then)
  }
}

/// A request world some of whose requests vanish: neither their answer nor their timeout happens.
final class SabotagedWorld: World {
  private let world: RequestWorld
  private let saboteur: Saboteur
  private var vanished: Set<UInt32> = []

  init(_ world: RequestWorld, by saboteur: Saboteur) {
    self.world = world
    self.saboteur = saboteur
  }

  func handle(_ event: EventKernel.Event) {
    if let request = world.request(answeredBy: event), saboteur.strikes(every: 200) {
      vanished.insert(request)
      return
    }
    if let request = world.request(timedOutBy: event), vanished.contains(request) { return }
    world.handle(event)
  }
}
