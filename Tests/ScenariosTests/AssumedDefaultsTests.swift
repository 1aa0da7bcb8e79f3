import Scenarios
import Testing

/// Reports list the assumed defaults that a scenario relies on, and no others.
struct AssumedDefaultsTests {
  static let scenario = """
    cluster: {pools: [{machine: e2-medium, count: 1}]}
    images: [{image: "*", plain: {service: 10ms}}]

    """

  static func assumed(_ rest: String) throws -> [String] {
    try DefaultsTable.assumed(in: ScenarioLoader.load(text: scenario + rest)).map(\.path)
  }

  @Test func `a default that the scenario overrides is not listed`() throws {
    let all = try Self.assumed("")
    #expect(all.contains("cloud.registry-per-second") && all.contains("objective.success"))
    let some = try Self.assumed(
      "cloud: {registry-per-second: 80Mi}\nobjective: {success: 99%}\nend: {at: 5m}\n")
    #expect(!some.contains("cloud.registry-per-second") && !some.contains("objective.success"))
    #expect(all.contains("end.after") && !some.contains("end.after"))
    #expect(some.contains("network.same-zone-round-trip"))
  }

  @Test func `defaults of parts that the scenario does not have are not listed`() throws {
    let all = try Self.assumed("")
    #expect(all.contains("images.plain.boot"))
    #expect(!all.contains { $0.hasPrefix("images.postgresql") || $0.hasPrefix("images.gunicorn") })
    #expect(!all.contains { $0.hasPrefix("clients.") || $0.hasPrefix("timeline.") })
    #expect(try Self.assumed("timeline: [{wait: {nodes: 1}}]\n").contains("timeline.wait.timeout"))
  }
}
