/// How often something happens, per second.
public struct Rate: Hashable, Comparable, Sendable {
  /// Happenings a second; zero or more.
  public let perSecond: Double

  /// Never.
  public static let zero = Rate(perSecond: 0)

  /// `perSecond` happenings a second.
  @inlinable
  public init(perSecond: Double) {
    precondition(perSecond >= 0, "a rate cannot be negative, got \(perSecond)")
    self.perSecond = perSecond
  }

  /// Whether `a` is slower than `b`.
  @inlinable
  public static func < (a: Rate, b: Rate) -> Bool { a.perSecond < b.perSecond }
}
