import ClusterSim

/// What became of a bug that was planted: how soon a promise caught it, and how small the world is
/// that still shows it.
public struct PlantedTable: Sendable {
  /// One bug.
  public struct Row: Sendable {
    /// The bug.
    public var bug: PlantedBug
    /// Seeds until it was caught; nil: it was not.
    public var seeds: Int?
    /// The promise that caught it; empty when none did.
    public var promise = ""
    /// The world's size when it was caught …
    public var before = ""
    /// … and after shrinking.
    public var after = ""
    /// Runs that shrinking took.
    public var runs = 0
  }
  /// One row a bug.
  public private(set) var rows: [Row] = []

  /// Plants each of `bugs` in the worlds of `seeds`, lowest first, until a promise breaks.
  public init(
    _ bugs: [PlantedBug], seeds: ClosedRange<UInt64>, threads: Int, shrinkRuns: Int = 120
  ) {
    for bug in bugs {
      var row = Row(bug: bug)
      let search = SwarmSearch.run(
        seeds, threads: threads, planted: bug, stopsAtFirst: true)
      if let find = search.finds.first {
        let world = WorldGenerator.world(seed: find.seed)
        let shrunk = Shrinker(world, breaking: find.breach, planted: bug, budget: shrinkRuns)
        row.seeds = search.worlds
        row.promise = find.breach.promise
        row.before = world.size
        row.after = shrunk.world.size
        row.runs = shrunk.runs
      }
      rows.append(row)
    }
  }

  /// Whether every bug was caught.
  public var isComplete: Bool { rows.allSatisfy { $0.seeds != nil } }

  /// One line a bug.
  public var text: String {
    rows.map { row in
      guard let seeds = row.seeds else { return "\(row.bug.rawValue): not caught\n" }
      return "\(row.bug.rawValue): caught by \"\(row.promise)\" after \(seeds) "
        + "\(seeds == 1 ? "seed" : "seeds")\n"
        + "  \(row.bug.summary)\n"
        + "  shrunk in \(row.runs) runs from \(row.before) to \(row.after)\n"
    }.joined()
  }
}
