import Randomness

/// How long calls and watch events take between a component and the API server.
///
/// Measured: the reaction times in `control-plane-traces/LATENCIES.json` (a pod's deletion to its
/// replacement: median 20 ms; a pod's readiness to its endpoint: median 38 ms on a shared
/// machine) are sums of two watch events and one or two calls; these defaults give 20 ms for the
/// first chain. The shape (lognormal) is assumed.
public struct APILatency: Hashable, Sendable {
  /// One way of a call, in seconds.
  public var oneWay: Distribution
  /// From a change to a watcher's seeing it, in seconds.
  public var watch: Distribution

  /// Latencies with these distributions, in seconds.
  public init(oneWay: Distribution, watch: Distribution) {
    self.oneWay = oneWay
    self.watch = watch
  }

  /// The measured defaults.
  public static func measured() throws(DistributionError) -> APILatency {
    APILatency(
      oneWay: try Distribution(.lognormal(mean: 0.004, cv: 0.5)),
      watch: try Distribution(.lognormal(mean: 0.007, cv: 0.5)))
  }
}
