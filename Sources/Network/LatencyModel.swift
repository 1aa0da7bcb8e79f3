public import Randomness
public import Units

/// How long messages are under way between machines, as round trips.
///
/// One draw is made for each connection and holds for all its messages: links differ from one
/// connection to the next (paths, queues), hardly within the milliseconds of one. Bandwidth is not
/// modelled here, for pages of some kilobytes add microseconds.
public struct LatencyModel: Sendable {
  /// Between two containers of one node, over its bridge. Assumed: 50 µs.
  public var sameNode = Distribution.deterministic(TimeSpan.microseconds(50))
  /// Between two nodes of one zone. Assumed: 0.25 ms.
  public var sameZone = Distribution.lognormal(mean: TimeSpan.microseconds(250), cv: 0.2)
  /// Between two nodes of different zones. Assumed: 1 ms.
  public var crossZone = Distribution.lognormal(mean: TimeSpan.milliseconds(1), cv: 0.2)
  /// Between users and a cloud load balancer or a node. Assumed: 20 ms.
  public var outside = Distribution.lognormal(mean: TimeSpan.milliseconds(20), cv: 0.2)

  /// Every time at its default.
  public init() {}

  /// A network that takes no time, for comparisons with queueing theory.
  public static var instantaneous: LatencyModel {
    var model = LatencyModel()
    let zero = Distribution.deterministic(TimeSpan.zero)
    model.sameNode = zero
    model.sameZone = zero
    model.crossZone = zero
    model.outside = zero
    return model
  }
}
