public import Units

/// How the rate of arrivals changes over time: pieces in which it is constant or changes steadily.
///
/// The last piece lasts for ever at the rate that it ends with.
public struct ArrivalRates: Sendable {
  /// A stretch of time.
  public struct Piece: Sendable {
    /// How long it lasts; above zero.
    public var length: TimeSpan
    /// The rate at its beginning.
    public var from: Rate
    /// The rate at its end.
    public var to: Rate

    /// A stretch of `length` in which the rate goes from `from` to `to`.
    public init(length: TimeSpan, from: Rate, to: Rate) {
      precondition(length > .zero, "a piece of a rate profile needs a length")
      self.length = length
      self.from = from
      self.to = to
    }
  }

  /// The pieces one after the other.
  public let pieces: [Piece]
  /// The rate after the last piece.
  public let last: Rate

  /// The given pieces, and `last` for ever after.
  public init(_ pieces: [Piece], then last: Rate) {
    self.pieces = pieces
    self.last = last
  }

  /// Always `rate`.
  public static func constant(_ rate: Rate) -> ArrivalRates { ArrivalRates([], then: rate) }
}
