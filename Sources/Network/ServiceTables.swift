public import EventKernel
public import Randomness

/// What each node's kube-proxy has programmed for each Service's cluster address.
///
/// A Service has one list of versions of its endpoints; a node holds the number of the version that
/// it has applied. So a change of endpoints costs the same however many nodes there are, until each
/// applies it. Versions are kept for the length of a run: four bytes an endpoint.
///
/// Tables go stale by design: a node may still send to a pod that is gone. Indices of pods are
/// never used again, so such a packet finds nobody.
public final class ServiceTables {
  struct VersionRow {
    var first: UInt32
    var count: UInt32
    var port: UInt16
  }

  struct ServiceRow {
    /// Index of the newest version; version 0 of every service is the empty one.
    var newest: UInt32
    /// The column of the node views.
    var column: UInt32
  }

  /// A Service's endpoints as one node sends to them.
  public enum Pick {
    /// This pod was chosen, on this port.
    case endpoint(UInt32, port: UInt16)
    /// The node has rules that reject, for there are no endpoints, or no rules at all.
    case rejected
  }

  let services = Table<ServiceRow>()
  let versions = Table<VersionRow>()
  let entries = Table<UInt32>()
  /// Applied version by node and service; rows of `stride` columns.
  var views: UnsafeMutablePointer<UInt32>
  var stride = 8
  var nodeCapacity = 8
  let layout: UnsafeMutablePointer<(views: UnsafeMutablePointer<UInt32>, stride: Int)>

  /// Tables without Services.
  public init() {
    versions.append(VersionRow(first: 0, count: 0, port: 0))
    views = .allocate(capacity: 64)
    views.initialize(repeating: 0, count: 64)
    layout = .allocate(capacity: 1)
    layout.initialize(to: (views, 8))
  }

  deinit {
    services.destroy()
    versions.destroy()
    entries.destroy()
    views.deallocate()
    layout.deallocate()
  }

  /// Adds a Service that no node knows yet and returns its index.
  public func addService() -> UInt32 {
    let index = services.append(ServiceRow(newest: 0, column: UInt32(services.count)))
    reserve(nodes: nodeCapacity, services: services.count)
    return UInt32(index)
  }

  /// Publishes a Service's endpoints, pods by index; no node acts on them before it applies the
  /// version that is returned.
  ///
  /// - Complexity: O(endpoints).
  public func publish(
    service: UInt32, endpoints: [UInt32], port: UInt16
  ) -> UInt32 {
    let first = UInt32(entries.count)
    for endpoint in endpoints { entries.append(endpoint) }
    let row = VersionRow(first: first, count: UInt32(endpoints.count), port: port)
    let version = UInt32(versions.append(row))
    services[service].pointee.newest = version
    return version
  }

  /// The version published last; 0 before the first.
  public func newestVersion(of service: UInt32) -> UInt32 { services[service].pointee.newest }

  /// Makes `node` send by `version` (0: no rules) from now on. Standing connections go on.
  public func apply(service: UInt32, version: UInt32, node: UInt32) {
    reserve(nodes: Int(node) + 1, services: services.count)
    views[Int(node) * stride + Int(service)] = version
  }

  /// The version that `node` sends by; 0 when it has none.
  public func appliedVersion(service: UInt32, node: UInt32) -> UInt32 {
    Int(node) < nodeCapacity ? views[Int(node) * stride + Int(service)] : 0
  }

  /// How many endpoints `node` would send to.
  public func endpointCount(service: UInt32, node: UInt32) -> Int {
    Int(versions[appliedVersion(service: service, node: node)].pointee.count)
  }

  /// The endpoints that `node` would send to, in its own order.
  package func endpoints(service: UInt32, node: UInt32) -> [UInt32] {
    let version = versions[appliedVersion(service: service, node: node)].pointee
    return (0..<version.count).map { entries[version.first + $0].pointee }
  }

  /// Chooses an endpoint for a new connection that `node` sends to the Service's address.
  ///
  /// Each endpoint of the node's view is equally likely: the rule for the *i*-th of *n* matches
  /// with probability 1/(n−i). Source: pkg/proxy/iptables/proxier.go, v1.36.
  @inline(__always)
  public func pick(service: UInt32, node: UInt32, _ stream: inout RandomStream) -> Pick {
    let layout = self.layout.pointee
    let version = versions[layout.views[Int(node) &* layout.stride &+ Int(service)]].pointee
    if version.count == 0 { return .rejected }
    let index = version.count == 1 ? 0 : stream.uniform(below: version.count)
    return .endpoint(entries[version.first &+ index].pointee, port: version.port)
  }

  /// Makes room in the views for so many nodes and services.
  public func reserve(nodes: Int, services: Int) {
    if nodes <= nodeCapacity, services <= stride { return }
    let newNodes = max(nodeCapacity, nodes > nodeCapacity ? 2 * nodes : nodes)
    let newStride = max(stride, services > stride ? 2 * services : services)
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: newNodes * newStride)
    larger.initialize(repeating: 0, count: newNodes * newStride)
    for node in 0..<nodeCapacity {
      for service in 0..<stride {
        larger[node * newStride + service] = views[node * stride + service]
      }
    }
    views.deallocate()
    views = larger
    nodeCapacity = newNodes
    stride = newStride
    layout.pointee = (views, stride)
  }
}
