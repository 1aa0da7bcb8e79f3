import KubeAPI
import Units

/// `kubectl cordon` and `kubectl uncordon`.
public struct CordonCommand: Hashable, Sendable {
  /// The nodes.
  public var nodes: [NodePick]
  /// Whether new pods are kept off them (cordon) or let onto them (uncordon).
  public var isCordon: Bool

  /// Cordons or uncordons `nodes`.
  public init(nodes: [NodePick], isCordon: Bool) {
    self.nodes = nodes
    self.isCordon = isCordon
  }
}

/// `kubectl drain`.
public struct DrainCommand: Hashable, Sendable {
  /// The nodes, emptied one after the other.
  public var nodes: [NodePick]
  /// Only pods with these labels; nil: all.
  public var podSelector: LabelMatch?
  /// Whether pods that nobody makes anew are evicted too.
  public var isForced = false
  /// Whether pods are evicted whose data lives and dies with them.
  public var deletesEmptyDirData = false
  /// Whether pods are deleted, past their disruption budgets, instead of evicted.
  public var disablesEviction = false
  /// Seconds of grace; nil: each pod's own.
  public var gracePeriodSeconds: Int64?
  /// How long to try; nil: without end.
  public var timeout: TimeSpan?

  /// Empties `nodes`.
  public init(nodes: [NodePick]) { self.nodes = nodes }
}

/// `kubectl taint`.
public struct TaintCommand: Hashable, Sendable {
  /// A taint that is taken off: all effects of a key when it names none.
  public struct Removal: Hashable, Sendable {
    /// The taint's key.
    public var key: String
    /// Its effect; nil: any.
    public var effect: Taint.Effect?

    /// The taints of `key`.
    public init(key: String, effect: Taint.Effect?) {
      self.key = key
      self.effect = effect
    }
  }
  /// The nodes; nil: all.
  public var nodes: [NodePick]?
  /// Taints that are put on.
  public var added: [Taint]
  /// Taints that are taken off.
  public var removed: [Removal]
  /// Whether a taint of the same key and effect is replaced instead of refused.
  public var overwrites = false

  /// Puts `added` on `nodes` and takes `removed` off.
  public init(nodes: [NodePick]?, added: [Taint], removed: [Removal]) {
    self.nodes = nodes
    self.added = added
    self.removed = removed
  }
}
