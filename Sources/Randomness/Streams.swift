/// The random streams of one run: one for each entity and purpose, found by name.
///
/// A stream depends on the seed, the replication and its own name alone, so adding an entity or a
/// draw in one place changes no draw elsewhere, and two variants of a scenario see the same
/// arrivals and the same service demands (common random numbers).
@frozen
public struct Streams: Hashable, Sendable {
  @usableFromInline let root: StableHash
  /// The seed that the user gave.
  public let seed: UInt64
  /// Which replication of the run this is, from 0.
  public let replication: UInt64

  /// The streams of replication `replication` under `seed`.
  public init(seed: UInt64, replication: UInt64 = 0) {
    self.seed = seed
    self.replication = replication
    var hash = StableHash()
    hash.absorb(seed)
    hash.absorb(replication)
    root = hash
  }

  /// The stream called `path`, such as `client/web/arrivals`.
  ///
  /// - Complexity: O(*n*) in the path's length; about 60 ns for a short one.
  public func stream(_ path: String) -> RandomStream {
    var hash = root
    hash.absorb(path)
    return RandomStream(hash)
  }

  /// The stream of the `index`-th `entity` for `purpose`.
  ///
  /// For many entities of one kind, `family(_:purpose:)` hashes the names once.
  public func stream(_ entity: String, index: UInt64, purpose: String) -> RandomStream {
    family(entity, purpose: purpose)[index]
  }

  /// The streams of all entities of one kind for one purpose, to be told apart by number.
  public func family(_ entity: String, purpose: String) -> StreamFamily {
    var hash = root
    hash.absorb(entity)
    hash.absorb(purpose)
    return StreamFamily(hash: hash)
  }
}

/// Numbered streams of one kind of entity and one purpose.
@frozen
public struct StreamFamily: Hashable, Sendable {
  @usableFromInline let hash: StableHash

  @usableFromInline
  init(hash: StableHash) { self.hash = hash }

  /// The stream of entity `index`; about 14 ns with its first draw.
  @inlinable
  public subscript(index: UInt64) -> RandomStream {
    var own = hash
    own.absorb(index)
    return RandomStream(own)
  }
}
