/// How much was found at each place of one topology.
final class PlaceCounts {
  /// The place of each row that counts; -1 for a row that does not.
  let places: Column<Int32>
  /// The counts by place.
  let counts: Column<Int64>
  /// How many places have a count that is not zero.
  @exclusivity(unchecked)
  private(set) var found = 0
  /// No count is or was above this.
  @exclusivity(unchecked)
  private(set) var largest: Int64 = 0

  /// Whether every row has a place.
  let isEverywhere: Bool

  init(_ places: Column<Int32>, placeCount: Int, isEverywhere: Bool = false) {
    self.places = places
    self.isEverywhere = isEverywhere
    counts = Column(placeCount, 0)
  }

  /// Adds to the place of `row`, if it has one.
  func add(_ amount: Int64, at row: Int) {
    let place = places.values[row]
    if place < 0 { return }
    let old = counts.values[Int(place)]
    let new = old &+ amount
    counts.values[Int(place)] = new
    largest = max(largest, new)
    if old == 0 && new != 0 { found += 1 }
    if old != 0 && new == 0 { found -= 1 }
  }

  /// The count at the place of `row`; 0 where it has none.
  func count(at row: Int) -> Int64 {
    let place = places.values[row]
    return place < 0 ? 0 : counts.values[Int(place)]
  }
}

/// What one pod of some kind adds to which counts, wherever it is.
struct PlaceEffect {
  /// Each count with the amount; the counts belong to the tallies, which live as long.
  private(set) var parts: [(counts: Unmanaged<PlaceCounts>, amount: Int64)] = []

  mutating func add(_ amount: Int64, to counts: PlaceCounts) {
    parts.append((Unmanaged.passUnretained(counts), amount))
  }

  /// Counts it so many times more in `row`.
  func apply(_ times: Int64, at row: Int) {
    for part in parts {
      part.counts._withUnsafeGuaranteedRef { $0.add(times &* part.amount, at: row) }
    }
  }
}
