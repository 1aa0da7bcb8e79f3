/// What happens at an instant, as plain data: a kind that names the handler and three operands.
///
/// An event carries indices into the tables of the model that owns its kind, never an object, so
/// that scheduling one costs no allocation and no reference count. Kind 0 belongs to the engine:
/// it runs a closure of the cold tier. A world numbers its own kinds from 1, each model a range.
@frozen
public struct Event: Hashable, Sendable {
  /// Which handler runs; 0 is the engine's own.
  public var kind: UInt16
  /// A small operand, such as a flag or a stage.
  public var c: UInt16
  /// The first operand, usually the index of an entity.
  public var a: UInt32
  /// The second operand, usually the generation of that index or a second entity.
  public var b: UInt32

  /// An event of `kind` with the operands that its model gives a meaning.
  @inlinable
  public init(kind: UInt16, a: UInt32 = 0, b: UInt32 = 0, c: UInt16 = 0) {
    self.kind = kind
    self.c = c
    self.a = a
    self.b = b
  }

  /// The kind of the engine's own events, which run cold closures.
  public static let closureKind: UInt16 = 0
}

/// Names one scheduled event, so that it can be cancelled or moved.
///
/// A handle outlives its event safely: once the event has run or been cancelled, every use of the
/// handle does nothing and says so, for the generation no longer matches.
@frozen
public struct EventHandle: Hashable, Sendable {
  @usableFromInline let index: UInt32
  @usableFromInline let generation: UInt32

  @inlinable
  init(index: UInt32, generation: UInt32) {
    self.index = index
    self.generation = generation
  }

  /// The handle as one number, for those who keep it without knowing this module.
  @inlinable
  public var rawValue: UInt64 { UInt64(generation) << 32 | UInt64(index) }

  /// The handle that `rawValue` was made from.
  @inlinable
  public init(rawValue: UInt64) {
    index = UInt32(truncatingIfNeeded: rawValue)
    generation = UInt32(truncatingIfNeeded: rawValue >> 32)
  }

  /// A handle of no event: cancelling it is harmless.
  public static let none = EventHandle(index: .max, generation: 0)
}
