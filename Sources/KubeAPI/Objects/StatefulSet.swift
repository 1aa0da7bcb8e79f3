/// Keeps pods with names of their own running.
///
/// Read from records of clusters only, as the owner of its pods: nothing here runs one.
public struct StatefulSet: KubeObject, Hashable {
  public static let kind = Kind.statefulSet
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// By which it knows its pods.
  public var selector: LabelSelector

  /// A stateful set of the pods that `selector` finds.
  public init(metadata: ObjectMeta, selector: LabelSelector) {
    self.metadata = metadata
    self.selector = selector
  }

  public func wantsTheSame(as other: StatefulSet) -> Bool { selector == other.selector }
}
