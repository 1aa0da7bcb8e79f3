public import EventKernel
public import Randomness

/// Cloud load balancers that pass packets through to nodes: the data path of Services of type
/// LoadBalancer.
///
/// Each new connection goes to a healthy node by the hash of its five-tuple, which is as good as
/// a uniform draw. Health is what the cloud's checks last said, not what is true.
public final class LoadBalancers {
  struct TargetRow {
    var node: UInt32
    var isHealthy: Bool
  }

  struct BalancerRow {
    var service: UInt32
    var isActive: Bool
    var healthy: UInt32
  }

  let balancers = Table<BalancerRow>()
  /// Healthy nodes of each balancer, in ascending order of node; cold code keeps them so.
  var healthyNodes: [Table<UInt32>] = []
  var targets: [[TargetRow]] = []
  let lists: UnsafeMutablePointer<UnsafeMutablePointer<Table<UInt32>>>
  private var listCapacity = 16

  /// No balancers.
  public init() {
    lists = .allocate(capacity: 1)
    lists.initialize(to: .allocate(capacity: 16))
  }

  deinit {
    balancers.destroy()
    for table in healthyNodes { table.destroy() }
    lists.pointee.deallocate()
    lists.deallocate()
  }

  /// Adds a balancer for a Service, without targets, and returns its index.
  public func addBalancer(service: UInt32) -> UInt32 {
    let index = balancers.append(BalancerRow(service: service, isActive: true, healthy: 0))
    let table = Table<UInt32>()
    healthyNodes.append(table)
    targets.append([])
    if index == listCapacity {
      let larger = UnsafeMutablePointer<Table<UInt32>>.allocate(capacity: 2 * listCapacity)
      larger.moveInitialize(from: lists.pointee, count: listCapacity)
      lists.pointee.deallocate()
      lists.pointee = larger
      listCapacity *= 2
    }
    (lists.pointee + index).initialize(to: table)
    return UInt32(index)
  }

  /// Starts or stops sending traffic; a stopped balancer's address answers nothing.
  public func setActive(_ isActive: Bool, balancer: UInt32) {
    balancers[balancer].pointee.isActive = isActive
  }

  /// The Service behind a balancer.
  @inline(__always)
  public func service(of balancer: UInt32) -> UInt32 { balancers[balancer].pointee.service }

  /// Makes `node` a target with the given health, or changes its health.
  ///
  /// - Complexity: O(targets).
  public func setTarget(_ node: UInt32, isHealthy: Bool, balancer: UInt32) {
    let place = Int(balancer)
    if let index = targets[place].firstIndex(where: { $0.node == node }) {
      targets[place][index].isHealthy = isHealthy
    } else {
      let index = targets[place].firstIndex { $0.node > node } ?? targets[place].count
      targets[place].insert(TargetRow(node: node, isHealthy: isHealthy), at: index)
    }
    rebuild(balancer)
  }

  /// Takes `node` off the targets; standing connections through it go on.
  ///
  /// - Complexity: O(targets).
  public func removeTarget(_ node: UInt32, balancer: UInt32) {
    targets[Int(balancer)].removeAll { $0.node == node }
    rebuild(balancer)
  }

  /// How many targets are healthy.
  public func healthyCount(balancer: UInt32) -> Int { Int(balancers[balancer].pointee.healthy) }

  private func rebuild(_ balancer: UInt32) {
    let table = healthyNodes[Int(balancer)]
    table.removeAll()
    for target in targets[Int(balancer)] where target.isHealthy { table.append(target.node) }
    balancers[balancer].pointee.healthy = UInt32(table.count)
  }

  /// The node that a new connection goes to; nil when no target is healthy or the balancer does not
  /// work.
  @inline(__always)
  public func pick(balancer: UInt32, _ stream: inout RandomStream) -> UInt32? {
    let row = balancers[balancer].pointee
    if !row.isActive || row.healthy == 0 { return nil }
    let index = row.healthy == 1 ? 0 : stream.uniform(below: row.healthy)
    return lists.pointee[Int(balancer)][index].pointee
  }

  /// Whether packets of a connection that was hashed to `node` still go there: a SYN that is sent
  /// again has the same five-tuple, so only a change of the node's health moves it.
  ///
  /// - Complexity: O(targets).
  public func keeps(_ node: UInt32, balancer: UInt32) -> Bool {
    balancers[balancer].pointee.isActive
      && targets[Int(balancer)].contains { $0.node == node && $0.isHealthy }
  }
}
