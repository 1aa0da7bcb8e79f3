import Units

/// An object that the API server stores: a plain value with metadata.
public protocol KubeObject: Sendable {
  /// What it is.
  static var kind: Kind { get }
  /// Its name, labels, version and history.
  var metadata: ObjectMeta { get set }
  /// Whether `other`, an object of the same type, wants the same (everything but `status` and
  /// metadata is equal); the server raises the generation when not.
  func wantsTheSame(as other: Self) -> Bool
}

extension KubeObject {
  /// What it is.
  public var kind: Kind { Self.kind }
  /// Namespace and name.
  public var key: ObjectKey { metadata.key }
  /// Kind, namespace, name and unique id.
  public var reference: ObjectReference {
    ObjectReference(Self.kind, metadata.key, uid: metadata.uid)
  }
}

/// One truth about an object as of some instant, in the API's own form.
public struct Condition: Hashable, Sendable {
  /// `True`, `False` or `Unknown`.
  public enum Status: String, Hashable, Sendable {
    case isTrue = "True"
    case isFalse = "False"
    case unknown = "Unknown"
  }
  /// Its name, such as `Ready`.
  public var type: String
  /// Whether it holds.
  public var status: Status
  /// Why, as one word in camel case.
  public var reason: String
  /// Why, as a sentence.
  public var message: String
  /// When `status` last changed, cut to whole seconds.
  public var lastTransitionTime: Instant

  /// A condition as of `lastTransitionTime`.
  public init(
    _ type: String, _ status: Status, reason: String = "", message: String = "",
    since lastTransitionTime: Instant
  ) {
    self.type = type
    self.status = status
    self.reason = reason
    self.message = message
    self.lastTransitionTime = lastTransitionTime.truncatedToSeconds
  }
}

extension [Condition] {
  /// The condition called `type`, if it is there.
  public func first(_ type: String) -> Condition? { first { $0.type == type } }

  /// Whether the condition called `type` is there and True.
  public func holds(_ type: String) -> Bool { first(type)?.status == .isTrue }

  /// Puts `condition` in the place of the one of its type, or at the end; the transition time of
  /// an unchanged status stays.
  /// - Returns: whether anything changed.
  @discardableResult
  public mutating func set(_ condition: Condition) -> Bool {
    guard let place = firstIndex(where: { $0.type == condition.type }) else {
      append(condition)
      return true
    }
    var merged = condition
    if self[place].status == condition.status {
      merged.lastTransitionTime = self[place].lastTransitionTime
    }
    defer { self[place] = merged }
    return self[place] != merged
  }
}
