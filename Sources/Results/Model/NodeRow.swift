import Units

/// The life of one node, its use and its price.
public struct NodeRow: Sendable, Equatable {
  /// The node's name.
  public var name: String
  /// The pool it belongs to.
  public var pool: String
  /// The catalogue's machine type; empty for a size given inline.
  public var machineType: String
  /// The zone it stands in.
  public var zone: String
  /// When the provider began to make it.
  public var created: Instant
  /// When it first was ready; nil if never.
  public var ready: Instant?
  /// When it was gone; nil if it was there at the end of the run.
  public var ended: Instant?
  /// Most pods on it at one time.
  public var podsPeak: Int
  /// Its resources and their use.
  public var resources: ResourceFigures
  /// What it cost.
  public var cost: CostItem

  /// A node's row.
  public init(
    name: String, pool: String = "", machineType: String = "", zone: String = "",
    created: Instant = .start, ready: Instant? = nil, ended: Instant? = nil, podsPeak: Int = 0,
    resources: ResourceFigures = ResourceFigures(), cost: CostItem = .zero
  ) {
    self.name = name
    self.pool = pool
    self.machineType = machineType
    self.zone = zone
    self.created = created
    self.ready = ready
    self.ended = ended
    self.podsPeak = podsPeak
    self.resources = resources
    self.cost = cost
  }
}
