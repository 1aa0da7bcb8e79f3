import Units

/// Drives one kind of object toward its declared state.
///
/// A reconciler is level-triggered: it gets a key, not an event, and decides from what its
/// informers show. The decision makes no call itself: it gives a plan, which the runtime carries
/// out over (simulated or real) time, so the same code serves a simulation and the live server.
public protocol Reconciler<Key>: AnyObject {
  /// What names one piece of work, most often an `ObjectKey`.
  associatedtype Key: Hashable

  /// What to do next for `key`, given what the informers show at `now`.
  ///
  /// Safe to repeat: a decision that finds nothing to do is the plan `done`. A plan that fails
  /// requeues the key with back-off.
  func plan(for key: Key, now: Instant) -> Plan
}
