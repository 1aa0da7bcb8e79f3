import Units

/// What the limits of one container did to it, over all pods of its controller.
public struct ContainerFigures: Sendable, Equatable {
  /// Controller (or pod) and container, such as `app-orange/app`.
  public var name: String
  /// How many pods had it.
  public var pods = 0
  /// CPU that each may use; nil: no limit.
  public var cpuLimit: MilliCPU?
  /// Periods of 100 ms in which it wanted CPU and had a quota (`nr_periods` of cgroups).
  public var cpuPeriods = 0
  /// Of these, those in which it used its quota up (`nr_throttled`).
  public var cpuPeriodsThrottled = 0
  /// For how long it was throttled, over all pods.
  public var cpuThrottled = TimeSpan.zero
  /// Memory above which it is killed; nil: no limit.
  public var memoryLimit: Bytes?
  /// The most that one of them used at a time.
  public var memoryPeak = Bytes.zero
  /// How often one of them was killed for want of memory, its own limit's or its node's.
  public var oomKills = 0

  /// A container of no pod yet.
  public init(_ name: String) { self.name = name }

  /// The share of periods in which it was throttled; nil when it had none.
  public var throttledShare: Double? {
    cpuPeriods == 0 ? nil : Double(cpuPeriodsThrottled) / Double(cpuPeriods)
  }
}
