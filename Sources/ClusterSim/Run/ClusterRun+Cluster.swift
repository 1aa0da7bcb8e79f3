import Cloud
import ControllerRuntime
import KubeAPI
import Machines
import NodeAgents
import Units

/// What is known of a cluster when it has been made.
public struct MadeCluster: Hashable, Sendable {
  /// The address of its control plane.
  public var address: String
  /// The type of its machines; empty for a size given inline.
  public var machineType: String
  /// How many machines it has.
  public var nodeCount: Int
}

/// Making and deleting the cluster.
extension ClusterRun {
  /// Makes a cluster with one pool; `done` is called when its control plane answers and its nodes
  /// are ready.
  public func createCluster(
    name: String, pool: PoolDesign, then done: @escaping (MadeCluster) -> Void
  ) {
    cloud.createCluster(name) { [unowned self] result in
      guard case .success = result else { return }
      openCluster(name)
      let ready = addPool(pool, cluster: name, isReady: false)
      let type = pools.last?.shape.typeName ?? ""
      let made = MadeCluster(
        address: "34.66.0.1", machineType: type, nodeCount: pool.count)
      when({ run in run.all(Node.self).filter(\.isReady).count >= ready }, then: { done(made) })
    }
  }

  /// The cluster was there before the run began: its pools are up, its manifests applied.
  ///
  /// The manifests come some milliseconds after the start, when every machine has registered and
  /// its taint for new nodes is off. Otherwise all pods would go to whichever node is first.
  func adoptCluster() {
    let shape = design.cluster
    cloud.adoptCluster(shape.name)
    openCluster(shape.name)
    for pool in shape.pools where pool.existsAtStart {
      _ = addPool(pool, cluster: shape.name, isReady: true)
    }
    when({ $0.areMachinesSchedulable }, then: { [unowned self] in applyManifests() })
  }

  /// Whether every machine that was not switched off is a node that the scheduler may use.
  private var areMachinesSchedulable: Bool {
    let open = all(Node.self).filter { $0.isReady && $0.spec.taints.isEmpty }
    let names = Set(open.map(\.metadata.name))
    return machines.allSatisfy { $0.machine.power == .off || names.contains($0.name) }
  }

  private func applyManifests() {
    for object in design.manifests {
      if case .failure(let error) = store.perform(.create(object)) {
        warn("\(object.kind.rawValue) \(object.key) was refused: \(error.message)")
      }
    }
  }

  private func openCluster(_ name: String) {
    clusterName = name
    do {
      let plane = try ControlPlane(
        design.controlPlane, scheduling: design.scheduler, store: store, clock: clock,
        streams: streams, cloud: cloud,
        disks: disks, saboteur: saboteur, sink: sink)
      controlPlane = plane
      if design.clients.contains(where: { $0.target.from != .outside }) {
        visitors.follow(plane)
      }
      plane.start()
    } catch {
      preconditionFailure("the standard scheduler profile was refused: \(error)")
    }
  }

  /// Makes the machines of a pool; returns how many nodes there are to be.
  private func addPool(_ design: PoolDesign, cluster: String, isReady: Bool) -> Int {
    guard let shape = try? MachineShape(design.machine, of: cloud.offer) else {
      warn("pool \(design.name) asks for a machine type that is not offered")
      return 0
    }
    let zones = design.zones.isEmpty ? self.design.cluster.zones : design.zones
    let pool = NodePool(
      name: design.name, cluster: cluster, shape: shape, zones: zones, cloud: cloud)
    pools.append(pool)
    for _ in 0..<design.count {
      let member = equip(pool.addMachine(), of: pool, design)
      machines.append(member)
      saboteur.billed(member.name, perHour: shape.pricePerHour, on: meter)
      cloud.start(member.machine, isReady: isReady)
    }
    if !links.isWhole { applyLinks() }
    return machines.filter { $0.ended == nil }.count
  }

  /// Deletes the cluster: its control plane falls silent, its machines stop, its processes with
  /// them.
  public func deleteCluster(then done: @escaping () -> Void) {
    clusterName = nil
    controlPlane?.stop()
    cloud.deleteCluster(pools: pools) { [unowned self] _ in
      pools = []
      sink.clusterDeleted(at: clock.now)
      for service in cloud.servicesWithBalancers {
        warn("the load balancer of \(service) outlives the cluster and goes on costing")
      }
      for disk in disks.names {
        let name = disk.split(separator: "^").last.map(String.init) ?? disk
        warn("the disk \(name) outlives the cluster and goes on costing")
      }
      done()
    }
  }
}

/// Setting up machines.
extension ClusterRun {
  /// Everything that runs on a new machine.
  private func equip(
    _ machine: SimulatedMachine, of pool: NodePool, _ design: PoolDesign
  ) -> ClusterMachine {
    guard let plane = controlPlane else { preconditionFailure("a machine without a cluster") }
    let name = machine.name
    let index = fabric.addNode(name, zone: machine.zone, cores: machine.cpu.cores)
    world.setNodeUp(false, node: index)
    let description = description(of: machine, pool, design)
    world.setMemory(
      capacity: machine.memory,
      system: min(
        self.design.controlPlane.systemMemory, description.reserve.memory(of: machine.memory)),
      node: index)
    let runtime = SimulatedContainerRuntime(
      node: name, index: machine.index, hostIP: machine.address, clock: clock, host: processes,
      registry: registry, timings: ContainerTimings(self.design.controlPlane, self.design.cloud),
      random: streams.stream("\(name)/runtime"))
    runtime.warn = { [unowned self] in warn($0) }
    let parameters = NodeAgentParameters(self.design.controlPlane)
    let kubelet = Kubelet(
      description, parameters: parameters,
      seams: seams(of: machine, runtime, index, plane))
    plane.router.attach(kubelet)
    let proxy = KubeProxy(
      node: name, book: plane.rules, 
      proxy: saboteur.proxy(NodeDataPath(fabric, node: index)), clock: plane.clock,
      transport: SimulatedTransport(
        self.design.controlPlane, stream: streams.stream("\(name)/kube-proxy/transport")),
      parameters: parameters, random: streams.stream("\(name)/kube-proxy"))
    let member = ClusterMachine(
      machine, pool: pool.name, machineType: pool.shape.typeName, worldIndex: index,
      kubelet: kubelet, proxy: proxy, runtime: runtime,
      kernelLog: EventRecorder(
        client: plane.client(
          "\(name)/kernel-monitor", limit: .kubelet,
          isConnected: { [unowned machine, unowned self] in
            machine.power == .up && !links.withoutControlPlane.contains(machine.name)
          }),
        source: "kernel-monitor"),
      created: clock.now)
    hardware.add(machine)
    machine.observe { [unowned self, unowned member] power in
      member.follow(power, fabric: fabric)
      if power == .off, !isClusterUp {
        member.ended = clock.now
        hardware.remove(member.name)
        processes.databases.machineGone(member.name)
      }
    }
    return member
  }

  private func description(
    of machine: SimulatedMachine, _ pool: NodePool, _ design: PoolDesign
  ) -> NodeDescription {
    var node = NodeDescription(
      name: machine.name, cpu: machine.cpu, memory: machine.memory,
      internalIP: machine.address)
    node.reserve = pool.shape.typeName.isEmpty ? .none : .gke
    node.kubeletVersion = self.design.controlPlane.version
    node.providerID = "\(self.design.cluster.provider)://\(machine.name)"
    node.labels = [
      "topology.kubernetes.io/zone": machine.zone,
      "topology.kubernetes.io/region": Self.region(of: machine.zone),
      "cloud.google.com/gke-nodepool": pool.name,
    ]
    if !pool.shape.typeName.isEmpty {
      node.labels["node.kubernetes.io/instance-type"] = pool.shape.typeName
    }
    for label in design.labels { node.labels[label.key] = label.value }
    return node
  }

  /// `us-central1` of `us-central1-b`.
  private static func region(of zone: String) -> String {
    guard let dash = zone.lastIndex(of: "-") else { return zone }
    return String(zone[..<dash])
  }

  private func seams(
    of machine: SimulatedMachine, _ runtime: SimulatedContainerRuntime, _ index: UInt32,
    _ plane: ControlPlane
  ) -> KubeletSeams {
    let name = machine.name
    let isUp: () -> Bool = { [unowned machine, unowned self] in
      machine.power == .up && !links.withoutControlPlane.contains(machine.name)
    }
    var seams = KubeletSeams(
      clock: plane.clock,
      client: plane.client("\(name)/kubelet", source: name, limit: .kubelet, isConnected: isUp),
      events: EventRecorder(
        client: plane.client(
          "\(name)/kubelet/events", limit: .kubelet, isConnected: isUp),
        source: "kubelet"),
      runtime: saboteur.runtime(runtime),
      probes: WorldProbes(fabric, processes: processes, clock: clock, node: index),
      services: plane.services, random: streams.stream("\(name)/kubelet"))
    seams.volumes = disks
    seams.secrets = plane.secrets
    seams.configMaps = plane.configMaps
    seams.memory = MachineMemory(processes, node: index)
    return seams
  }
}
