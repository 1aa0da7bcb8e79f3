import ControllerRuntime
import KubeAPI
import Network
import Units
import Workloads

/// Joins names of the control plane with indices of the request world: zones, machines, Services,
/// containers.
///
/// Cold code. A container with a server is one pod of the world, since there a pod has one server
/// and one port; a Service's port leads to that container of a pod that serves it.
final class WorldFabric {
  /// A port of a Service, by name.
  struct ServicePortKey: Hashable {
    var service: ObjectKey
    var port: Int32
  }

  /// A port of a pod.
  struct PodPortKey: Hashable {
    var podUID: String
    var port: Int32
  }

  let world: RequestWorld
  private var zones: [String] = []
  private var nodes: [String: UInt32] = [:]
  private var services: [ServicePortKey: UInt32] = [:]
  private var versions: [ServicePortKey: (rules: UInt64, table: UInt32)] = [:]
  private var addresses: [String: ObjectKey] = [:]
  private var containers: [PodPortKey: UInt32] = [:]

  /// The fabric of `world`.
  init(_ world: RequestWorld) { self.world = world }

  // MARK: Machines

  /// Adds a machine to the world.
  func addNode(_ name: String, zone: String, cores: Double) -> UInt32 {
    let zoneIndex: Int
    if let known = zones.firstIndex(of: zone) {
      zoneIndex = known
    } else {
      zoneIndex = zones.count
      zones.append(zone)
    }
    let index = world.addNode(zone: UInt32(zoneIndex), cores: cores)
    nodes[name] = index
    return index
  }

  /// The index of a machine; nil when nobody has added it.
  func node(_ name: String) -> UInt32? { nodes[name] }

  // MARK: Services

  /// The index of a Service's port, made at the first call, so that it may be asked for before
  /// there is such a Service: until then no node has rules for it.
  func service(_ key: ObjectKey, port: Int32) -> UInt32 {
    let name = ServicePortKey(service: key, port: port)
    if let index = services[name] { return index }
    let index = world.addService()
    services[name] = index
    return index
  }

  /// The index of the Service at an address of the cluster.
  func service(at clusterIP: String, port: Int32) -> UInt32? {
    addresses[clusterIP].map { service($0, port: port) }
  }

  /// Makes the address of a Service known, as the API server gave it.
  func learn(_ service: ObjectKey, at clusterIP: String) { addresses[clusterIP] = service }

  /// Makes a node send by `rules`; the endpoints are published once for all nodes.
  func apply(_ rules: ServiceRules, node: UInt32) {
    for port in rules.ports {
      let index = service(rules.service, port: port.port)
      let name = ServicePortKey(service: rules.service, port: port.port)
      if versions[name]?.rules != rules.version {
        let pods = port.endpoints.map { container(of: $0.podUID, port: port.targetPort) }
        let table = world.publish(
          service: index, pods: pods, port: UInt16(clamping: port.targetPort))
        versions[name] = (rules.version, table)
      }
      world.apply(service: index, version: versions[name]?.table ?? 0, node: node)
    }
  }

  /// Makes a node forget a Service: connections are refused.
  func remove(_ service: ObjectKey, node: UInt32) {
    let ports = services.keys.filter { $0.service == service }.map(\.port).sorted()
    for port in ports {
      world.apply(service: self.service(service, port: port), version: 0, node: node)
    }
  }

  // MARK: Containers

  /// Makes known that the container at `index` serves `port` of a pod.
  func register(_ index: UInt32, podUID: String, port: Int32, name: String) {
    names[index] = name
    containers[PodPortKey(podUID: podUID, port: port)] = index
    if anyContainer[podUID] == nil { anyContainer[podUID] = index }
  }

  /// The container of a pod that serves `port`; when none does, its first, which refuses there.
  func container(of podUID: String, port: Int32) -> UInt32 {
    containers[PodPortKey(podUID: podUID, port: port)] ?? anyContainer[podUID] ?? nobody
  }

  /// The name of the pod that the container at `index` belongs to; empty for none.
  func podName(_ index: UInt32) -> String { names[index] ?? "" }

  private var anyContainer: [String: UInt32] = [:]
  private var names: [UInt32: String] = [:]

  /// An address at which nothing ever listens, for endpoints whose pod runs nothing.
  private lazy var nobody: UInt32 = {
    let node = addNode("nowhere", zone: "nowhere", cores: 1)
    world.setNodeUp(false, node: node)
    return world.addPod(name: "nobody", node: node, weight: 2, version: world.version(named: ""))
  }()
}

/// One node's data path, as its kube-proxy writes it.
final class NodeDataPath: ServiceProxy {
  private let fabric: WorldFabric
  private let node: UInt32

  /// The data path of the machine at `node`.
  init(_ fabric: WorldFabric, node: UInt32) {
    self.fabric = fabric
    self.node = node
  }

  func apply(_ rules: ServiceRules) { fabric.apply(rules, node: node) }

  func remove(_ service: ObjectKey) { fabric.remove(service, node: node) }
}
