public import Machines
public import Units

/// What the machines of a pool are.
public struct MachineShape: Hashable, Sendable {
  /// The provider's name for it; empty for a size of the user's own.
  public var typeName: String
  /// CPU of one machine.
  public var cpu: MilliCPU
  /// Memory of one machine.
  public var memory: Bytes
  /// What one machine costs.
  public var pricePerHour: Dollars
  /// What the boot disk of one machine costs.
  public var bootDiskPerHour: Dollars

  /// A machine of the provider's catalogue, with its boot disk.
  public init(_ type: Catalogue.MachineType, of provider: Catalogue.Provider) {
    typeName = type.name
    cpu = type.cpu
    memory = type.memory
    pricePerHour = type.pricePerHour
    bootDiskPerHour = provider.bootDiskPerHour
  }

  /// A machine of the user's own size and price, with everything in it.
  public init(cpu: MilliCPU, memory: Bytes, pricePerHour: Dollars) {
    typeName = ""
    self.cpu = cpu
    self.memory = memory
    self.pricePerHour = pricePerHour
    bootDiskPerHour = .zero
  }
}

/// Machines of one shape, dealt out to zones in turn.
public final class NodePool {
  private struct Member {
    let machine: SimulatedMachine
    let costs: [CostMeter.LineID]
  }

  /// The pool's name, part of its machines' names.
  public let name: String
  /// What one machine is.
  public let shape: MachineShape
  /// The zones, never empty.
  public let zones: [String]
  private let cloud: SimulatedCloud
  private let prefix: String
  private var members: [Member] = []
  private var created = 0
  private var suffixes: Set<String> = []

  /// A pool without machines; names begin with `gke-<cluster>-<pool>` and a drawn part.
  public init(
    name: String, cluster: String, shape: MachineShape, zones: [String], cloud: SimulatedCloud
  ) {
    precondition(!zones.isEmpty, "pool \(name) has no zone to stand in")
    self.name = name
    self.shape = shape
    self.zones = zones
    self.cloud = cloud
    prefix = "gke-\(cluster)-\(name)-\(cloud.drawWord(8, for: "pool/\(cluster)/\(name)"))"
  }

  /// The machines, in the order of their making.
  public var machines: [SimulatedMachine] { members.map(\.machine) }

  /// Makes a machine in the next zone; it has no power yet but costs from now on.
  ///
  /// Switch it on with `cloud.start(_:isReady:)` once those who watch it do.
  public func addMachine() -> SimulatedMachine {
    let suffix = drawSuffix()
    let machine = SimulatedMachine(
      name: "\(prefix)-\(suffix)", index: cloud.nextMachineIndex(),
      zone: zones[created % zones.count], cpu: shape.cpu, memory: shape.memory,
      clock: cloud.clock)
    created += 1
    var costs = [
      cloud.meter.begin(.machine, machine.name, pricePerHour: shape.pricePerHour)
    ]
    if shape.bootDiskPerHour > .zero {
      costs.append(
        cloud.meter.begin(.bootDisk, machine.name, pricePerHour: shape.bootDiskPerHour))
    }
    members.append(Member(machine: machine, costs: costs))
    cloud.machineCreated(machine)
    return machine
  }

  /// Four drawn letters that no machine of the pool has or had: among a thousand machines two draw
  /// the same more often than not.
  private func drawSuffix() -> String {
    var suffix = cloud.drawWord(4, for: "\(prefix)/\(created)")
    var tries = 0
    while !suffixes.insert(suffix).inserted {
      tries += 1
      suffix = cloud.drawWord(4, for: "\(prefix)/\(created)/\(tries)")
    }
    return suffix
  }

  /// Gives a machine back: its power goes at once, and it costs nothing more.
  public func remove(_ machine: SimulatedMachine) {
    guard let place = members.firstIndex(where: { $0.machine === machine }) else { return }
    let member = members.remove(at: place)
    // First of all, so that those who see its power go know that it will not come back.
    cloud.machineRemoved(machine)
    machine.powerOff()
    for cost in member.costs { cloud.meter.end(cost) }
  }

  /// Gives all machines back.
  public func removeAll() {
    for machine in machines { remove(machine) }
  }
}
