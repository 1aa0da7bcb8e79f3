import Units

/// A program outside of the scheduler that is asked over HTTP, as a configuration declares it.
///
/// Source: `staging/src/k8s.io/kube-scheduler/config/v1/types.go` (Extender), v1.34.
public struct ExtenderSettings: Hashable, Sendable {
  /// A resource that the extender manages.
  public struct ManagedResource: Hashable, Sendable {
    /// The extended resource's name, such as `example.com/gpu`.
    public var name: String
    /// Whether `NodeResourcesFit` leaves the resource to the extender.
    public var isIgnoredByScheduler: Bool

    /// A resource that the extender manages.
    public init(_ name: String, isIgnoredByScheduler: Bool = false) {
      self.name = name
      self.isIgnoredByScheduler = isIgnoredByScheduler
    }
  }

  /// Where it listens; verbs are appended after a slash.
  public var urlPrefix: String
  /// The verb that turns nodes down; empty for none.
  public var filterVerb = ""
  /// The verb that has a say in who is pushed aside; empty for none.
  public var preemptVerb = ""
  /// The verb that gives nodes points; empty for none.
  public var prioritizeVerb = ""
  /// How often its points count.
  public var weight: Int64 = 0
  /// The verb that binds pods in the scheduler's place; empty for none.
  public var bindVerb = ""
  /// How long an answer is waited for, in real time (documented).
  ///
  /// Source: `pkg/scheduler/extender.go` (DefaultExtenderTimeout), v1.34.
  public var httpTimeout = TimeSpan.seconds(5)
  /// Whether it knows the nodes and wants their names only.
  public var isNodeCacheCapable = false
  /// The resources for whose sake it is asked; empty: it is asked about every pod.
  public var managedResources: [ManagedResource] = []
  /// Whether pods are scheduled without it when it fails.
  public var isIgnorable = false

  /// An extender without a verb.
  public init(urlPrefix: String) { self.urlPrefix = urlPrefix }
}
