internal import Units

/// Where a claim that holds for small times and not for large ones ends to hold.
enum Root {
  /// The least time at which `isBefore` does not hold, to half a nanosecond or 15 digits.
  ///
  /// - Parameter guess: A time of the right size, above zero.
  static func time(from guess: Double, isBefore: (Double) -> Bool) -> TimeSpan {
    var high = guess
    while isBefore(high), high < 1e12 { high *= 2 }
    var low = 0.0
    while high - low > 0.5e-9, high - low > 1e-15 * high {
      let middle = 0.5 * (low + high)
      if isBefore(middle) { low = middle } else { high = middle }
    }
    return TimeSpan(seconds: high)
  }
}
