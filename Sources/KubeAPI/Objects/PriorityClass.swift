/// A name for a priority of pods.
public struct PriorityClass: KubeObject, Hashable {
  public static let kind = Kind.priorityClass
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// The priority of its pods; higher goes first.
  public var value: Int32
  /// Whether pods that name no class are of this one.
  public var isGlobalDefault = false
  /// Whether its pods may push pods of lower priority aside.
  public var mayPreempt = true

  /// A class of priority `value`.
  public init(metadata: ObjectMeta, value: Int32) {
    self.metadata = metadata
    self.value = value
  }

  public func wantsTheSame(as other: PriorityClass) -> Bool {
    var same = other
    same.metadata = metadata
    return self == same
  }
}
