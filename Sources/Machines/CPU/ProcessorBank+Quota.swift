public import Units

/// How often a group with a quota ran out of it, as `cpu.stat` of its cgroup says.
public struct BandwidthUse: Hashable, Sendable {
  /// Periods in which it had threads that wanted to run, and the one after each such stretch
  /// (`nr_periods`).
  public var periods = 0
  /// Of these, those in which it was throttled (`nr_throttled`).
  public var throttledPeriods = 0
  /// For how long it was throttled; the kernel's `throttled_usec` adds this up over CPUs.
  public var throttled = TimeSpan.zero

  /// Never asked for a CPU.
  public init() {}

  /// Both together.
  public static func + (a: BandwidthUse, b: BandwidthUse) -> BandwidthUse {
    var sum = a
    sum.periods += b.periods
    sum.throttledPeriods += b.throttledPeriods
    sum.throttled = a.throttled + b.throttled
    return sum
  }
}

/// Quotas: CPU time that a group may use in each period of 100 ms.
///
/// The kernel's CFS bandwidth control. A group's threads draw on one quota a period, as many at a
/// time as there are CPUs for, and when it is used up all of them stand still until the period
/// ends. Periods follow a timer of the group's own, whose phase is drawn when the group is made
/// and which keeps that phase while the group is idle; unused quota is not carried over.
///
/// Left out: a CPU takes from the quota in slices of 5 ms and may keep 1 ms of one for later. So
/// the last slices of a period may lie with CPUs that have no use for them, and a thread there
/// stands still up to 5 ms sooner than here. What a group gets in the long run is the same, as
/// slices come out of the same quota; only who of its threads gets the last of it differs.
///
/// Source: kernel/sched/fair.c (start_cfs_bandwidth, do_sched_cfs_period_timer), Linux 6.12, and
/// Documentation/scheduler/sched-bwc.rst; 100 ms and at least 1 ms of quota:
/// pkg/kubelet/cm/helpers_linux.go (MilliCPUToQuota), v1.36.
extension ProcessorBank {
  /// The length of a period in nanoseconds.
  static var period: Int64 { 100_000_000 }
  /// The least quota in nanoseconds.
  static var leastQuota: Double { 1_000_000 }

  /// The account of one group's quota.
  struct BandwidthRow {
    /// Core-nanoseconds a period.
    var quota: Double
    /// Of these, used in the present period up to the group's `updated`.
    var used = 0.0
    /// When the present period ends.
    var periodEnd: Int64
    /// When it may run again; 0 while it may.
    var throttledUntil: Int64 = 0
    var periods = 0
    var throttledPeriods = 0
    /// Nanoseconds throttled, up to `throttledUntil` while it is.
    var throttled: Int64 = 0
  }

  /// Makes the account of a group that may use `limit` cores; `phase` is where its timer stands.
  func addBandwidth(limit: Double, phase: TimeSpan) -> UInt32 {
    let period = ProcessorBank.period
    let offset = phase.nanoseconds % period
    let now = timeline.now.nanoseconds
    let passed = now >= offset ? (now &- offset) / period &+ 1 : 0
    let quota = max(ProcessorBank.leastQuota, limit * Double(period))
    return bandwidths.insert(
      BandwidthRow(quota: quota, periodEnd: offset &+ passed &* period))
  }

  /// Charges a group for what it has used since `from`, over ends of periods as well.
  @inline(never)
  func charge(_ row: UnsafeMutablePointer<GroupRow>, from: Int64, to now: Int64) {
    let account = bandwidths[row.pointee.bandwidth]
    if now < account.pointee.periodEnd {
      account.pointee.used += row.pointee.share * Double(now &- from)
      return
    }
    let passed = (now &- account.pointee.periodEnd) / ProcessorBank.period &+ 1
    account.pointee.periods &+= Int(passed)
    account.pointee.periodEnd &+= passed &* ProcessorBank.period
    let begin = account.pointee.periodEnd &- ProcessorBank.period
    account.pointee.used = row.pointee.share * Double(now &- begin)
  }

  /// A group that was idle has threads again: periods that have passed meanwhile are over.
  ///
  /// The kernel's timer fires once more after a period without use before it stops.
  @inline(never)
  func reopen(_ row: UnsafeMutablePointer<GroupRow>) {
    let account = bandwidths[row.pointee.bandwidth]
    let now = timeline.now.nanoseconds
    if now >= account.pointee.periodEnd {
      let passed = (now &- account.pointee.periodEnd) / ProcessorBank.period &+ 1
      account.pointee.periods &+= Int(min(2, passed))
      account.pointee.periodEnd &+= passed &* ProcessorBank.period
      account.pointee.used = 0
    }
    release(row, account, now)
  }

  @inline(__always)
  private func release(
    _ row: UnsafeMutablePointer<GroupRow>, _ account: UnsafeMutablePointer<BandwidthRow>,
    _ now: Int64
  ) {
    guard account.pointee.throttledUntil != 0, now >= account.pointee.throttledUntil else { return }
    account.pointee.throttledUntil = 0
    row.pointee.ceiling = row.pointee.isFrozen ? 0 : .infinity
  }

  /// When something happens to a group with a quota: its first thread ends at `end`, or before that
  /// its quota does or its next period begins.
  @inline(never)
  func quotaEnd(
    _ row: UnsafeMutablePointer<GroupRow>, _ now: Int64, end: Int64
  ) -> Int64 {
    let account = bandwidths[row.pointee.bandwidth].pointee
    if account.throttledUntil != 0 { return min(end, max(now, account.throttledUntil)) }
    let share = row.pointee.share
    if share <= 0 { return end }
    let left = account.quota - account.used
    if left <= ProcessorBank.tolerance { return now }
    let exhausted = now &+ ProcessorBank.roundedUp(left / share)
    if exhausted < account.periodEnd { return min(end, exhausted) }
    guard share * Double(ProcessorBank.period) > account.quota else { return end }
    return min(end, account.periodEnd &+ ProcessorBank.roundedUp(account.quota / share))
  }

  /// At an event of a group of which no thread has ended: throttles it, or lets it run again.
  @inline(never)
  func settleQuota(_ row: UnsafeMutablePointer<GroupRow>) {
    let account = bandwidths[row.pointee.bandwidth]
    let now = timeline.now.nanoseconds
    if account.pointee.throttledUntil != 0 { return release(row, account, now) }
    let left = account.pointee.quota - account.pointee.used
    guard left <= ProcessorBank.tolerance, row.pointee.threads.count > 0 else { return }
    account.pointee.throttledUntil = account.pointee.periodEnd
    account.pointee.throttledPeriods &+= 1
    account.pointee.throttled &+= account.pointee.periodEnd &- now
    row.pointee.ceiling = 0
  }

  /// Nanoseconds for which a group was throttled so far; zero without a quota.
  @inline(__always)
  public func throttledSpan(ofGroup group: UInt32) -> Int64 {
    let place = groups[group].pointee.bandwidth
    if place == ProcessorBank.none { return 0 }
    let account = bandwidths[place].pointee
    return account.throttled &- max(0, account.throttledUntil &- timeline.now.nanoseconds)
  }

  /// How often a group ran out of its quota so far; nil for one without.
  public func bandwidth(ofGroup group: UInt32) -> BandwidthUse? {
    let row = groups[group]
    guard row.pointee.bandwidth != ProcessorBank.none else { return nil }
    if row.pointee.threads.count > 0 { advance(row) } else { reopen(row) }
    let account = bandwidths[row.pointee.bandwidth].pointee
    var use = BandwidthUse()
    use.periods = account.periods
    use.throttledPeriods = account.throttledPeriods
    use.throttled = TimeSpan(nanoseconds: throttledSpan(ofGroup: group))
    return use
  }
}
