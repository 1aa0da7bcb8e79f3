public import Machines
public import Network
public import Units

extension RequestWorld {
  /// Adds a machine and returns its index, counted from 0 in the order of calls.
  ///
  /// - Parameters:
  ///   - zone: The zone's number; machines of one number are near each other.
  ///   - cores: Its CPUs; above zero.
  ///   - speed: How fast a core is against the one that demands were measured on.
  public func addNode(zone: UInt32, cores: Double, speed: Double = 1) -> UInt32 {
    let node = fabric.addNode(zone: zone)
    let machine = processors.addNode(cores: cores, speed: speed)
    memories.append(MachineMemoryRow())
    precondition(node == machine, "node \(node) of the network is machine \(machine)")
    services.reserve(nodes: fabric.nodeCount, services: 0)
    return node
  }

  /// Switches a machine off, as a power cut does, or on again.
  ///
  /// Off: every process on it ends without a word; nobody gets a reset, clients wait until they
  /// have had enough, and the database keeps connections from it until it restarts itself (TCP
  /// keep-alive is two hours). On: nothing runs until servers are started.
  ///
  /// - Complexity: O(pods of the run).
  public func setNodeUp(_ isUp: Bool, node: UInt32) {
    fabric.setUp(isUp, node: node)
    if isUp { return }
    for pod in 0..<UInt32(pods.count) where pods[pod].pointee.node == node {
      endProcesses(of: pod, isSilent: true)
    }
  }

  /// Cuts or mends a machine's link: packets are lost in both directions, processes run on.
  ///
  /// What was under way at that moment still arrives; answers that would leave meanwhile are sent
  /// again until they pass.
  public func setNodeCut(_ isCut: Bool, node: UInt32) { fabric.setCut(isCut, node: node) }

  /// Cuts or mends the way between a machine and the world outside, load balancers included.
  public func setNodeCutFromOutside(_ isCut: Bool, node: UInt32) {
    fabric.setCutFromOutside(isCut, node: node)
  }

  /// Severs these pairs of machines and no others: nothing passes between the two of a pair.
  ///
  /// - Complexity: O(machines + pairs).
  public func sever(_ pairs: [MachinePair]) { fabric.sever(pairs) }

  /// Core-seconds that a machine has used so far.
  public func cpuSeconds(node: UInt32) -> Double { processors.busyCoreSeconds(node: node) }
}

extension RequestWorld {
  /// Adds a Service and returns its index, counted from 0.
  public func addService() -> UInt32 { services.addService() }

  /// Publishes the pods behind a Service, by index, all on `port`; returns the version that nodes
  /// apply one by one.
  public func publish(service: UInt32, pods: [UInt32], port: UInt16) -> UInt32 {
    services.publish(service: service, endpoints: pods, port: port)
  }

  /// Makes a node's proxy send by `version` from now on; standing connections go on.
  public func apply(service: UInt32, version: UInt32, node: UInt32) {
    services.apply(service: service, version: version, node: node)
  }

  /// Adds a cloud load balancer in front of a Service and returns its index, counted from 0.
  public func addLoadBalancer(service: UInt32) -> UInt32 {
    balancers.addBalancer(service: service)
  }

  /// Makes a node a target of a balancer, healthy or not, as its checks last said.
  public func setTarget(_ node: UInt32, isHealthy: Bool, balancer: UInt32) {
    balancers.setTarget(node, isHealthy: isHealthy, balancer: balancer)
  }

  /// Takes a node off a balancer's targets.
  public func removeTarget(_ node: UInt32, balancer: UInt32) {
    balancers.removeTarget(node, balancer: balancer)
  }
}
