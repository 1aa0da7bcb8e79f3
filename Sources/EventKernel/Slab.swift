/// Rows of plain data that come and go, each named by an index and a generation.
///
/// The place of a row that went is used again with the next generation, so a stale name is told
/// apart. Events carry (index, generation) and ask `isCurrent` first.
///
/// - Complexity: inserting and removing are O(1) amortised.
@frozen
public struct Slab<Row> {
  @frozen
  @usableFromInline
  struct Place {
    @usableFromInline var row: Row
    @usableFromInline var generation: UInt32
    /// The next free place, or `inUse`.
    @usableFromInline var nextFree: UInt32

    @inlinable
    init(row: Row, generation: UInt32, nextFree: UInt32) {
      self.row = row
      self.generation = generation
      self.nextFree = nextFree
    }
  }

  @frozen
  @usableFromInline
  struct Counters {
    @usableFromInline var firstFree: UInt32
    @usableFromInline var live: Int

    @inlinable
    init(firstFree: UInt32, live: Int) {
      self.firstFree = firstFree
      self.live = live
    }
  }

  @usableFromInline let places: Table<Place>
  @usableFromInline let counters: UnsafeMutablePointer<Counters>

  @usableFromInline static var inUse: UInt32 { @inlinable get { .max - 1 } }
  @usableFromInline static var none: UInt32 { @inlinable get { .max } }

  /// A slab without rows.
  @inlinable
  public init() {
    places = Table()
    counters = .allocate(capacity: 1)
    counters.initialize(to: Counters(firstFree: Slab.none, live: 0))
  }

  /// Gives the memory back; neither this value nor any copy of it may be used afterwards.
  @inlinable
  public func destroy() {
    places.destroy()
    counters.deallocate()
  }

  /// How many rows there are.
  @inlinable
  public var count: Int { counters.pointee.live }

  /// One more than the largest index ever used, for walks over all rows by index.
  @inlinable
  public var endIndex: UInt32 { UInt32(truncatingIfNeeded: places.count) }

  /// Adds a row and returns its index.
  @inlinable
  public func insert(_ row: Row) -> UInt32 {
    counters.pointee.live &+= 1
    let free = counters.pointee.firstFree
    if free == Slab.none {
      let place = Place(row: row, generation: 1, nextFree: Slab.inUse)
      return UInt32(truncatingIfNeeded: places.append(place))
    }
    let place = places[free]
    counters.pointee.firstFree = place.pointee.nextFree
    place.pointee.row = row
    place.pointee.nextFree = Slab.inUse
    return free
  }

  /// Removes the row at `index`, which must be there; its generation is over.
  @inlinable
  public func remove(_ index: UInt32) {
    let place = places[index]
    precondition(place.pointee.nextFree == Slab.inUse, "row \(index) was removed twice")
    place.pointee.generation &+= 1
    place.pointee.nextFree = counters.pointee.firstFree
    counters.pointee.firstFree = index
    counters.pointee.live &-= 1
  }

  /// The row at `index`; the pointer is good until the row is removed.
  @inlinable
  public subscript(index: UInt32) -> UnsafeMutablePointer<Row> {
    UnsafeMutableRawPointer(places[index]).assumingMemoryBound(to: Row.self)
  }

  /// The generation of the row at `index`.
  @inlinable
  public func generation(of index: UInt32) -> UInt32 { places[index].pointee.generation }

  /// Whether there is a row at `index`.
  @inlinable
  public func contains(_ index: UInt32) -> Bool {
    Int(index) < places.count && places[index].pointee.nextFree == Slab.inUse
  }

  /// Whether the row at `index` is still the one that was there in `generation`.
  ///
  /// `index` must have been handed out at some time.
  @inlinable
  public func isCurrent(_ index: UInt32, generation: UInt32) -> Bool {
    places[index].pointee.generation == generation
  }
}
