/// An amount of CPU in thousandths of a core, as Kubernetes counts it (`500m` is half a core).
public struct MilliCPU: Hashable, Comparable, Sendable {
  /// Thousandths of a core.
  public let millicores: Int64

  /// No CPU.
  public static let zero = MilliCPU(0)

  /// `millicores` thousandths of a core.
  @inlinable
  public init(_ millicores: Int64) { self.millicores = millicores }

  /// Whole and part cores, for models of machines.
  @inlinable
  public var cores: Double { Double(millicores) / 1_000 }

  /// Whether `a` is less than `b`.
  @inlinable
  public static func < (a: MilliCPU, b: MilliCPU) -> Bool { a.millicores < b.millicores }
  /// Both together.
  @inlinable
  public static func + (a: MilliCPU, b: MilliCPU) -> MilliCPU {
    MilliCPU(.saturatingSum(a.millicores, b.millicores))
  }
  /// What is left of `a` without `b`.
  @inlinable
  public static func - (a: MilliCPU, b: MilliCPU) -> MilliCPU {
    MilliCPU(.saturatingDifference(a.millicores, b.millicores))
  }
}

/// An amount of memory, disk or image, in bytes.
public struct Bytes: Hashable, Comparable, Sendable {
  /// The number of bytes.
  public let count: Int64

  /// Nothing.
  public static let zero = Bytes(0)

  /// `count` bytes.
  @inlinable
  public init(_ count: Int64) { self.count = count }

  /// `n` binary megabytes (MiB).
  @inlinable
  public static func mebibytes(_ n: Int64) -> Bytes {
    Bytes(.saturatingProduct(n, 1 << 20))
  }
  /// `n` binary gigabytes (GiB).
  @inlinable
  public static func gibibytes(_ n: Int64) -> Bytes {
    Bytes(.saturatingProduct(n, 1 << 30))
  }

  /// Binary megabytes, for columns and rates.
  @inlinable
  public var mebibytes: Double { Double(count) / 1_048_576 }

  /// Whether `a` is less than `b`.
  @inlinable
  public static func < (a: Bytes, b: Bytes) -> Bool { a.count < b.count }
  /// Both together.
  @inlinable
  public static func + (a: Bytes, b: Bytes) -> Bytes {
    Bytes(.saturatingSum(a.count, b.count))
  }
  /// What is left of `a` without `b`.
  @inlinable
  public static func - (a: Bytes, b: Bytes) -> Bytes {
    Bytes(.saturatingDifference(a.count, b.count))
  }
}

/// Money in US dollars, kept as whole billionths so that sums are exact and add up.
public struct Dollars: Hashable, Comparable, Sendable {
  /// Billionths of a dollar.
  public let nanodollars: Int64

  /// No money.
  public static let zero = Dollars(nanodollars: 0)

  /// The given number of billionths of a dollar.
  public init(nanodollars: Int64) { self.nanodollars = nanodollars }

  /// The nearest amount to `dollars`, held inside the representable range of 9.2 billion; none for
  /// what is not a number.
  public init(_ dollars: Double) {
    let scaled = (dollars * 1e9).rounded()
    nanodollars = scaled.isNaN ? 0 : Int64(max(-9.2e18, min(9.2e18, scaled)))
  }

  /// The amount in dollars, for columns only.
  public var dollars: Double { Double(nanodollars) / 1e9 }

  /// What `span` costs at this price an hour.
  public func perHour(for span: TimeSpan) -> Dollars {
    let cost = Int128(nanodollars) * Int128(span.nanoseconds) / 3_600_000_000_000
    return Dollars(nanodollars: Int64(clamping: cost))
  }

  /// Whether `a` is less than `b`.
  public static func < (a: Dollars, b: Dollars) -> Bool { a.nanodollars < b.nanodollars }
  /// Both together.
  public static func + (a: Dollars, b: Dollars) -> Dollars {
    Dollars(nanodollars: .saturatingSum(a.nanodollars, b.nanodollars))
  }
}
