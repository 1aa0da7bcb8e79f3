internal import Units

/// A figure that cannot be computed from what was given, with what would be right.
public enum StatisticsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There are `got` samples where at least `needed` make the figure mean something.
  case tooFewSamples(needed: Int, got: Int)
  /// `parameter` lies outside what is `expected`.
  case outOfRange(parameter: String, value: Double, expected: String)
  /// Offered work reaches or exceeds capacity, so the queue has no steady state.
  case unstable(utilisation: Double)
  /// The numerical library refused.
  case numerical(String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .tooFewSamples(let needed, let got):
      "\(got) samples are too few; at least \(needed) are needed"
    case .outOfRange(let parameter, let value, let expected):
      "\(parameter) is \(value); it should be \(expected)"
    case .unstable(let utilisation):
      "utilisation is \(utilisation); below 1 there would be a steady state"
    case .numerical(let reason):
      reason
    }
  }

  /// Passes when there is service time and a server.
  static func requireStation(
    service: TimeSpan, servers: Int
  ) throws(StatisticsError) {
    try require(service > .zero, "mean service time", service.seconds, "above 0")
    try require(servers > 0, "servers", Double(servers), "1 or more")
  }

  static func require(
    _ holds: Bool, _ parameter: String, _ value: Double, _ expected: String
  ) throws(StatisticsError) {
    guard holds else {
      throw .outOfRange(parameter: parameter, value: value, expected: expected)
    }
  }
}
