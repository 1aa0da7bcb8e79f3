import ClusterSim
import Experiments
import Foundation
import Scenarios
import Testing

/// What is accepted and has no effect must be said before a run and in its results.
struct WarningTests {
  @Test func `a field without effect is warned of by the check and by the run`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("wavetank-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: a}
      spec: {dnsPolicy: Default, containers: [{name: c, image: x}]}

      """
    try pod.write(
      to: folder.appendingPathComponent("pod.yaml"), atomically: true, encoding: .utf8)
    let scenario = """
      cluster: {pools: [{machine: e2-medium, count: 1}]}
      images: [{image: "*", pause: {}}]
      manifests: [pod.yaml]
      end: {at: 20s}

      """
    let design = try ScenarioLoader.load(text: scenario, folder: folder.path)
    let expected = "pod.yaml:4:8: warning: Pod spec.dnsPolicy is not simulated"
    #expect(design.warnings.filter { $0.contains(expected) }.count == 1)
    let results = try Experiment.run(design)
    #expect(results.warnings.filter { $0.contains(expected) }.count == 1)
  }
}
