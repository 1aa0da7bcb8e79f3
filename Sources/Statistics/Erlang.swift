/// Erlang's loss formula: servers without a waiting room.
public enum Erlang {
  /// The chance that an arrival finds all `servers` busy and is turned away (Erlang's B formula).
  ///
  /// It depends on the service time's mean only. `load` is arrivals a second times mean service
  /// seconds, in erlangs, and may exceed the number of servers.
  /// Source: A. K. Erlang 1917; the recursion over servers is in D. Gross et al., "Fundamentals of
  /// Queueing Theory", 4th edition, section 2.4.
  ///
  /// - Throws: `StatisticsError` for a load that is negative or not finite, or no server.
  /// - Complexity: O(*c*) in the servers.
  public static func blockingProbability(
    load: Double, servers: Int
  ) throws(StatisticsError) -> Double {
    try StatisticsError.require(
      load >= 0 && load.isFinite, "load", load, "0 or more erlangs, and finite")
    try StatisticsError.require(servers > 0, "servers", Double(servers), "1 or more")
    var lost = 1.0
    for server in 1...servers { lost = load * lost / (Double(server) + load * lost) }
    return lost
  }
}
