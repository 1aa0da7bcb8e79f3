import Units

/// How an API server is set up.
public struct KubeStoreParameters: Hashable, Sendable {
  /// The first address of the services' range; documented: kubeadm's default `10.96.0.0`.
  public var serviceRangeStart: UInt32 = 10 << 24 | 96 << 16
  /// The length of the services' prefix; documented: GKE gives a cluster a /20.
  public var serviceRangePrefix = 20
  /// Ports that services may take on every node; documented: `--service-node-port-range`.
  public var nodePorts: ClosedRange<Int32> = 30_000...32_767
  /// Changes of one kind that a watch may begin behind; older ones have expired. Assumed: the real
  /// cache grows and shrinks between 100 and 102,400 with the rate of changes.
  public var historyLength = 1_024
  /// How long an event is kept after its last change; documented: `--event-ttl`.
  public var eventLifetime = TimeSpan.hours(1)
  /// How long pods put up with a silent node unless they say otherwise; documented:
  /// `--default-not-ready-toleration-seconds`, `--default-unreachable-toleration-seconds`.
  public var defaultTolerationSeconds: Int64 = 300

  /// The defaults.
  public init() {}
}
