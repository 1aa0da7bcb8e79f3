import ClusterSim
import Documents
import Foundation
import KubeAPI
import Testing

/// The manifests that the article came with, beside ours.
@Suite(.enabled(if: originals != nil, "the article's own manifests do not lie beside the package"))
struct OriginalManifestsTests {
  static let files = [
    "app/replication-controller-maroon.yaml", "app/replication-controller-orange.yaml",
    "app/service.yaml", "database/persistent-volume-claim.yaml",
    "database/persistent-volume.yaml", "database/replication-controller.yaml",
    "database/service.yaml",
  ]

  private func object(_ folder: String, _ file: String) throws -> any KubeObject {
    let objects = try ManifestReader.read(SourceFile(path: "\(folder)/\(file)", name: file)).objects
    #expect(objects.count == 1, "\(folder)/\(file)")
    return try #require(objects.first).object
  }

  @Test(arguments: files)
  func `ours and theirs have the same names, labels, images, probes and limits`(
    file: String
  ) throws {
    let ours = try object(Stage.article, file)
    let theirs = try object(#require(originals), file)
    #expect(ours.kind == theirs.kind)
    #expect(ours.metadata.name == theirs.metadata.name)
    #expect(ours.metadata.labels == theirs.metadata.labels)
    switch (ours, theirs) {
    case (let ours as ReplicationController, let theirs as ReplicationController):
      #expect(ours.spec.replicas == theirs.spec.replicas)
      #expect(ours.spec.selector == theirs.spec.selector)
      #expect(ours.spec.template.metadata.labels == theirs.spec.template.metadata.labels)
      let containers = ours.spec.template.spec.containers
      let others = theirs.spec.template.spec.containers
      #expect(containers.map(Outline.init) == others.map(Outline.init))
      #expect(containers.allSatisfy { $0.readinessProbe == nil && $0.livenessProbe == nil })
      #expect(containers.allSatisfy { $0.resources.requests.entries.isEmpty })
      #expect(containers.allSatisfy { $0.resources.limits.entries.isEmpty })
    case (let ours as Service, let theirs as Service): #expect(ours.spec == theirs.spec)
    case (let ours as PersistentVolume, let theirs as PersistentVolume):
      #expect(ours.capacity == theirs.capacity)
      #expect(ours.source == theirs.source)
    default: #expect(ours.kind == .persistentVolumeClaim)
    }
  }

  /// What of a container the story rests on.
  private struct Outline: Equatable {
    var name: String
    var image: String
    var ports: [ContainerPort]
    var variables: [String]
    var hasProbes: Bool
    var requests: ResourceList
    var limits: ResourceList

    init(_ container: Container) {
      name = container.name
      image = container.image
      ports = container.ports
      variables = container.env.map(\.name).sorted()
      hasProbes = container.readinessProbe != nil || container.livenessProbe != nil
      requests = container.resources.requests
      limits = container.resources.limits
    }
  }

  @Test func `the story runs the same on the original files`() throws {
    let run = try Stage.withFolder { folder in
      let source = try #require(originals)
      for part in ["app", "database"] {
        try FileManager.default.copyItem(atPath: "\(source)/\(part)", toPath: "\(folder)/\(part)")
      }
      try FileManager.default.copyItem(
        atPath: "\(Stage.article)/scenario.yaml", toPath: "\(folder)/scenario.yaml")
      let text = try String(contentsOfFile: "\(folder)/scenario.yaml", encoding: .utf8)
      return try Record(Stage.design(text, folder: folder))
    }
    #expect(run.unmetExpectations == [])
    #expect(run.brokenPromises == [])
    #expect(run.results.isTrustworthy)
    let ours = try Stage.articleRun.get()
    #expect(run.results.pods.map(\.name) == ours.results.pods.map(\.name))
    #expect(run.results.run == ours.results.run)
    #expect(run.results.phases == ours.results.phases)
  }
}

/// The folder of the article's own manifests; nil when it is not there.
private let originals: String? = Stage.shared.map { $0 + "/article" }
  .flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
