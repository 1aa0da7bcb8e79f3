import ClusterSim
import Documents
import Foundation
import Scenarios
import Scheduler
import Testing

/// The field `scheduler.config` of a scenario.
struct SchedulerFieldTests {
  private static let scenario = """
    cluster: {zones: [us-central1-b], pools: [{machine: n1-standard-1, count: 1}]}
    scheduler: {ties: first, config: kube.yaml}
    timeline: [{wait: {nodes: 1}}]
    """

  private static func design(_ configuration: String) throws -> ClusterDesign {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("wavetank-scheduler-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try configuration.write(
      to: folder.appendingPathComponent("kube.yaml"), atomically: true, encoding: .utf8)
    return try ScenarioLoader.load(
      text: scenario, name: "s.yaml", folder: folder.path, overrides: [])
  }

  private static let head = """
    apiVersion: kubescheduler.config.k8s.io/v1
    kind: KubeSchedulerConfiguration

    """

  @Test func `a configuration beside the scenario is taken over`() throws {
    let design = try Self.design(
      Self.head + "parallelism: 4\nprofiles: [{schedulerName: default-scheduler}, "
        + "{schedulerName: batch, percentageOfNodesToScore: 100}]")
    let told = try #require(design.scheduler.configuration)
    #expect(told.profiles.map(\.schedulerName) == ["default-scheduler", "batch"])
    #expect(design.scheduler.ties == .first)
    #expect(design.warnings.contains { $0.contains("kube.yaml:3:1: warning: ") })
  }

  @Test func `a broken configuration is told of with its own file and line`() throws {
    let problems = #expect(throws: Problems.self) {
      try Self.design(Self.head + "profile: []")
    }
    let lines = problems?.errors.map(\.description) ?? []
    #expect(lines.count == 1)
    #expect(lines.first?.contains("/kube.yaml:3:1: error: unknown field \"profile\"") == true)
  }
}
