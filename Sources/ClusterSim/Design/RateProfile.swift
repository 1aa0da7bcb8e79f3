import Units

/// How a rate changes over time: pieces in which it is constant or changes steadily.
///
/// The last piece lasts for ever, whatever its length says.
public struct RateProfile: Hashable, Sendable {
  /// A stretch of time in which the rate is constant or changes steadily.
  public struct Piece: Hashable, Sendable {
    /// How long it lasts; nil: for ever.
    public var length: TimeSpan?
    /// The rate at its beginning.
    public var from: Rate
    /// The rate at its end; the same as `from` when it lasts for ever.
    public var to: Rate

    /// A stretch of `length`.
    public init(length: TimeSpan?, from: Rate, to: Rate) {
      self.length = length
      self.from = from
      self.to = to
    }
  }
  /// The pieces one after the other; at least one.
  public let pieces: [Piece]

  /// The profile of the given pieces.
  public init(_ pieces: [Piece]) {
    precondition(!pieces.isEmpty, "a rate profile needs a piece")
    self.pieces = pieces
  }

  /// Always `rate`.
  public static func constant(_ rate: Rate) -> RateProfile {
    RateProfile([Piece(length: nil, from: rate, to: rate)])
  }

  /// The rate `time` after the client's start; after the last piece its final rate.
  ///
  /// - Complexity: O(number of pieces).
  public func rate(at time: TimeSpan) -> Rate {
    var left = time
    for piece in pieces {
      guard let length = piece.length else { return piece.from }
      if left < length {
        let share = left.seconds / length.seconds
        let change = piece.to.perSecond - piece.from.perSecond
        return Rate(perSecond: max(0, piece.from.perSecond + change * share))
      }
      left = left - length
    }
    return pieces[pieces.count - 1].to
  }

  /// The highest rate that ever holds.
  public var peak: Rate {
    pieces.reduce(Rate.zero) { max($0, max($1.from, $1.to)) }
  }
}
