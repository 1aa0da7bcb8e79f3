import Cloud
import ControllerRuntime
import Documents
import Testing
import Units

struct CostTests {
  @Test func `the catalogue knows machines, disks and fees of both providers`() {
    let gcp = Catalogue.builtIn["gcp"]
    let type = gcp?.machineType("n1-standard-1")
    #expect(type?.cpu == MilliCPU(1_000))
    #expect(type?.memory == Bytes(15 << 28))
    #expect(type?.pricePerHour == Dollars(0.0475))
    #expect(type?.label == .documented)
    #expect(gcp?.machineType("e2-micro")?.cpu == MilliCPU(250))
    #expect(gcp?.clusterPerHour == Dollars(0.1))
    #expect(gcp?.loadBalancerPerHour == Dollars(0.025))
    #expect(gcp?.egressPerGibibyte == Dollars(0.12))
    // 100 GiB at 0.10 $ a month of 730 hours.
    #expect(gcp?.bootDiskPerHour == Dollars(nanodollars: 13_698_630))
    #expect(Catalogue.builtIn["aws"]?.machineType("m5.large")?.pricePerHour == Dollars(0.096))
    #expect(Catalogue.builtIn["azure"] == nil)
    let types = Catalogue.builtIn.providers.map(\.machineTypes.count)
    #expect(types == [33, 16])
  }

  @Test func `a table of one's own is read strictly`() {
    let text = """
      mine:
        machine_types:
          big: { cpu: 64, memory_gib: 256, usd_per_hour: 1.5 }
          bad: { cpu: -1, memory_gib: 1, usd_per_hour: 1, colour: red }
        cluster_usd_per_hour: { value: 0 }
      """
    do {
      _ = try Catalogue(SourceFile(name: "prices.yaml", text: text))
      Issue.record("a broken table was taken")
    } catch {
      let lines = error.all.map(\.line).sorted()
      #expect(lines.contains(4))
      #expect(error.description.contains("colour"))
      #expect(error.description.contains("load_balancer_usd_per_hour"))
    }
  }

  @Test func `a good table of one's own is taken`() throws {
    let text = """
      mine:
        machine_types:
          big: { cpu: 64, memory_gib: 256, usd_per_hour: 1.5 }
        cluster_usd_per_hour: { value: 0 }
        load_balancer_usd_per_hour: { value: 0.01, label: measured }
      """
    let catalogue = try Catalogue(SourceFile(name: "prices.yaml", text: text))
    #expect(catalogue["mine"]?.machineType("big")?.label == .assumed)
    #expect(catalogue["mine"]?.bootDiskPerHour == .zero)
  }

  @Test func `money adds up to the billionth`() {
    let clock = ManualClock()
    let meter = CostMeter(clock: clock)
    meter.egressPerGibibyte = Dollars(0.12)
    let first = meter.begin(.machine, "a", pricePerHour: Dollars(0.067))
    clock.advance(by: .minutes(30))
    _ = meter.begin(.machine, "b", pricePerHour: Dollars(0.067))
    _ = meter.begin(.cluster, "c", pricePerHour: Dollars(0.1))
    clock.advance(by: .minutes(60))
    meter.end(first)
    clock.advance(by: .minutes(60))
    meter.end(first)
    meter.addEgress(.gibibytes(2))
    // a: 1.5 h, b: 2 h, c: 2 h.
    #expect(meter.cost(of: .machine) == Dollars(0.1005) + Dollars(0.134))
    #expect(meter.cost(of: .cluster) == Dollars(0.2))
    #expect(meter.egressCost == Dollars(0.24))
    #expect(meter.total == Dollars(0.6745))
    #expect(meter.pricePerHour == Dollars(0.167))
    let sum = meter.lines.reduce(Dollars.zero) { $0 + $1.cost(at: clock.now) }
    #expect(meter.total == sum + meter.egressCost)
  }

  @Test func `a bill read often is the same as one read once`() {
    let clock = ManualClock()
    let meter = CostMeter(clock: clock)
    _ = meter.begin(.machine, "a", pricePerHour: Dollars(0.0971))
    for _ in 0..<1_000 {
      clock.advance(by: TimeSpan(nanoseconds: 1_234_567))
      _ = meter.total
    }
    #expect(meter.total == Dollars(0.0971).perHour(for: TimeSpan(nanoseconds: 1_234_567_000)))
  }
}
