/// Names one container endpoint in proxy tables: an index and the generation it belongs to.
///
/// Tables go stale by design: a node may still send to a pod that is gone. The generation tells.
@frozen
public struct EndpointReference: Hashable, Sendable, BitwiseCopyable {
  /// The pod's index.
  public var pod: UInt32
  /// The generation of that index.
  public var generation: UInt32

  /// The pod of `index` in `generation`.
  @inlinable
  public init(pod: UInt32, generation: UInt32) {
    self.pod = pod
    self.generation = generation
  }

  /// No endpoint.
  public static let none = EndpointReference(pod: .max, generation: 0)
}
