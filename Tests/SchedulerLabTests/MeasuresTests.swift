import KubeAPI
import Results
import Scheduler
import SchedulerLab
import Testing

/// Measures of a placement, by hand.
struct MeasuresTests {
  private static func loads(_ requests: [[Int64]]) -> [NodeLoad] {
    requests.enumerated().map { index, list in
      var load = NodeLoad(LabSamples.node("n\(index)", zone: index < 1 ? "a" : "b", memory: 1_000))
      for cpu in list { load.add(ResourceTotals(ResourceList(["cpu": cpu, "memory": 100]))) }
      return load
    }
  }

  private static func shape(_ cpu: Int64, _ count: Int) -> PodShape {
    PodShape(ResourceTotals(ResourceList(["cpu": cpu, "memory": 100])), count: count)
  }

  @Test func `shares, gaps and free capacity are those of the nodes`() throws {
    let measures = PlacementMeasures(Self.loads([[3_000], [1_000, 1_000], []]), shapes: [])
    let cpu = try #require(measures.resource("cpu"))
    #expect(cpu.capacity == 12_000)
    #expect(cpu.requested == 5_000)
    #expect(cpu.least == 0)
    #expect(cpu.median == 0.5)
    #expect(cpu.most == 0.75)
    #expect(cpu.zoneGap == 0.5)
    #expect(cpu.largestFree == 4_000)
    #expect(cpu.stranded == nil)
    #expect(measures.usedNodes == 2)
    #expect(measures.podsMedian == 1)
    #expect(measures.zones.map(\.pods) == [1, 2])
  }

  @Test func `even nodes have no spread, and none used has none to tell`() throws {
    let even = PlacementMeasures(Self.loads([[1_000], [1_000], [1_000]]), shapes: [])
    #expect(even.resource("cpu")?.variation == 0)
    let idle = PlacementMeasures(Self.loads([[], []]), shapes: [])
    #expect(idle.resource("cpu")?.variation == nil)
    #expect(idle.podsVariation == nil)
  }

  @Test func `what is free is stranded as far as pods do not fit there`() throws {
    // Free: 1,000, 2,000 and 4,000. A pod of 3,000 fits on the last only, one of 500 anywhere.
    let loads = Self.loads([[3_000], [2_000], []])
    let one = PlacementMeasures(loads, shapes: [Self.shape(3_000, 1)])
    #expect(one.resource("cpu")?.stranded == 3.0 / 7)
    let small = PlacementMeasures(loads, shapes: [Self.shape(500, 5)])
    #expect(small.resource("cpu")?.stranded == 0)
    let both = PlacementMeasures(loads, shapes: [Self.shape(3_000, 1), Self.shape(500, 3)])
    #expect(abs(try #require(both.resource("cpu")?.stranded) - 3.0 / 28) < 1e-12)
  }

  @Test func `a full resource strands what is free of another`() throws {
    // All memory of the only node is taken, so that its CPU is of no use.
    var load = NodeLoad(LabSamples.node("n", memory: 1_000))
    load.add(ResourceTotals(ResourceList(["cpu": 1_000, "memory": 1_000])))
    let measures = PlacementMeasures([load], shapes: [Self.shape(500, 1)])
    #expect(measures.resource("cpu")?.stranded == 1)
  }
}

extension ResourceList {
  fileprivate init(_ amounts: [String: Int64]) {
    self.init()
    for name in amounts.keys.sorted() { self[name] = amounts[name] }
  }
}
