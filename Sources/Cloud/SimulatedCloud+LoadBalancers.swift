public import ControllerRuntime
public import KubeAPI
import Units

/// A load balancer, or one that is being made or taken down.
enum BalancerSlot {
  /// Being made: its newest nodes, and who waits for it.
  case making(Making)
  case there(CloudLoadBalancer)
  /// Being taken down, with what is to be done once it is gone.
  case leaving(CloudLoadBalancer, after: [() -> Void])

  /// One that is being made.
  struct Making {
    var nodes: [String]
    var waiting: [(Result<String, CloudError>) -> Void]
    /// Whether it was deleted before it was there.
    var isCancelled = false
  }

  /// The balancer, if it is there.
  var balancer: CloudLoadBalancer? {
    if case .there(let balancer) = self { return balancer }
    return nil
  }
}

extension SimulatedCloud: CloudProvider {
  public func ensureLoadBalancer(
    for service: Service, nodes: [String],
    then: @escaping (Result<String, CloudError>) -> Void
  ) {
    if let refusal { return answer(then, .failure(refusal)) }
    let key = service.key
    switch balancers[key] {
    case .making(var making):
      making.nodes = nodes
      making.isCancelled = false
      making.waiting.append(then)
      balancers[key] = .making(making)
    case .there(let balancer):
      let change = balancer.ask()
      clock.after(timings.loadBalancerUpdate.sampleSpan(&random)) { [self] in
        if balancers[key]?.balancer === balancer {
          path.openBalancer(key, address: balancer.address, ports: service.spec.ports)
          balancer.setNodes(nodes, change: change)
        }
        then(.success(balancer.address))
      }
    case .leaving(let balancer, let after):
      let again = { [self] in ensureLoadBalancer(for: service, nodes: nodes, then: then) }
      balancers[key] = .leaving(balancer, after: after + [again])
    case nil:
      balancers[key] = .making(BalancerSlot.Making(nodes: nodes, waiting: [then]))
      clock.after(timings.loadBalancerReady.sampleSpan(&random)) { [self] in
        finish(service)
      }
    }
  }

  private func finish(_ service: Service) {
    guard case .making(let making) = balancers[service.key] else { return }
    guard !making.isCancelled else {
      balancers[service.key] = nil
      for then in making.waiting { then(.failure(CloudError("deleted while it was made"))) }
      return
    }
    let balancer = CloudLoadBalancer(
      service: service.key, address: nextAddress(),
      cost: meter.begin(
        .loadBalancer, service.key.description, pricePerHour: offer.loadBalancerPerHour),
      rule: timings.healthCheck, clock: clock, path: path,
      random: stream("cloud/health/\(service.key)"))
    balancers[service.key] = .there(balancer)
    path.openBalancer(service.key, address: balancer.address, ports: service.spec.ports)
    balancer.setNodes(making.nodes)
    for then in making.waiting { then(.success(balancer.address)) }
  }

  public func updateLoadBalancer(
    for service: ObjectKey, nodes: [String], then: @escaping (Result<Void, CloudError>) -> Void
  ) {
    if let refusal { return answer(then, .failure(refusal)) }
    switch balancers[service] {
    case .making(var making):
      making.nodes = nodes
      balancers[service] = .making(making)
      answer(then, .success(()))
    case .there(let balancer):
      let change = balancer.ask()
      clock.after(timings.loadBalancerUpdate.sampleSpan(&random)) { [self] in
        if balancers[service]?.balancer === balancer {
          balancer.setNodes(nodes, change: change)
        }
        then(.success(()))
      }
    case .leaving, nil:
      answer(then, .failure(CloudError("there is no load balancer for \(service)")))
    }
  }

  public func deleteLoadBalancer(
    for service: ObjectKey, then: @escaping (Result<Void, CloudError>) -> Void
  ) {
    if let refusal { return answer(then, .failure(refusal)) }
    switch balancers[service] {
    case nil: answer(then, .success(()))
    case .making(var making):
      making.isCancelled = true
      making.waiting.append { _ in then(.success(())) }
      balancers[service] = .making(making)
    case .leaving(let balancer, let after):
      balancers[service] = .leaving(balancer, after: after + [{ then(.success(())) }])
    case .there(let balancer):
      balancers[service] = .leaving(balancer, after: [{ then(.success(())) }])
      takeDown(balancer)
    }
  }

  private func takeDown(_ balancer: CloudLoadBalancer) {
    // The forwarding rule goes first, what stands behind it later.
    let whole = timings.loadBalancerDelete.sampleSpan(&random)
    let rule = min(whole, timings.loadBalancerUpdate.sampleSpan(&random))
    clock.after(rule) { [self] in
      balancer.close()
      path.closeBalancer(balancer.service)
    }
    clock.after(whole) { [self] in
      guard case .leaving(_, let after) = balancers[balancer.service] else { return }
      balancers[balancer.service] = nil
      meter.end(balancer.cost)
      for action in after { action() }
    }
  }

  /// The outside address of a Service's load balancer; nil while it is not there.
  public func address(of service: ObjectKey) -> String? { balancers[service]?.balancer?.address }

  /// Whether the load balancer of `service` takes a node for healthy.
  public func isHealthy(_ node: String, for service: ObjectKey) -> Bool {
    balancers[service]?.balancer?.isHealthy(node) ?? false
  }
}
