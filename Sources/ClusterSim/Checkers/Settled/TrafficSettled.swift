import ControllerRuntime
import KubeAPI
import Units

extension SettledCheck {
  /// The ready endpoints of every Service are its ready pods.
  static let endpointsAreReadyPods = SettledCheck(name: "endpoints are the ready pods") { run in
    for service in run.all(Service.self) where !service.spec.selector.isEmpty {
      let wanted = run.readyPods(of: service).map(\.metadata.uid).sorted()
      let slices = run.readyEndpoints(of: service.key).sorted()
      if wanted != slices {
        return "\(service.key) has \(wanted.count) ready pods and \(slices.count) endpoints"
      }
      let listed = run.all(Endpoints.self).first { $0.key == service.key }?
        .subsets.flatMap(\.addresses).map(\.podUID).sorted()
      if wanted != listed ?? [] {
        return "\(service.key) has \(wanted.count) ready pods and \(listed?.count ?? 0) addresses"
      }
    }
    return nil
  }

  /// Every node sends new connections to the ready pods of a Service, and to nobody else.
  static let nodesSendToEndpoints = SettledCheck(name: "nodes send to endpoints only") { run in
    for service in run.all(Service.self) where !service.spec.selector.isEmpty {
      let uids = run.readyEndpoints(of: service.key)
      for port in service.spec.ports {
        guard case .number(let number) = port.targetPort else { continue }
        let target = number == 0 ? port.port : number
        let wanted = uids.map { run.fabric.container(of: $0, port: target) }.sorted()
        let index = run.fabric.service(service.key, port: port.port)
        for machine in run.machines where machine.ended == nil && machine.isUp {
          let sent = run.world.endpoints(service: index, node: machine.worldIndex).sorted()
          if sent != wanted {
            return "\(machine.name) sends for \(service.key) to \(sent.count) pods"
              + " (\(sent)), \(wanted.count) are ready (\(wanted))"
          }
        }
      }
    }
    return nil
  }

  /// Every load balancer has an address and takes every machine for healthy.
  static let balancersReachNodes = SettledCheck(name: "balancers reach every node") { run in
    let names = run.machines.filter { $0.ended == nil }.map(\.name)
    for service in run.all(Service.self) where service.spec.type == .loadBalancer {
      if service.status.loadBalancerIPs.isEmpty { return "\(service.key) has no address" }
      for name in names where !run.cloud.isHealthy(name, for: service.key) {
        return "the balancer of \(service.key) does not send to \(name)"
      }
    }
    return nil
  }

  /// Queues are empty, caches agree with the store, nodes know the newest rules.
  static let partsAtRest = SettledCheck(name: "queues are empty, caches agree") { run in
    run.controlPlane?.clock.unsettled
  }

  /// A minute after the last request nothing of any is left.
  static let nothingLeftOfRequests = SettledCheck(name: "nothing is left of requests") { run in
    run.world.leak(patience: .seconds(60))
  }
}

extension ClusterRun {
  /// The pods that a Service should send to.
  fileprivate func readyPods(of service: Service) -> [Pod] {
    all(Pod.self).filter {
      $0.metadata.namespace == service.metadata.namespace && $0.isActive && $0.isReady
        && service.spec.selector.isSubset(of: $0.metadata.labels)
    }
  }

  /// The unique ids of the pods that a Service's slices list as ready.
  fileprivate func readyEndpoints(of service: ObjectKey) -> [String] {
    all(EndpointSlice.self)
      .filter {
        $0.metadata.namespace == service.namespace
          && $0.metadata.labels["kubernetes.io/service-name"] == service.name
      }
      .flatMap { $0.endpoints.filter(\.isReady).map(\.address.podUID) }
  }
}
