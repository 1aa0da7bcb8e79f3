import Cloud
import ControllerRuntime
import KubeAPI
import Randomness
import Testing
import Units

struct DiskTests {
  private let clock = ManualClock()
  private let meter: CostMeter
  private let disks: SimulatedDisks

  init() throws {
    meter = CostMeter(clock: clock)
    var timings = CloudTimings()
    timings.diskCreate = .deterministic(.seconds(4))
    timings.diskAttach = .deterministic(.seconds(10))
    timings.diskDetach = .deterministic(.seconds(5))
    disks = SimulatedDisks(
      offer: try #require(Catalogue.builtIn["gcp"]), timings: timings, clock: clock, meter: meter,
      zones: ["a"],
      machines: .init(zone: { $0 == "far" ? "b" : $0 == "none" ? nil : "a" }, isUp: { _ in true }),
      random: Streams(seed: 1).stream("disks"))
  }

  private func attach(_ disk: String, _ node: String, isShared: Bool = false) -> String {
    var answer = "none"
    disks.attach(disk, to: node, mayBeShared: isShared) { result in
      switch result {
      case .success: answer = "attached"
      case .failure(let error): answer = error.message
      }
    }
    clock.advance(by: .seconds(10))
    return answer
  }

  @Test func `one machine at a time has a disk, of its own zone`() {
    disks.adopt("d", size: .gibibytes(50), zone: "a")
    #expect(attach("d", "n1") == "attached")
    #expect(attach("d", "n1") == "attached")
    #expect(attach("d", "n2") == "the disk is being used by n1")
    #expect(attach("d", "n2", isShared: true) == "attached")
    disks.adopt("e", size: .gibibytes(50), zone: "a")
    #expect(attach("e", "far") == "the disk is in zone a, the machine in b")
    #expect(attach("e", "none") == "there is no machine none")
    #expect(attach("f", "n1") == "there is no disk f")
    var taken: [String] = []
    disks.taken = { taken.append("\($0) from \($1)") }
    disks.detach("d", from: "n1") { _ in }
    clock.advance(by: .seconds(5))
    #expect(taken == ["d from n1"])
    #expect(disks.machines(with: "d") == ["n2"])
  }

  @Test func `a disk costs its size's price from its making to its end`() throws {
    var storage = StorageClass(
      metadata: ObjectMeta(name: "ssd"), provisioner: "pd.csi.storage.gke.io")
    storage.parameters = ["type": "pd-ssd"]
    let claim = PersistentVolumeClaim(
      metadata: ObjectMeta(name: "c", namespace: "default"), request: .gibibytes(100),
      accessModes: ["ReadWriteOnce"])
    var made: ProvisionedVolume?
    disks.provision(
      ProvisionRequest(name: "pvc-1", claim: claim, storageClass: storage, node: "n1")
    ) { made = try? $0.get() }
    clock.advance(by: .seconds(4))
    #expect(made?.source == .csi(driver: "pd.csi.storage.gke.io", handle: "pvc-1"))
    #expect(made?.nodeTerms?.first?.matchExpressions.first?.values == ["a"])
    clock.advance(by: .hours(73))
    // 100 GiB at 0.17 $ a month of 730 hours, for a tenth of a month.
    #expect(abs(meter.cost(of: .disk).dollars - 1.7) < 1e-6)
    disks.delete(try #require(disks.names.first)) { _ in }
    clock.advance(by: .hours(1))
    #expect(abs(meter.cost(of: .disk).dollars - 1.7) < 1e-4)
    #expect(disks.names.isEmpty)
    #expect(!disks.canProvision("kubernetes.io/no-provisioner"))
  }
}
