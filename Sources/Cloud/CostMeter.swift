public import ControllerRuntime
public import Units

/// Adds up what the things of a run cost for as long as they are there.
///
/// Everything costs its price an hour for the time from its beginning to its end, to a billionth of
/// a dollar; sums are exact. Discounts, free shares and the minute that some machines cost at least
/// are left out.
public final class CostMeter {
  /// What is paid for.
  public enum Category: String, Hashable, Sendable, CaseIterable {
    case machine
    case bootDisk = "boot disk"
    case cluster
    case loadBalancer = "load balancer"
    case disk
  }

  /// Names one line of the bill.
  public struct LineID: Hashable, Sendable {
    let index: Int
  }

  /// One thing that is paid for.
  public struct Line: Hashable, Sendable {
    /// What kind of thing it is.
    public var category: Category
    /// Its name.
    public var name: String
    /// Its price.
    public var pricePerHour: Dollars
    /// When it began to cost.
    public var from: Instant
    /// When it stopped; nil while it goes on.
    public var until: Instant?

    /// How long it has cost by `now`.
    public func span(at now: Instant) -> TimeSpan { min(until ?? now, max(now, from)) - from }

    /// What it has cost by `now`.
    public func cost(at now: Instant) -> Dollars { pricePerHour.perHour(for: span(at: now)) }
  }

  private let clock: any Clock
  /// Every line so far, in the order in which they began.
  public private(set) var lines: [Line] = []
  /// What a GiB to the outside costs.
  public var egressPerGibibyte = Dollars.zero
  /// What has gone to the outside.
  public private(set) var egress = Bytes.zero

  /// A meter with nothing on it.
  public init(clock: any Clock) { self.clock = clock }

  /// Something begins to cost.
  public func begin(
    _ category: Category, _ name: String, pricePerHour: Dollars
  ) -> LineID {
    lines.append(
      Line(category: category, name: name, pricePerHour: pricePerHour, from: clock.now))
    return LineID(index: lines.count - 1)
  }

  /// Something stops costing; without effect when it has.
  public func end(_ line: LineID) {
    if lines[line.index].until == nil { lines[line.index].until = clock.now }
  }

  /// Bytes have gone to the outside.
  public func addEgress(_ bytes: Bytes) { egress = egress + bytes }

  /// What has gone to the outside has cost.
  public var egressCost: Dollars {
    let product = egressPerGibibyte.nanodollars.multipliedFullWidth(by: egress.count)
    return Dollars(nanodollars: Int64(1 << 30).dividingFullWidth(product).quotient)
  }

  /// What everything of one kind has cost by now.
  public func cost(of category: Category) -> Dollars {
    lines.filter { $0.category == category }
      .reduce(.zero) { $0 + $1.cost(at: clock.now) }
  }

  /// What everything has cost by now: the sum of all lines and of what went to the outside.
  public var total: Dollars {
    lines.reduce(egressCost) { $0 + $1.cost(at: clock.now) }
  }

  /// What everything that is there now costs an hour.
  public var pricePerHour: Dollars {
    lines.filter { $0.until == nil }.reduce(.zero) { $0 + $1.pricePerHour }
  }
}
