import ClusterSim
import Experiments
import Foundation
import Scenarios
import Testing

struct StartTests {
  /// The repository's root, from this file's place in it.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  @Test(arguments: UInt64(1)...5)
  func `pods that are there from the start spread over machines that are`(seed: UInt64) throws {
    let design = try ScenarioLoader.load(
      text: """
        cluster: {pools: [{machine: n1-standard-1, count: 3}]}
        manifests: [app/replication-controller-orange.yaml]
        images: [{image: "*", pause: {}}]
        timeline: [{wait: {pods: name=app, ready: 3}}]
        """, folder: "\(Self.root)/scenarios/article")
    var options = RunOptions()
    options.seed = seed
    let results = try Experiment.run(design, options: options)
    #expect(Set(results.pods.compactMap(\.node)).count == 3)
  }
}
