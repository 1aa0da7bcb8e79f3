public import ClusterSim

/// All that a scenario wants run: its design, or variants of it to be held against each other.
///
/// Plain data, checked when it was read, like a design.
public struct Study: Sendable {
  /// What the scenario's root describes.
  public var design: ClusterDesign
  /// Changed designs that run side by side, in the order of the file; none: the design runs alone.
  public var variants: [VariantDesign] = []
  /// What must hold between variants, or of one that is named, in every replication.
  public var comparisons: [Expectation] = []
  /// The figures to set side by side that the scenario names, by their paths in `summary.json`;
  /// nil: the usual ones.
  public var compared: [[String]]?
  /// Which variant is best; nil: the one that loses fewest requests in the phase of the question,
  /// or in the whole run when the scenario asks about none.
  public var goal: Goal?

  /// One design alone.
  public init(_ design: ClusterDesign) { self.design = design }

  /// What makes a variant the best.
  public struct Goal: Hashable, Sendable {
    /// The way to the figure in `summary.json`.
    public var path: [String]
    /// Whether less of it is better.
    public var isLowestBest: Bool

    /// The goal of as little, or as much, as can be of the figure at `path`.
    public init(_ path: [String], isLowestBest: Bool) {
      self.path = path
      self.isLowestBest = isLowestBest
    }
  }
}

/// A scenario with a few fields changed, to be run beside others under the same random numbers.
public struct VariantDesign: Sendable {
  /// Its name, unique among the variants; also that of its folder of results.
  public var name: String
  /// What it is, in a few words for people.
  public var title: String
  /// What it changes, as `--set` would: `images.0.gunicorn.workers=4`.
  public var changes: [String]
  /// The design with the changes. Expectations are the scenario's and then its own.
  public var design: ClusterDesign

  /// A variant.
  public init(name: String, title: String, changes: [String], design: ClusterDesign) {
    self.name = name
    self.title = title
    self.changes = changes
    self.design = design
  }
}
