/// What an engine drives: the state of a simulation with one entry for all its typed events.
///
/// A conforming class is final and its `handle` switches on `event.kind`, giving each model the
/// kinds of its range. The run loop is generic over the world, and so the compiler makes one loop
/// for it in the module that calls `run`, with no dynamic dispatch in it.
public protocol World: AnyObject {
  /// Carries out one event at the engine's current time.
  func handle(_ event: Event)
}

/// A world without typed events, for programs that only use closures.
public final class EmptyWorld: World {
  /// A world that expects no event.
  public init() {}

  /// Refuses: only closures can be scheduled with this world.
  public func handle(_ event: Event) {
    preconditionFailure("an empty world got an event of kind \(event.kind)")
  }
}
