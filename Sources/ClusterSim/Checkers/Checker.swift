import ControllerRuntime
import KubeAPI
import Units

/// One promise of the simulation, watched from the first event of every run to the last.
///
/// A checker sees each change of the store as it happens and every second of simulated time. It
/// keeps the first breach and goes on: a run that breaks a promise ends, and says so.
public protocol Checker: AnyObject {
  /// The promise as a short name, such as `no node over-committed`.
  var name: String { get }
  /// What is looked at, and how often it was.
  var detail: String { get }
  /// The first breach, with its time and values; nil while the promise holds.
  var breach: String? { get }
  /// Looks at one change of the store.
  func observe(_ event: WatchEvent, at now: Instant)
  /// Looks at the world once a second, and after the last event.
  func observeSecond(at now: Instant)
}

extension Checker {
  func observe(_ event: WatchEvent, at now: Instant) {}
  func observeSecond(at now: Instant) {}
}

/// The promises that every run is held to.
package enum Checkers {
  /// One of each; `world` is what they look into.
  package static func all(of world: any CheckedWorld) -> [any Checker] {
    [
      RequestConservation(world), NodeCapacity(), OneNodePerPod(), RisingVersions(),
      MonotoneClock(), MoneyAddsUp(world), ProcessesHavePods(world),
      NothingBilledTwice(world),
    ]
  }
}

/// What checkers look into besides the store.
package protocol CheckedWorld: AnyObject {
  /// Requests that arrived, and what became of them.
  var requestCounts: RequestCounts { get }
  /// Each bill of the run with its total as the meter keeps it.
  var bills: [Bill] { get }
  /// The unique ids of the pods that have a running process, sorted, with their nodes.
  var podsWithProcesses: [(uid: String, node: String)] { get }
}

/// Requests that arrived, and what became of them.
public struct RequestCounts: Equatable, Sendable {
  /// Sent by users and probers.
  public var arrived = 0
  /// Answered in time without an error.
  public var succeeded = 0
  /// Ended in an error.
  public var failed = 0
  /// Given up by the client.
  public var timedOut = 0
  /// Counted one by one in the table of live requests.
  public var inFlight = 0

  /// No requests yet.
  public init() {}
}

/// What one thing has cost by now.
package struct Bill: Equatable {
  /// What kind of thing is paid for.
  package var category: String
  /// What is paid for.
  package var name: String
  /// The price an hour.
  package var perHour: Dollars
  /// From when it was there …
  package var from: Instant
  /// … to when.
  package var to: Instant
  /// What the meter says.
  package var metered: Dollars

  /// The bill for `name`.
  package init(
    category: String = "", name: String, perHour: Dollars, from: Instant, to: Instant,
    metered: Dollars
  ) {
    self.category = category
    self.name = name
    self.perHour = perHour
    self.from = from
    self.to = to
    self.metered = metered
  }
}
