import KubeAPI
import Units

/// One call to the API server.
public enum APIRequest: Sendable {
  /// Reads one object as it is stored now.
  case get(ObjectReference)
  /// Reads all objects of a kind, of one namespace or (nil) of all, sorted by key.
  case list(Kind, namespace: String?)
  /// Stores a new object.
  case create(any KubeObject)
  /// Replaces all but the status; a `resourceVersion` other than 0 must be the stored one.
  case update(any KubeObject)
  /// Replaces the status only; a `resourceVersion` other than 0 must be the stored one.
  case updateStatus(any KubeObject)
  /// Changes the stored object in place, whatever its version.
  case patch(ObjectReference, Patch)
  /// Begins or completes a deletion.
  case delete(ObjectReference, DeleteOptions)
  /// Deletes a pod if its disruption budget allows it; too many requests when it does not.
  case evict(ObjectReference, DeleteOptions)
  /// Binds a pod to a node; a conflict when it is bound already or its uid is another.
  case bind(pod: ObjectKey, uid: String, node: String)
}

/// A change that the server makes to the stored object itself.
public struct Patch: Sendable {
  /// What is changed, for logs.
  public let summary: String
  /// Whether only the status is written (the generation then stays).
  public let isStatus: Bool
  /// Makes the change; throwing leaves the object as it was.
  public let apply: @Sendable (inout any KubeObject) throws(APIError) -> Void

  /// A change described by `summary`.
  public init(
    _ summary: String, isStatus: Bool = false,
    apply: @escaping @Sendable (inout any KubeObject) throws(APIError) -> Void
  ) {
    self.summary = summary
    self.isStatus = isStatus
    self.apply = apply
  }
}

/// How an object is to be deleted.
public struct DeleteOptions: Hashable, Sendable {
  /// What becomes of the objects that it owns.
  public enum Propagation: String, Hashable, Sendable {
    case background = "Background"
    case foreground = "Foreground"
    case orphan = "Orphan"
  }
  /// What becomes of its dependents; nil: the kind's default (orphan for a core/v1
  /// ReplicationController, background otherwise).
  public var propagation: Propagation?
  /// Seconds of grace; nil: the object's own; 0: gone at once.
  public var gracePeriodSeconds: Int64?

  /// Deletes with the given propagation and grace.
  public init(propagation: Propagation? = nil, gracePeriodSeconds: Int64? = nil) {
    self.propagation = propagation
    self.gracePeriodSeconds = gracePeriodSeconds
  }
}

/// What a call gave back.
public enum APIResponse: Sendable {
  /// The object as stored after the call.
  case object(any KubeObject)
  /// The objects of a list, sorted by key, and the version of the store that it shows.
  case list([any KubeObject], resourceVersion: UInt64)
  /// Done, with nothing to show (the object is gone).
  case done
}

/// A call's outcome.
public typealias APIResult = Result<APIResponse, APIError>

/// Why the API server refused a call, with Kubernetes' own reasons so that clients act the same.
public struct APIError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The reasons of `metav1.StatusReason`, and the two ways of getting no answer.
  public enum Reason: String, Hashable, Sendable {
    case notFound = "NotFound"
    case alreadyExists = "AlreadyExists"
    case conflict = "Conflict"
    case invalid = "Invalid"
    case badRequest = "BadRequest"
    case forbidden = "Forbidden"
    case tooManyRequests = "TooManyRequests"
    case expired = "Expired"
    case timeout = "Timeout"
    case internalError = "InternalError"
    case unreachable = "ServiceUnavailable"
  }
  /// Why.
  public var reason: Reason
  /// Why, in the words that kubectl prints after `Error from server (Reason): `.
  public var message: String
  /// More exactly why, from the answer's details, which kubectl does not print; empty for nothing.
  public var cause: String

  /// A refusal.
  public init(_ reason: Reason, _ message: String, cause: String = "") {
    self.reason = reason
    self.message = message
    self.cause = cause
  }

  /// As kubectl prints it.
  public var description: String {
    reason == .unreachable
      ? "Unable to connect to the server: \(message)"
      : "Error from server (\(reason.rawValue)): \(message)"
  }
}
