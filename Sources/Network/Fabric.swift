public import EventKernel
public import Randomness
public import Units

/// The machines of a cluster as the network sees them: where they stand and whether they answer.
///
/// Nodes are rows named by index; an index is never used again, so it can stand in records.
public final class Fabric {
  /// One machine.
  struct NodeRow {
    var zone: UInt32
    var trouble: Trouble = []
  }

  /// What keeps a machine from answering everybody; nothing, for as long as all is well.
  struct Trouble: OptionSet {
    let rawValue: UInt8
    /// It has no power.
    static var off: Trouble { Trouble(rawValue: 1) }
    /// Nothing passes to it or from it.
    static var cut: Trouble { Trouble(rawValue: 2) }
    /// Some machine and it do not reach each other.
    static var severed: Trouble { Trouble(rawValue: 4) }
    /// It and the world outside do not reach each other.
    static var cutFromOutside: Trouble { Trouble(rawValue: 8) }
  }

  /// The times of messages; changing them affects connections made from then on.
  public var latencies: LatencyModel {
    get { LatencyModel(self) }
    set { store(newValue) }
  }

  let nodes = Table<NodeRow>()
  let classes: UnsafeMutablePointer<Distribution>
  /// The pairs of machines between which nothing passes; read only for machines that have such
  /// trouble.
  private var severed: Set<MachinePair> = []

  /// A network without machines.
  public init(latencies: LatencyModel) {
    classes = .allocate(capacity: 4)
    classes.initialize(repeating: latencies.sameNode, count: 4)
    store(latencies)
  }

  deinit {
    nodes.destroy()
    classes.deallocate()
  }

  private func store(_ model: LatencyModel) {
    classes[0] = model.sameNode
    classes[1] = model.sameZone
    classes[2] = model.crossZone
    classes[3] = model.outside
  }

  /// Adds a machine that is up, in the zone of the given number, and returns its index.
  public func addNode(zone: UInt32) -> UInt32 {
    UInt32(nodes.append(NodeRow(zone: zone)))
  }

  /// How many machines there have been.
  public var nodeCount: Int { nodes.count }

  /// Switches a machine on or off; while off it answers nothing.
  public func setUp(_ isUp: Bool, node: UInt32) { set(.off, !isUp, node) }

  /// Cuts or mends a machine's link; while cut nothing passes in either direction, but what runs
  /// on the machine runs on.
  public func setCut(_ isCut: Bool, node: UInt32) { set(.cut, isCut, node) }

  /// Cuts or mends the way between a machine and the world outside, load balancers included.
  public func setCutFromOutside(_ isCut: Bool, node: UInt32) { set(.cutFromOutside, isCut, node) }

  /// Severs these pairs of machines and no others.
  ///
  /// - Complexity: O(machines + pairs).
  public func sever(_ pairs: [MachinePair]) {
    severed = Set(pairs)
    for node in 0..<UInt32(nodes.count) { set(.severed, false, node) }
    for pair in pairs {
      set(.severed, true, pair.first)
      set(.severed, true, pair.second)
    }
  }

  private func set(_ trouble: Trouble, _ isThere: Bool, _ node: UInt32) {
    if isThere {
      nodes[node].pointee.trouble.insert(trouble)
    } else {
      nodes[node].pointee.trouble.remove(trouble)
    }
  }

  /// Whether the machine has power and a link: packets of somebody reach it.
  @inline(__always)
  public func answers(_ node: UInt32) -> Bool {
    nodes[node].pointee.trouble.rawValue & 3 == 0
  }

  /// Whether packets pass between the machine and the world outside.
  @inline(__always)
  public func isReachedFromOutside(_ node: UInt32) -> Bool {
    nodes[node].pointee.trouble.rawValue & 11 == 0
  }

  /// Whether the machine runs.
  public func isUp(_ node: UInt32) -> Bool { !nodes[node].pointee.trouble.contains(.off) }

  /// Whether packets pass between the two machines; within one machine they always do.
  @inline(__always)
  public func connects(_ a: UInt32, _ b: UInt32) -> Bool {
    let trouble = nodes[a].pointee.trouble.rawValue | nodes[b].pointee.trouble.rawValue
    return trouble == 0 || connectsInTrouble(a, b)
  }

  @inline(never)
  private func connectsInTrouble(_ a: UInt32, _ b: UInt32) -> Bool {
    if a == b { return isUp(a) }
    guard answers(a), answers(b) else { return false }
    return severed.isEmpty || !severed.contains(MachinePair(a, b))
  }

  /// Draws the round trip of a new connection between two machines.
  @inline(__always)
  public func roundTrip(_ a: UInt32, _ b: UInt32, _ stream: inout RandomStream) -> TimeSpan {
    let kind = a == b ? 0 : nodes[a].pointee.zone == nodes[b].pointee.zone ? 1 : 2
    return classes[kind].sampleSpan(&stream)
  }

  /// Draws the round trip of a new connection between a user and the cloud.
  @inline(__always)
  public func outsideRoundTrip(_ stream: inout RandomStream) -> TimeSpan {
    classes[3].sampleSpan(&stream)
  }
}

extension LatencyModel {
  init(_ fabric: Fabric) {
    self.init()
    sameNode = fabric.classes[0]
    sameZone = fabric.classes[1]
    crossZone = fabric.classes[2]
    outside = fabric.classes[3]
  }
}

/// Two machines, in no order.
public struct MachinePair: Hashable, Sendable {
  /// The one of the lower index.
  public let first: UInt32
  /// The other.
  public let second: UInt32

  /// The pair of `a` and `b`.
  public init(_ a: UInt32, _ b: UInt32) {
    first = min(a, b)
    second = max(a, b)
  }
}
