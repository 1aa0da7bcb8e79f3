import Statistics

/// What one variant of a scenario found out.
public struct VariantResults: Sendable {
  /// The variant's name; also that of its folder.
  public var name: String
  /// What it is, in a few words.
  public var title: String
  /// What it changes, as `--set` would.
  public var changes: [String]
  /// Its replications; their numbers and random streams are those of every other variant.
  public var replications: Replications

  /// The results of the variant `name`.
  public init(name: String, title: String, changes: [String], replications: Replications) {
    self.name = name
    self.title = title
    self.changes = changes
    self.replications = replications
  }
}

/// What all variants of a scenario found out, side by side.
public struct StudyResults: Sendable {
  /// The scenario's name.
  public var scenario: String
  /// The seed of every variant.
  public var seed: UInt64
  /// The version of Wavetank that ran them.
  public var version: String
  /// The variants, in the order of the scenario; one at least. The first is what the others are
  /// measured against.
  public var variants: [VariantResults]
  /// Which figures are set side by side, by their paths in each variant's summary.
  public var figures: [[String]]
  /// What had to hold between variants.
  public var comparisons: [ReplicatedCheck] = []
  /// Which variant is best and by how much; nil: nobody has said.
  public var headline: Headline?
  /// The best variant's index; nil when none could be called so.
  public var best: Int?
  /// What makes a variant the best: the path of the figure of which it has least, or most.
  public var goal: [String] = ["run", "lost"]

  /// The results of `variants`, of which there is one at least.
  public init(
    scenario: String, seed: UInt64, version: String, variants: [VariantResults],
    figures: [[String]]
  ) {
    precondition(!variants.isEmpty, "a comparison needs a variant")
    self.scenario = scenario
    self.seed = seed
    self.version = version
    self.variants = variants
    self.figures = figures
  }

  /// How many replications each variant had.
  public var replications: Int { variants[0].replications.count }

  /// Whether every variant vouches for itself and all that should hold between them does.
  public var isTrustworthy: Bool {
    variants.allSatisfy(\.replications.isTrustworthy) && comparisons.allSatisfy(\.holds)
  }

  /// What the replications of the variant at `index` say of the figure at `path`.
  public func estimate(_ path: [String], of index: Int) -> ReplicationEstimate {
    variants[index].replications.table.estimate(path)
  }

  /// How much larger the figure at `path` is in the variant at `index` than in the one at `other`,
  /// replication by replication; nil for the same variant.
  public func difference(
    _ path: [String], of index: Int, from other: Int = 0
  ) -> ReplicationEstimate? {
    guard index != other else { return nil }
    let (one, two) = (variants[index].replications.table, variants[other].replications.table)
    return .pairedDifference(
      one.values(path), two.values(path), unsupported: one.thinness(of: path)
        ?? two.thinness(of: path))
  }

  /// The figures that are set side by side when the scenario names none: losses and their causes,
  /// latency, downtime, cost and use.
  ///
  /// - Parameter asked: The phase that the scenario asks about.
  public static func usualFigures(
    of variants: [VariantResults], asked: String?
  ) -> [[String]] {
    let tables = variants.map(\.replications.table)
    let causes = Set(tables.flatMap(\.paths).filter { $0.count == 3 && $0[0] == "run" }
      .filter { $0[1] == "failures_by_cause" })
    let hasProber = tables.contains { table in
      table.values(["downtime", "longest_blackout_prober_seconds"]).contains { $0 != nil }
    }
    let prober = hasProber ? [["downtime", "longest_blackout_prober_seconds"]] : []
    return (asked.map { [["phases", $0, "lost"]] } ?? []) + [["run", "arrived"], ["run", "lost"]]
      + causes.sorted { $0[2] < $1[2] }
      + [
        ["run", "availability"], ["run", "latency_ms", "p50"], ["run", "latency_ms", "p99"],
        ["downtime", "below_objective_seconds"], ["downtime", "longest_blackout_users_seconds"],
      ] + prober
      + [
        ["cost", "total", "month_usd"], ["utilisation", "total", "cpu_allocatable_cores"],
        ["utilisation", "total", "cpu_used_mean_cores"],
      ]
  }
}
