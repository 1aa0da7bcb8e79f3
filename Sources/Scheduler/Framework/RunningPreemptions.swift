/// Pods whose victims are being told to go: they are kept out of the queue until all calls but the
/// last are made.
///
/// Source: `pkg/scheduler/framework/preemption/preemption.go` (preempting), v1.34.
public final class RunningPreemptions {
  private var pods: Set<String> = []

  /// Nobody's victims are told.
  public init() {}

  /// Whether victims of the pod of this identity are being told.
  public func contains(_ identity: String) -> Bool { pods.contains(identity) }

  func begin(_ identity: String) { pods.insert(identity) }

  func end(_ identity: String) { pods.remove(identity) }
}
