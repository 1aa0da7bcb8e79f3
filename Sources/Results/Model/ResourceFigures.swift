import Units

/// CPU and memory of a node, or of all together: what there was, what pods asked for and what they
/// used.
///
/// Means are over the time in which the node was there within the measured window.
public struct ResourceFigures: Sendable, Equatable {
  /// CPU that pods may ask for.
  public var cpuAllocatable: MilliCPU
  /// CPU that the pods asked for, mean.
  public var cpuRequested: MilliCPU
  /// CPU that was used, mean.
  public var cpuUsed: MilliCPU
  /// CPU that was used in the busiest second.
  public var cpuUsedPeak: MilliCPU
  /// Memory that pods may ask for.
  public var memoryAllocatable: Bytes
  /// Memory that the pods asked for, mean.
  public var memoryRequested: Bytes
  /// Memory that was used, mean.
  public var memoryUsed: Bytes
  /// Memory that was used at most.
  public var memoryUsedPeak: Bytes

  /// Resource figures; zero by default.
  public init(
    cpuAllocatable: MilliCPU = .zero, cpuRequested: MilliCPU = .zero, cpuUsed: MilliCPU = .zero,
    cpuUsedPeak: MilliCPU = .zero, memoryAllocatable: Bytes = .zero,
    memoryRequested: Bytes = .zero, memoryUsed: Bytes = .zero, memoryUsedPeak: Bytes = .zero
  ) {
    self.cpuAllocatable = cpuAllocatable
    self.cpuRequested = cpuRequested
    self.cpuUsed = cpuUsed
    self.cpuUsedPeak = cpuUsedPeak
    self.memoryAllocatable = memoryAllocatable
    self.memoryRequested = memoryRequested
    self.memoryUsed = memoryUsed
    self.memoryUsedPeak = memoryUsedPeak
  }
}

/// What something cost in the run, and what it would cost kept up for a month (730 hours).
public struct CostItem: Sendable, Equatable {
  /// Paid for the simulated time.
  public var run: Dollars
  /// Paid for a month at the same mean size.
  public var month: Dollars

  /// Nothing.
  public static let zero = CostItem(run: .zero, month: .zero)

  /// A price for the run and for a month.
  public init(run: Dollars, month: Dollars) {
    self.run = run
    self.month = month
  }

  /// Both together.
  public static func + (a: CostItem, b: CostItem) -> CostItem {
    CostItem(run: a.run + b.run, month: a.month + b.month)
  }
}

/// What the cluster cost, by what was paid for.
public struct CostFigures: Sendable, Equatable {
  /// The machines.
  public var nodes: CostItem
  /// The provider's fee for the control plane.
  public var clusterFee: CostItem
  /// The load balancers.
  public var loadBalancers: CostItem

  /// Cost figures; nothing by default.
  public init(
    nodes: CostItem = .zero, clusterFee: CostItem = .zero, loadBalancers: CostItem = .zero
  ) {
    self.nodes = nodes
    self.clusterFee = clusterFee
    self.loadBalancers = loadBalancers
  }

  /// All of it.
  public var total: CostItem { nodes + clusterFee + loadBalancers }
}
