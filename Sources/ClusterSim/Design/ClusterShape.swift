import Units

/// Where the machines of a cluster stand and what they are.
public struct ClusterShape: Hashable, Sendable {
  /// Who rents out the machines: `gcp` or `aws`, which decides the price list.
  public var provider = "gcp"
  /// The cluster's name, part of its nodes' names.
  public var name = "cluster-1"
  /// Zones that pools spread over when they name none.
  public var zones = ["us-central1-b"]
  /// The pools, in the order of the file; names are unique.
  public var pools: [PoolDesign] = []

  /// A cluster without machines.
  public init() {}
}

/// Machines of one kind.
public struct PoolDesign: Hashable, Sendable {
  /// The pool's name, part of its nodes' names.
  public var name: String
  /// What one machine is.
  public var machine: MachineDesign
  /// How many machines; zero or more.
  public var count: Int
  /// The zones that the machines are dealt out to in turn; empty: the cluster's.
  public var zones: [String] = []
  /// Labels that its nodes carry beside the usual ones.
  public var labels: [LabelDesign] = []
  /// Whether the machines are there, ready, when the run begins; otherwise a step of the timeline
  /// makes them.
  public var existsAtStart = true

  /// A pool of `count` machines.
  public init(name: String, machine: MachineDesign, count: Int) {
    self.name = name
    self.machine = machine
    self.count = count
  }
}

/// A label written in a scenario.
public struct LabelDesign: Hashable, Sendable {
  /// The label's name.
  public var key: String
  /// Its value.
  public var value: String

  /// The label `key`: `value`.
  public init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }
}

/// What one machine is: a type of the provider's catalogue, or a size of one's own.
public enum MachineDesign: Hashable, Sendable {
  /// A type of the provider's catalogue, such as `n1-standard-1`.
  case type(String)
  /// A size of one's own, with its price an hour.
  case inline(cpu: MilliCPU, memory: Bytes, pricePerHour: Dollars)
}
