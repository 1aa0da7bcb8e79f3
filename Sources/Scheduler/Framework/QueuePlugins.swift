/// A piece of the scheduler's judgement. One type may join in at several extension points; it
/// conforms to the protocol of each.
///
/// A plugin is made anew for each profile and keeps no state of single pods between cycles, save
/// what Reserve hands it.
public protocol SchedulerPlugin: AnyObject {
  /// The name that configurations and explanations use.
  static var name: String { get }
}

extension SchedulerPlugin {
  /// The name that configurations and explanations use.
  public var name: String { Self.name }
}

/// Decides whether a pod may be queued for scheduling at all.
public protocol PreEnqueuePlugin: SchedulerPlugin {
  /// Success lets the pod in; a rejection holds it until an event of this plugin's interest.
  func preEnqueue(_ pod: PodInfo) -> Status
}

/// Decides which of two waiting pods goes first. A profile has exactly one.
public protocol QueueSortPlugin: SchedulerPlugin {
  /// Whether `a` goes before `b`.
  func isBefore(_ a: QueuedPod, _ b: QueuedPod) -> Bool
}

/// Says which events could make a pod fit that this plugin turned away.
///
/// A plugin that can reject pods and does not conform has its pods tried again at every event.
public protocol EventfulPlugin: SchedulerPlugin {
  /// The events to wake for.
  var eventsToRegister: [EventInterest] { get }
}
