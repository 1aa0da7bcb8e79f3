import Units

/// Whether a disk that no pod wants on its node any more is taken away now.
///
/// Source: `pkg/controller/volume/attachdetach/reconciler/reconciler.go` (reconcile), v1.36.
package struct DetachDecision: Equatable {
  /// Whether the node says that the disk is in use there, or has said nothing yet.
  package var isInUse: Bool
  /// How long it has not been wanted.
  package var unwantedFor: TimeSpan
  /// Whether the node is there and ready.
  package var isNodeReady: Bool
  /// Whether somebody has declared the node out of service.
  package var isOutOfService: Bool

  /// A case to be decided.
  package init(
    isInUse: Bool, unwantedFor: TimeSpan, isNodeReady: Bool, isOutOfService: Bool
  ) {
    self.isInUse = isInUse
    self.unwantedFor = unwantedFor
    self.isNodeReady = isNodeReady
    self.isOutOfService = isOutOfService
  }

  /// Whether it goes: when the node no longer uses it, when the node is out of service, or by force
  /// from a node that is not ready after waiting for longer than `patience`.
  package func isDue(patience: TimeSpan) -> Bool {
    !isInUse || isOutOfService || (!isNodeReady && unwantedFor > patience)
  }
}
