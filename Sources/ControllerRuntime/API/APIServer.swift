import KubeAPI

/// The API server's own side: calls take effect at once, in the order in which they come.
///
/// Components do not hold one; they hold an `APIClient`, which adds limits and latency.
public protocol APIServer: AnyObject {
  /// Carries `request` out now.
  func perform(_ request: APIRequest) -> APIResult

  /// Calls `handler` for each change of objects of `kind` after version `resourceVersion`, in
  /// order, beginning with those that history still holds.
  /// - Throws: `expired` when history no longer reaches back so far.
  func watch(
    _ kind: Kind, after resourceVersion: UInt64, _ handler: @escaping (WatchEvent) -> Void
  ) throws(APIError) -> WatchToken

  /// Ends a watch; no further event is delivered.
  func stopWatching(_ token: WatchToken)
}

/// Names one watch of an `APIServer`.
public struct WatchToken: Hashable, Sendable {
  /// The server's own number for it.
  public let rawValue: UInt64

  /// The watch that its server calls `rawValue`.
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// One change, as a watch shows it.
public struct WatchEvent: Sendable {
  /// What happened.
  public enum Change: String, Sendable {
    case added = "ADDED"
    case modified = "MODIFIED"
    case deleted = "DELETED"
  }
  /// What happened.
  public var change: Change
  /// The object after the change; for a deletion, its last state.
  public var object: any KubeObject

  /// A change of `object`.
  public init(_ change: Change, _ object: any KubeObject) {
    self.change = change
    self.object = object
  }
}
