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
    var isUp: Bool
    var isCut: Bool
  }

  /// The times of messages; changing them affects connections made from then on.
  public var latencies: LatencyModel {
    get { LatencyModel(self) }
    set { store(newValue) }
  }

  let nodes = Table<NodeRow>()
  let classes: UnsafeMutablePointer<Distribution>

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
    UInt32(nodes.append(NodeRow(zone: zone, isUp: true, isCut: false)))
  }

  /// How many machines there have been.
  public var nodeCount: Int { nodes.count }

  /// Switches a machine on or off; while off it answers nothing.
  public func setUp(_ isUp: Bool, node: UInt32) { nodes[node].pointee.isUp = isUp }

  /// Cuts or mends a machine's link; while cut nothing passes in either direction, but what runs
  /// on the machine runs on.
  public func setCut(_ isCut: Bool, node: UInt32) { nodes[node].pointee.isCut = isCut }

  /// Whether packets reach the machine and its answers come back.
  @inline(__always)
  public func answers(_ node: UInt32) -> Bool {
    nodes[node].pointee.isUp && !nodes[node].pointee.isCut
  }

  /// Whether the machine runs.
  public func isUp(_ node: UInt32) -> Bool { nodes[node].pointee.isUp }

  /// Whether packets pass between the two machines; within one machine they always do.
  @inline(__always)
  public func connects(_ a: UInt32, _ b: UInt32) -> Bool {
    a == b ? nodes[a].pointee.isUp : answers(a) && answers(b)
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
