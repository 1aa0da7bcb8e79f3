/// When a world is left alone, and by when all must be well again.
///
/// The bound is not tuned to what passes: it adds up the delays that one thing may wait for
/// another, each documented with its source in `scenarios/README.md` or `NodeAgents`.
public struct WorldSchedule: Hashable, Sendable {
  /// The last fault has mended and the last command is typed.
  public let healed: Int
  /// Clients stop that were there all the time.
  public let trafficStops: Int
  /// From now on everybody is served: a probing client for each app begins.
  public let calm: Int
  /// The probing clients stop.
  public let calmEnds: Int
  /// All promises of a cluster at rest hold.
  public let end: Int

  /// The schedule of a world.
  public init(_ world: SwarmWorld) {
    healed = world.steps.map { $0.at + $0.action.seconds }.max() ?? 60
    trafficStops = healed + 60
    calm = healed + Self.settling(world)
    calmEnds = calm + 20
    // Probing clients give up after 5 s; a minute later nothing may be left of them.
    end = calmEnds + 70
  }

  /// Seconds from the last healing until all must be well.
  ///
  /// A machine boots for a minute (log-normal: three at most). Evictions that began five minutes
  /// after a machine was lost are over by then or within the rate of one node in ten seconds. A
  /// container that failed and an image that could not be pulled wait for five minutes at most,
  /// half of that more by the jitter of the kubelet's poll. A pod ends within its grace, which
  /// includes its hook. A load balancer needs three checks of eight seconds, and its update. TCP
  /// sends again after two minutes at most. A deployment replaces its pods one by one: each comes
  /// within forty seconds (image, start, a period of its probe), and there may be two roll-outs.
  public static func settling(_ world: SwarmWorld) -> Int {
    let boot = 180
    let eviction = 60 + 10 * world.nodes
    let backOff = 300 + 150
    let grace = 2 * (world.apps.map(\.grace).max() ?? 0)
    let balancer = 120
    let rollOut = world.apps.filter { $0.rollOut != nil }.map { 80 * $0.most }.max() ?? 0
    return boot + eviction + backOff + grace + balancer + rollOut
  }
}
