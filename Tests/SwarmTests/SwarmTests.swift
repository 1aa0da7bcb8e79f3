import ClusterSim
import Scenarios
import Swarm
import Testing

/// Random worlds in which every promise holds, and planted bugs that break one.
struct SwarmTests {
  @Test(arguments: UInt64(1)...6)
  func `every promise holds in a random world`(seed: UInt64) throws {
    let trial = try Trial.run(WorldGenerator.world(seed: seed))
    #expect(trial.breach == nil, "repeat it: wavetank swarm --seed \(seed)")
    #expect(trial.events > 1_000)
    #expect(trial.promises == 18)
  }

  @Test func `one seed gives one world and one run`() throws {
    let world = WorldGenerator.world(seed: 12)
    #expect(world == WorldGenerator.world(seed: 12))
    #expect(world != WorldGenerator.world(seed: 13))
    let runs = try (0..<2).map { _ in try Trial.run(world) }
    #expect(runs[0].events == runs[1].events)
    #expect(runs[0].requests == runs[1].requests)
  }

  @Test func `threads change nothing`() {
    let one = SwarmSearch.run(1...4, threads: 1)
    let three = SwarmSearch.run(1...4, threads: 3)
    #expect(one.events == three.events)
    #expect(one.finds == three.finds)
    #expect(one.worlds == 4)
  }

  @Test func `worlds are scenarios that are right, and differ`() throws {
    var sizes: Set<String> = []
    for seed in UInt64(1)...40 {
      let world = WorldGenerator.world(seed: seed)
      sizes.insert(world.size)
      let asked = world.apps.reduce(0) { $0 + $1.replicas * $1.cpu }
      #expect(asked <= world.nodes * world.cores * 750, "seed \(seed)")
      let schedule = WorldSchedule(world)
      #expect(schedule.healed < schedule.calm && schedule.calmEnds < schedule.end)
    }
    #expect(sizes.count > 25)
  }

  @Test func `a planted bug is caught, and the world shrinks around it`() throws {
    let search = SwarmSearch.run(1...20, threads: 2, planted: .doubleCharge, stopsAtFirst: true)
    let find = try #require(search.finds.first)
    #expect(find.breach.promise == "nothing billed twice")
    let shrunk = Shrinker(
      WorldGenerator.world(seed: find.seed), breaking: find.breach, planted: .doubleCharge,
      budget: 40)
    #expect(shrunk.world.nodes == 1)
    #expect(shrunk.world.steps.isEmpty && shrunk.world.clients.isEmpty)
    #expect(shrunk.breach.promise == find.breach.promise)
  }

  /// The bugs that show within few worlds; `wavetank swarm --planted all` tries every one.
  @Test(arguments: [
    PlantedBug.endpointNotRemoved, .lostRequest, .droppedKey, .lostWatchEvent, .staleRules,
    .doubleBind,
  ])
  func `promises catch what is planted`(bug: PlantedBug) {
    let search = SwarmSearch.run(1...40, threads: 2, planted: bug, stopsAtFirst: true)
    #expect(!search.finds.isEmpty, "\(bug.summary)")
  }
}
