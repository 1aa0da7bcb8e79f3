import Documents
import Foundation
import KubeAPI
import Testing
import Units

/// Files from outside of the project, read when they lie beside it.
struct RealManifestsTests {
  /// The folder beside the package that holds them; nil when it is not there.
  static let shared: String? = {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = package.appending(path: "../shared").standardized.path
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()

  private func read(_ path: String) throws -> Manifest {
    let folder = try #require(Self.shared)
    return try ManifestReader.read(SourceFile(path: folder + "/" + path, name: path))
  }

  @Test(
    .enabled(if: shared != nil),
    arguments: [
      "app/replication-controller-maroon.yaml", "app/replication-controller-orange.yaml",
      "app/service.yaml", "database/persistent-volume-claim.yaml",
      "database/persistent-volume.yaml", "database/replication-controller.yaml",
      "database/service.yaml",
    ])
  func `the story's manifests load unchanged and without a warning`(path: String) throws {
    let manifest = try read("article/" + path)
    #expect(manifest.objects.count == 1)
    #expect(manifest.warnings == [])
  }

  @Test(.enabled(if: shared != nil))
  func `the story's orange controller says what it says`() throws {
    let manifest = try read("article/app/replication-controller-orange.yaml")
    let controller = try #require(manifest.objects.first?.object as? ReplicationController)
    #expect(controller.metadata.name == "app-orange")
    #expect(controller.spec.replicas == 3)
    #expect(controller.spec.selector == ["name": "app", "colour": "orange"])
    let container = controller.spec.template.spec.containers[0]
    #expect(container.image == "hnarayanan/djangogirls-app:1.2-orange")
    #expect(container.env.count == 6)
    #expect(container.env[2].source == .fieldRef("status.podIP"))
    #expect(container.ports == [ContainerPort(8_000)])
    let service = try #require(
      try read("article/app/service.yaml").objects.first?.object as? Service)
    #expect(service.spec.type == .loadBalancer)
    #expect(service.spec.ports == [ServicePort(port: 80, targetPort: .number(8_000))])
    let volume = try #require(
      try read("article/database/persistent-volume.yaml").objects.first?.object
        as? PersistentVolume)
    #expect(volume.capacity == .gibibytes(50))
    #expect(volume.source == .gcePersistentDisk("pg-data-disk"))
  }

  @Test(
    .enabled(if: shared != nil),
    arguments: [
      ("nodes-100.yaml", 100, 0), ("pods-100.yaml", 1_067, 2), ("nodes-1000.yaml", 1_000, 0),
    ])
  func `the traces load`(name: String, count: Int, warnings: Int) throws {
    let manifest = try read("traces/openb/" + name)
    #expect(manifest.objects.count == count)
    #expect(manifest.warnings.count == warnings, "\(manifest.warnings)")
  }

  @Test(.enabled(if: shared != nil))
  func `a trace's pod and node say what they say`() throws {
    let node = try #require(
      try read("traces/openb/nodes-100.yaml").objects.first?.object as? Node)
    #expect(node.status.allocatable.cpu == MilliCPU(64_000))
    #expect(node.status.allocatable.memory == .mebibytes(262_144))
    #expect(node.status.allocatable["pods"] == 1_001)
    #expect(node.status.capacity["alibabacloud.com/gpu-milli"] == 2_000)
    let pod = try #require(try read("traces/openb/pods-100.yaml").objects.first?.object as? Pod)
    #expect(pod.metadata.namespace == "paib-gpu")
    #expect(pod.spec.containers[0].resources.requests.cpu == MilliCPU(12_000))
    #expect(pod.spec.restartPolicy == .onFailure)
  }
}
