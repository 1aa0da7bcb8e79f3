/// A plugin whose answers about a pod and a node hang on nothing but the pod's kind (`PodKind`),
/// the node itself and the pods there.
///
/// What it says is remembered for all pods of a kind, and it is asked again only about nodes on
/// which something has changed; this is what makes a large cluster fast. Its PreFilter must not
/// look at the nodes, nor its PreScore, and neither at a pod's name or status; what they write into
/// the state is kept with the kind. A node's conditions and heartbeats do not count as a change.
///
/// Plugins that do not say that they are local are asked each time, and make the search for a node
/// as slow as the number of nodes is large, unless their PreFilter has nothing to do with the pod.
public protocol LocalPlugin: SchedulerPlugin {
  /// Whether the pods on the node matter; if not, only changes of the node itself do.
  var mindsPods: Bool { get }
  /// What becomes of its points, if it scores.
  var scale: PointScale { get }
  /// What else its answers about the pod hang on: when it is not the same as before, it is asked
  /// about all nodes again.
  func basis(of pod: PodInfo) -> [Int64]
}

extension LocalPlugin {
  /// They do.
  public var mindsPods: Bool { true }
  /// Whatever `normalize` makes of them.
  public var scale: PointScale { .own }
  /// Nothing else.
  public func basis(of pod: PodInfo) -> [Int64] { [] }
}

/// What becomes of the points of a plugin before they are weighted.
public enum PointScale: Hashable, Sendable {
  /// They are from 0 to 100 already: `normalize` does nothing.
  case asGiven
  /// Their share of the largest, in 100 parts; reversed, what is left of it.
  case share(reversed: Bool)
  /// What the plugin's own `normalize` does.
  case own
}
