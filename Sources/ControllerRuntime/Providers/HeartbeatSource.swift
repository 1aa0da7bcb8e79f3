import Units

/// Tells when nodes last gave a sign of life, in place of leases written every ten seconds.
///
/// A renewed lease changes nothing while its node is well, so a simulation may leave the writes out
/// and answer from here what a watcher of leases would have seen by now. The answer must be that of
/// the leases, instant for instant: the last renewal that reached the server and, a watch's delay
/// later, the watcher; and it must stand still while the node is dead or cut off.
public protocol HeartbeatSource: AnyObject {
  /// The newest renewal of the lease of the node `name` that a watcher knows of at `now`; nil when
  /// the node has no lease, or writes it for real.
  func lastRenewal(of name: String, at now: Instant) -> Instant?
}
