import ClusterSim
import Documents
import Foundation
import KubeAPI
import Scenarios
import Testing
import Units

struct ShippedScenarioTests {
  /// The repository's root, from this file's place in it.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static func load(_ name: String, _ overrides: [String] = []) throws -> ClusterDesign {
    try ScenarioLoader.load(path: "\(root)/scenarios/\(name)", overrides: overrides)
  }

  @Test func `the article's story loads without a warning`() throws {
    let design = try Self.load("article")
    #expect(design.name == "article")
    #expect(design.warnings == [])
    #expect(
      design.phases.map(\.name) == [
        "create-cluster", "database", "orange", "load-balancer", "migrate", "traffic", "scale",
        "reborn", "update", "maroon", "delete-cluster",
      ])
    #expect(design.clients.map(\.name) == ["readers", "prober"])
    #expect(design.clients[0].start == .phase(5))
  }

  @Test func `the variants of growing up or out load, each with what it must run out of`() throws {
    let study = try ScenarioLoader.study(
      path: "\(Self.root)/scenarios/vertical-or-horizontal", overrides: [])
    #expect(study.design.warnings.isEmpty)
    #expect(
      study.variants.map(\.name) == [
        "one-2", "one-4", "one-4-lean", "one-8-few", "one-8", "many-4", "many-8", "many-8-eager",
      ])
    #expect(study.comparisons.count == 6)
    let firsts = study.variants.flatMap { variant in
      variant.design.expectations.map(\.text).filter { $0.hasSuffix("is_first == 1") }
    }
    #expect(
      firsts == [
        "limits.cpu.is_first == 1", "limits.cpu.is_first == 1", "limits.memory.is_first == 1",
        "limits.workers.is_first == 1", "limits.cpu.is_first == 1",
        "limits.connections.is_first == 1",
      ])
  }

  @Test func `the story's commands mean what a person means by them`() throws {
    let commands = try Self.load("article").timeline.compactMap { step -> Command? in
      if case .command(let command) = step.action { return command }
      return nil
    }
    guard case .createCluster(let cluster) = try #require(commands.first) else {
      Issue.record("the first command creates the cluster")
      return
    }
    #expect(cluster.pool.count == 3)
    #expect(cluster.pool.machine == .type("n1-standard-1"))
    #expect(cluster.pool.zones == ["us-central1-b"])
    let scaled = commands.compactMap { command -> String? in
      guard case .scale(let scale) = command else { return nil }
      return "\(scale.targets.map(\.name).joined(separator: ",")) \(scale.replicas)"
    }
    #expect(scaled == ["app-orange 1", "app-orange 3", "app-orange 1", "app-orange 0"])
    let created = commands.flatMap { command -> [String] in
      guard case .create(let create) = command else { return [] }
      return create.objects.map { "\($0.object.kind.rawValue) \($0.object.metadata.name)" }
    }
    #expect(
      created == [
        "ReplicationController database", "Service database", "ReplicationController app-orange",
        "Service app", "ReplicationController app-maroon",
      ])
    let work = commands.compactMap { command -> ExecCommand.Work? in
      guard case .exec(let exec) = command else { return nil }
      return exec.work
    }
    #expect(work == [.migrate, .createSuperuser])
  }

  @Test(arguments: ["one-line/mm1-80", "one-line/mm4-80", "processor-sharing/ps-lognormal"])
  func `a theory scenario loads at load 0.8`(path: String) throws {
    let design = try Self.load("theory/\(path).yaml")
    #expect(path.hasSuffix("/" + design.name))
    #expect(design.warnings == [])
    #expect(design.manifests.map(\.kind) == [.pod, .service])
    #expect(design.network.sameZoneRoundTrip.mean == 0)
    guard case .plain(let plain) = design.images[0].program,
      case .open(let open) = design.clients[0].load
    else {
      Issue.record("\(path) is a plain server under open load")
      return
    }
    let servers = plain.isCPUBound ? 1.0 : Double(plain.servers)
    let load = open.rate.peak.perSecond * plain.service.mean / servers
    #expect(abs(load - 0.8) < 1e-12, "\(path)")
  }

  @Test func `priorities, hops and patience mean what is written`() throws {
    let urgent = try Self.load("theory/priorities/interrupting.yaml")
    let network = try Self.load("theory/networks/jackson.yaml")
    let leaving = try Self.load("theory/impatience/erlang-a-busy.yaml")
    guard case .plain(let server) = urgent.images[0].program,
      case .plain(let front) = network.images[0].program
    else {
      Issue.record("both are plain servers")
      return
    }
    #expect(server.isPreemptive)
    #expect(server.endpoints.map(\.name) == ["gold"])
    #expect(server.endpoints[0].priority == 1)
    #expect(server.endpoints[0].service?.mean == 0.005)
    #expect(front.next.map(\.service) == [ServiceTarget(name: "app", port: 80)])
    #expect(front.next.map(\.share) == [0.7])
    #expect(leaving.clients[0].patience?.mean == 0.02)
  }

  @Test func `overrides replace fields, items by name, and fields that are not written`() throws {
    let design = try Self.load(
      "article",
      [
        "clients.readers.rate=40/s", "images.0.gunicorn.workers=4", "seed=7",
        "cloud.node-start=10s", "clients.prober.retries.count=2",
      ])
    #expect(design.seed == 7)
    guard case .open(let open) = design.clients[0].load,
      case .gunicorn(let gunicorn) = design.images[0].program
    else {
      Issue.record("readers are open, and the first image is Gunicorn")
      return
    }
    #expect(open.rate.peak.perSecond == 40)
    #expect(gunicorn.workers == 4)
    #expect(design.cloud.nodeStart.mean == 10)
    #expect(design.clients[1].retries.count == 2)
  }

  @Test(arguments: [
    (
      "clients.reader.rate=40/s",
      "--set:1:9: error: there is no item called \"reader\"; did you mean \"readers\"?"
    ),
    (
      "clients.readers.rate=40",
      "--set:1:22: error: clients[0].rate is \"40\", which has no unit; did you mean 40/s?"
    ),
    (
      "clients.readers.timout=4s",
      "--set:1:17: error: unknown field \"timout\" in clients[0]; did you mean \"timeout\"?"
    ),
    (
      "seed",
      "--set:1:1: error: \"seed\" sets nothing; write a path, = and a value, such as "
        + "clients.readers.rate=40/s"
    ),
    (
      "name.first=x",
      "--set:1:6: error: \"first\" cannot be set inside \"article\", which has no fields; "
        + "set the field itself"
    ),
  ])
  func `a wrong override is located where it was typed`(text: String, expected: String) {
    #expect(told { try Self.load("article", [text]) } == [expected])
  }

  @Test func `the second override is the second line`() {
    let told = told { try Self.load("article", ["seed=3", "sed=4"]) }
    #expect(told == ["--set:2:1: error: unknown field \"sed\"; did you mean \"seed\"?"])
  }
}

/// What `body` throws, line by line; a failure when it throws nothing.
func told(_ body: () throws -> some Any) -> [String] {
  do {
    _ = try body()
    return ["nothing was wrong"]
  } catch {
    return "\(error)".split(separator: "\n").map(String.init)
  }
}
