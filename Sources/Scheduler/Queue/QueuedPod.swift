import Units

/// A pod that waits for a node, with what its tries have brought so far.
///
/// Source: `staging/src/k8s.io/kube-scheduler/framework/types.go` (QueuedPodInfo), v1.34.
public final class QueuedPod {
  /// The pod.
  public internal(set) var info: PodInfo
  /// When it came into the queue, or came back into it.
  public internal(set) var timestamp: Instant
  /// How often it was tried.
  public internal(set) var attempts = 0
  /// When it was let into the queue for the first time; nil while it is gated.
  public internal(set) var firstQueued: Instant?
  /// How often plugins turned it down.
  public internal(set) var unschedulableCount = 0
  /// How often in a row something broke.
  public internal(set) var consecutiveErrors = 0
  /// The plugins that turned it down at its last try, sorted.
  public internal(set) var unschedulablePlugins: [String] = []
  /// The plugins that wait for something outside since its last try, sorted.
  public internal(set) var pendingPlugins: [String] = []
  /// The plugin that keeps it out of the queue; nil for none.
  public internal(set) var gatingPlugin: String?
  /// When its back-off ends, once that has been worked out.
  var backoffEnd: Instant?
  /// Tells apart pods that came at one instant: the one that came first goes first.
  let sequence: UInt64

  /// A pod that has come in now, as the `sequence`-th.
  public init(_ info: PodInfo, at now: Instant, sequence: UInt64) {
    self.info = info
    timestamp = now
    self.sequence = sequence
  }

  /// Notes the plugins that turned it down at this try; nobody means that something broke.
  package func reject(by plugins: [String], pending: [String] = []) {
    unschedulablePlugins = plugins.sorted()
    pendingPlugins = pending.sorted()
  }

  var identity: String { info.identity }
  var isGated: Bool { gatingPlugin != nil }
  var hasRejectors: Bool { !unschedulablePlugins.isEmpty || !pendingPlugins.isEmpty }
}
