public import ControllerRuntime
import KubeAPI
public import Randomness
public import Units

/// The cloud's disks: they cost for as long as they are there, and only one machine at a time has
/// one, unless it may be shared.
///
/// They outlive the machines that they are attached to, and the cluster. How fast they read and
/// write is not their affair but that of the program on them.
public final class SimulatedDisks: VolumePlugin {
  private struct Disk {
    /// Where it stands; nil for anywhere.
    var zone: String?
    var machines: Set<String> = []
    let cost: CostMeter.LineID
  }

  /// What the disks need to know of machines.
  public struct Machines {
    /// The zone of the machine behind a node; nil for none such.
    public var zone: (_ node: String) -> String?
    /// Whether the machine behind a node has power and works.
    public var isUp: (_ node: String) -> Bool

    /// What is known of machines.
    public init(
      zone: @escaping (_ node: String) -> String?, isUp: @escaping (_ node: String) -> Bool
    ) {
      self.zone = zone
      self.isUp = isUp
    }
  }

  /// The provisioners that make such disks, in and out of Kubernetes' own tree.
  public static let provisioners = [
    "pd.csi.storage.gke.io", "kubernetes.io/gce-pd", "ebs.csi.aws.com", "kubernetes.io/aws-ebs",
  ]

  private let offer: Catalogue.Provider
  private let timings: CloudTimings
  private let clock: any Clock
  private let meter: CostMeter
  private let zones: [String]
  private let machines: Machines
  private var random: RandomStream
  private var disks: [String: Disk] = [:]
  /// Told of each disk that was taken off a machine.
  public var taken: (_ disk: String, _ node: String) -> Void = { _, _ in }
  /// Told of each disk that was destroyed.
  public var destroyed: (_ disk: String) -> Void = { _ in }

  /// Disks of what `offer` offers; those without a chosen machine are made in one of `zones`.
  public init(
    offer: Catalogue.Provider, timings: CloudTimings, clock: any Clock, meter: CostMeter,
    zones: [String], machines: Machines, random: RandomStream
  ) {
    self.offer = offer
    self.timings = timings
    self.clock = clock
    self.meter = meter
    self.zones = zones
    self.machines = machines
    self.random = random
  }

  /// The names of all disks, sorted.
  public var names: [String] { disks.keys.sorted() }

  /// The machines that have a disk, sorted.
  public func machines(with disk: String) -> [String] { disks[disk]?.machines.sorted() ?? [] }

  /// Takes up a disk that somebody has made before; without effect when it is known.
  public func adopt(_ disk: String, size: Bytes, zone: String?) {
    guard disks[disk] == nil else { return }
    disks[disk] = Disk(zone: zone, cost: cost(of: disk, size, type: nil))
  }

  private func cost(of disk: String, _ size: Bytes, type: String?) -> CostMeter.LineID {
    let kind = type.flatMap(offer.diskType) ?? offer.diskType(offer.bootDisk.type)
    let gibibytes = (size.count + (1 << 30) - 1) >> 30
    return meter.begin(
      .disk, disk, pricePerHour: kind?.pricePerHour(gibibytes: gibibytes) ?? .zero)
  }

  public func canProvision(_ provisioner: String) -> Bool {
    Self.provisioners.contains(provisioner)
  }

  public func provision(
    _ request: ProvisionRequest,
    then: @escaping (Result<ProvisionedVolume, VolumeError>) -> Void
  ) {
    after(timings.diskCreate) { [self] in
      let zone = request.node.flatMap(machines.zone) ?? anyZone()
      let driver =
        request.storageClass.provisioner.contains("aws")
        ? "ebs.csi.aws.com" : "pd.csi.storage.gke.io"
      let source = PersistentVolumeSource.csi(driver: driver, handle: request.name)
      let disk = source.attachableName ?? request.name
      disks[disk] = Disk(
        zone: zone,
        cost: cost(
          of: disk, request.claim.request, type: request.storageClass.parameters["type"]))
      then(.success(ProvisionedVolume(source: source, nodeTerms: zone.map(Self.terms))))
    }
  }

  private func anyZone() -> String? {
    zones.isEmpty ? nil : zones[Int(random.uniform(below: UInt32(zones.count)))]
  }

  private static func terms(of zone: String) -> [NodeSelectorTerm] {
    var term = NodeSelectorTerm()
    term.matchExpressions = [
      SelectorRequirement(key: "topology.kubernetes.io/zone", comparison: .isIn, values: [zone])
    ]
    return [term]
  }

  public func delete(_ volume: String, then: @escaping (Result<Void, VolumeError>) -> Void) {
    after(timings.diskDetach) { [self] in
      guard let disk = disks[volume] else { return then(.success(())) }
      if let machine = disk.machines.min() {
        return then(.failure(VolumeError("the disk is being used by \(machine)")))
      }
      meter.end(disk.cost)
      disks[volume] = nil
      destroyed(volume)
      then(.success(()))
    }
  }

  public func attach(
    _ volume: String, to node: String, mayBeShared: Bool,
    then: @escaping (Result<Void, VolumeError>) -> Void
  ) {
    after(timings.diskAttach) { [self] in
      then(refusal(of: volume, to: node, mayBeShared).map(Result.failure) ?? .success(()))
    }
  }

  /// Attaches, or says why not.
  private func refusal(
    of volume: String, to node: String, _ mayBeShared: Bool
  ) -> VolumeError? {
    guard let disk = disks[volume] else { return VolumeError("there is no disk \(volume)") }
    guard let zone = machines.zone(node) else {
      return VolumeError("there is no machine \(node)")
    }
    if let own = disk.zone, own != zone {
      return VolumeError("the disk is in zone \(own), the machine in \(zone)")
    }
    if !mayBeShared, let other = disk.machines.first(where: { $0 != node }) {
      return VolumeError("the disk is being used by \(other)")
    }
    disks[volume]?.machines.insert(node)
    return nil
  }

  public func detach(
    _ volume: String, from node: String, then: @escaping (Result<Void, VolumeError>) -> Void
  ) {
    after(timings.diskDetach) { [self] in
      if disks[volume]?.machines.remove(node) != nil { taken(volume, node) }
      then(.success(()))
    }
  }

  public func mount(
    _ volume: String, on node: String, then: @escaping (Result<Void, VolumeError>) -> Void
  ) {
    after(timings.diskMount) { [self] in
      guard machines.isUp(node) else { return }
      let isThere = disks[volume]?.machines.contains(node) ?? false
      then(isThere ? .success(()) : .failure(VolumeError("no such device")))
    }
  }

  public func unmount(
    _ volume: String, on node: String, then: @escaping (Result<Void, VolumeError>) -> Void
  ) {
    after(timings.diskMount) { [self] in
      if machines.isUp(node) { then(.success(())) }
    }
  }

  private func after(_ time: Distribution, _ action: @escaping () -> Void) {
    clock.after(time.sampleSpan(&random), action)
  }
}
