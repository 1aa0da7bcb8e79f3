import ClusterSim
import Results
import Testing
import Units

/// Equal designs and seeds give equal runs, to the byte; and who is added changes nobody else.
struct DeterminismTests {
  @Test func `the same seed twice gives the same files`() throws {
    let first = try Stage.articleRun.get().files
    let second = try Record(Stage.articleDesign()).files
    #expect(first.count == 8)
    for name in first.keys.sorted() {
      #expect(first[name] == second[name], "\(name) differs")
      #expect(first[name]?.isEmpty == false)
    }
  }

  @Test func `another seed, or another replication, gives another run`() throws {
    let first = try Stage.articleRun.get().files
    let seeded = try Record(Stage.articleDesign(), seed: 2)
    let replicated = try Record(Stage.articleDesign(), replication: 1)
    for other in [seeded, replicated] {
      #expect(other.brokenPromises == [])
      #expect(other.unmetExpectations == [])
      for name in first.keys.sorted() { #expect(first[name] != other.files[name], "\(name)") }
    }
    #expect(seeded.files["timeseries.csv"] != replicated.files["timeseries.csv"])
  }

  @Test func `writing requests down changes nothing else`() throws {
    let first = try Stage.articleRun.get().files
    let traced = try Record(Stage.articleDesign(), trace: .every(10))
    #expect(!traced.rows.isEmpty)
    for name in first.keys.sorted() { #expect(first[name] == traced.files[name], "\(name)") }
  }

  private static let shop = """
    cluster:
      pools: [{name: pool, machine: {cpu: "2", memory: 8Gi}, count: 2}]
    manifests: [../theory/manifests/server.yaml]
    images: [{image: theory/*, size: 1Mi, plain: {service: exponential 20ms, servers: 4}}]
    end: {at: 3m}
    clients:
      - {name: first, target: server:80, rate: 20/s, ask: {page: 3, item: 1}, start: 20s}

    """

  @Test(arguments: [
    "  - {name: second, target: server:80, rate: 90/s, ask: {page: 1, item: 1}, start: 20s}\n",
    "  - {name: second, target: server:80, users: 9, think: exponential 1s, ask: item}\n",
    "  - {name: a, target: server:80, rate: 1/s, arrivals: constant, ask: page, prober: true}\n",
  ])
  func `a second client changes no arrival of the first`(second: String) throws {
    let alone = try Record(Stage.design(Self.shop), trace: .all)
    let both = try Record(Stage.design(Self.shop + second), trace: .all)
    let expected = arrivals(of: "first", alone)
    #expect(expected.count > 2_500)
    #expect(arrivals(of: "first", both) == expected)
    #expect(both.rows.count > alone.rows.count + 100)
    #expect(both.brokenPromises == [])
  }

  @Test func `a client ahead of the first in the file changes no arrival of it either`() throws {
    let alone = try Record(Stage.design(Self.shop), trace: .all)
    let ahead = Self.shop.replacing(
      "clients:\n",
      with: "clients:\n  - {name: zeroth, target: server:80, rate: 30/s, ask: item}\n")
    let both = try Record(Stage.design(ahead), trace: .all)
    #expect(arrivals(of: "first", both) == arrivals(of: "first", alone))
  }

  /// When a client's requests were sent and what they asked for; requests that have not ended by
  /// the last second are in no row, so these are left out.
  private func arrivals(of client: String, _ run: Record) -> [Arrival] {
    let last = Instant.start + .seconds(170)
    return run.rows.filter { $0.client == client && $0.arrived < last }
      .map { Arrival(at: $0.arrived, endpoint: $0.endpoint) }.sorted { $0.at < $1.at }
  }

  private struct Arrival: Equatable {
    var at: Instant
    var endpoint: String
  }
}
