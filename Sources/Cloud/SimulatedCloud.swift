public import ControllerRuntime
public import KubeAPI
public import Machines
public import Randomness
import Units

/// A cloud that rents out machines and load balancers, and takes its time.
public final class SimulatedCloud {
  /// What it offers, and for how much.
  public let offer: Catalogue.Provider
  /// What everything costs.
  public let meter: CostMeter
  let clock: any Clock
  let timings: CloudTimings
  let path: any BalancerDataPath
  private let streams: Streams
  var random: RandomStream
  var balancers: [ObjectKey: BalancerSlot] = [:]
  private var machines: Set<String> = []
  private var machineCount = 0
  private var addressCount: UInt32 = 0
  var clusterCost: CostMeter.LineID?
  /// Why it refuses whatever it is asked for; nil: it does not.
  public var refusal: CloudError?

  /// A cloud with nothing rented out; its load balancers act through `path`.
  public init(
    offer: Catalogue.Provider, timings: CloudTimings = CloudTimings(), clock: any Clock,
    streams: Streams, path: any BalancerDataPath, meter: CostMeter
  ) {
    self.offer = offer
    self.timings = timings
    self.clock = clock
    self.streams = streams
    self.path = path
    self.meter = meter
    random = streams.stream("cloud/times")
    meter.egressPerGibibyte = offer.egressPerGibibyte
  }

  // MARK: Machines

  /// Switches a new machine on: it works after a drawn time, or almost at once when it was there
  /// before the run began.
  public func start(_ machine: SimulatedMachine, isReady: Bool = false) {
    machine.powerOn(after: isReady ? .zero : timings.nodeStart.sampleSpan(&random))
  }

  /// Switches a machine on again that has lost its power.
  public func reboot(_ machine: SimulatedMachine) {
    machine.powerOn(after: timings.reboot.sampleSpan(&random))
  }

  /// The number of the next machine.
  func nextMachineIndex() -> Int {
    defer { machineCount += 1 }
    return machineCount
  }

  func machineCreated(_ machine: SimulatedMachine) { machines.insert(machine.name) }
  func machineRemoved(_ machine: SimulatedMachine) { machines.remove(machine.name) }

  /// A word of so many letters and digits that belongs to `purpose` alone.
  func drawWord(_ length: Int, for purpose: String) -> String {
    let letters = Array("0123456789bcdfghjklmnpqrstvwxz")
    var stream = streams.stream("cloud/names/\(purpose)")
    return String(
      (0..<length).map { _ in letters[Int(stream.uniform(below: UInt32(letters.count)))] })
  }

  /// The next free outside address; of a range that Google's load balancers use.
  func nextAddress() -> String {
    defer { addressCount += 1 }
    let number = addressCount &* 7_919 &+ 4_099
    return "35.\(192 + number / 65_536 % 16).\(number / 256 % 256).\(number % 254 + 1)"
  }

  func stream(_ name: String) -> RandomStream { streams.stream(name) }

  // MARK: Clusters

  /// Makes a cluster's control plane; it costs from when it answers, which is when `then` runs.
  public func createCluster(_ name: String, then: @escaping (Result<Void, CloudError>) -> Void) {
    if let refusal { return answer(then, .failure(refusal)) }
    clock.after(timings.clusterCreate.sampleSpan(&random)) { [self] in
      beginCluster(name)
      then(.success(()))
    }
  }

  /// The cluster was there before the run began.
  public func adoptCluster(_ name: String) { beginCluster(name) }

  private func beginCluster(_ name: String) {
    clusterCost = meter.begin(.cluster, name, pricePerHour: offer.clusterPerHour)
  }

  /// Deletes a cluster: its control plane falls silent at once (the caller's part), its machines
  /// stop half-way, and `then` runs when it is gone.
  ///
  /// Load balancers stay and go on costing, as they do at Google's.
  /// Source: GKE, "Deleting a cluster": load balancers and disks are not deleted with it.
  public func deleteCluster(
    pools: [NodePool], then: @escaping (Result<Void, CloudError>) -> Void
  ) {
    if let refusal { return answer(then, .failure(refusal)) }
    let span = timings.clusterDelete.sampleSpan(&random)
    clock.after(span.scaled(by: 0.5)) {
      for pool in pools { pool.removeAll() }
    }
    clock.after(span) { [self] in
      if let clusterCost { meter.end(clusterCost) }
      clusterCost = nil
      then(.success(()))
    }
  }

  /// The Services whose load balancers are there, sorted: after a cluster's end those that were
  /// left behind.
  public var servicesWithBalancers: [ObjectKey] { balancers.keys.sorted() }

  func answer<Value>(
    _ then: @escaping (Result<Value, CloudError>) -> Void, _ result: Result<Value, CloudError>
  ) {
    clock.after(.zero) { then(result) }
  }

  /// Whether a machine of this name is rented out, with or without power.
  public func instanceExists(_ node: String) -> Bool { machines.contains(node) }
}
