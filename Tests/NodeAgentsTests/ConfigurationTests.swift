import ControllerRuntime
import KubeAPI
import NodeAgents
import Testing
import Units

/// Pods whose secrets and config maps come late.
struct ConfigurationTests {
  private func secret(_ data: StringMap) -> Secret {
    Secret(metadata: ObjectMeta(name: "db", namespace: "default"), data: data)
  }

  private func map(_ data: StringMap) -> ConfigMap {
    ConfigMap(metadata: ObjectMeta(name: "settings", namespace: "default"), data: data)
  }

  private func bench() -> NodeBench {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    return bench
  }

  private func message(_ bench: NodeBench, _ key: ObjectKey) -> String {
    guard case .waiting(_, let message)? = bench.pod(key)?.status.containerStatuses.first?.state
    else { return "" }
    return message
  }

  @Test func `a container without its secret waits, and starts at the next try after it came`() {
    let bench = bench()
    let key = bench.create { spec in
      spec.containers[0].env = [
        EnvVar(
          name: "PASSWORD", source: .secretKeyRef(name: "db", key: "password", isOptional: false))
      ]
    }
    bench.run(.seconds(5))
    #expect(bench.word(bench.pod(key)) == "CreateContainerConfigError")
    #expect(message(bench, key) == "secret \"db\" not found")
    #expect(bench.pod(key)?.status.phase == .pending)
    _ = bench.store.perform(.create(secret(["other": "x"])))
    // What stopped one try is reported when the next begins.
    bench.run(.seconds(25))
    #expect(message(bench, key) == "couldn't find key password in Secret default/db")
    _ = bench.store.perform(.update(secret(["password": "x"])))
    let changed = bench.clock.now
    bench.run(.seconds(15))
    #expect(bench.word(bench.pod(key)) == "Running")
    let started = bench.first("Running") ?? 0
    // Syncs that fail come again after ten seconds.
    #expect(started - changed.seconds > 1 && started - changed.seconds < 11, "\(started)")
    #expect(bench.runtime.launches[0].environment["PASSWORD"] == "x")
    #expect(bench.events(key).contains { $0.hasPrefix("Failed x") })
  }

  @Test func `whole maps become variables, and the container's own win`() {
    let bench = bench()
    _ = bench.store.perform(.create(secret(["USER": "app", "PASSWORD": "x"])))
    _ = bench.store.perform(.create(map(["MODE": "slow", "USER": "nobody"])))
    bench.run(.seconds(1))
    bench.create { spec in
      spec.containers[0].envFrom = [
        EnvFromSource(source: DataSource(.configMap, "settings")),
        EnvFromSource(source: DataSource(.secret, "db")),
        EnvFromSource(prefix: "DB_", source: DataSource(.secret, "db")),
        EnvFromSource(source: DataSource(.secret, "absent", isOptional: true)),
      ]
      spec.containers[0].env = [EnvVar(name: "MODE", source: .value("fast for $(DB_USER)"))]
    }
    bench.run(.seconds(3))
    let environment = bench.runtime.launches[0].environment
    #expect(environment["USER"] == "app")
    #expect(environment["DB_PASSWORD"] == "x")
    #expect(environment["MODE"] == "fast for app")
  }

  @Test func `a missing map behind envFrom keeps the container from being created`() {
    let bench = bench()
    let key = bench.create { spec in
      spec.containers[0].envFrom = [EnvFromSource(source: DataSource(.configMap, "settings"))]
    }
    bench.run(.seconds(3))
    #expect(message(bench, key) == "configmap \"settings\" not found")
  }

  struct VolumeRow: Sendable {
    let source: Volume.Source
    let problem: String?
  }

  @Test(arguments: [
    VolumeRow(source: .data(DataSource(.secret, "no")), problem: "secret \"no\" not found"),
    VolumeRow(source: .data(DataSource(.secret, "no", isOptional: true)), problem: nil),
    VolumeRow(source: .data(DataSource(.secret, "db", keys: ["a"])), problem: nil),
    VolumeRow(
      source: .data(DataSource(.secret, "db", keys: ["b"])),
      problem: "references non-existent secret key: b"),
    VolumeRow(
      source: .data(DataSource(.configMap, "settings", keys: ["b"])),
      problem: "configmap references non-existent config key: b"),
    VolumeRow(
      source: .projected([DataSource(.configMap, "no"), DataSource(.secret, "gone")]),
      problem: "[configmap \"no\" not found, secret \"gone\" not found]"),
  ])
  func `a volume is stopped by what it lacks`(row: VolumeRow) {
    let bench = bench()
    _ = bench.store.perform(.create(secret(["a": "x"])))
    _ = bench.store.perform(.create(map(["a": "x"])))
    bench.run(.seconds(1))
    let key = bench.create { $0.volumes = [Volume(name: "v", source: row.source)] }
    bench.run(.seconds(2))
    #expect(bench.word(bench.pod(key)) == (row.problem == nil ? "Running" : "ContainerCreating"))
    let told = bench.store.all(Event.self).filter { $0.reason == "FailedMount" }.map(\.message)
    let expected = row.problem.map { "MountVolume.SetUp failed for volume \"v\" : \($0)" }
    #expect(told == (expected.map { [$0] } ?? []))
  }

  @Test func `each failed try of a volume doubles the wait for the next`() {
    let bench = bench()
    let key = bench.create {
      $0.volumes = [Volume(name: "v", source: .data(DataSource(.secret, "db")))]
    }
    // Tries at 0.3, 0.8, 1.8, 3.8, 7.8, 15.8, 31.8 s.
    bench.run(.seconds(17))
    #expect(bench.word(bench.pod(key)) == "ContainerCreating")
    _ = bench.store.perform(.create(secret([:])))
    bench.run(.seconds(13))
    #expect(bench.word(bench.pod(key)) == "ContainerCreating")
    bench.run(.seconds(5))
    #expect(bench.word(bench.pod(key)) == "Running")
    #expect(bench.events(key).contains("FailedMount x6"))
  }

  @Test func `a pod that waits for a volume ends at once when it is deleted`() {
    let bench = bench()
    let key = bench.create {
      $0.volumes = [Volume(name: "v", source: .data(DataSource(.secret, "db")))]
    }
    bench.run(.seconds(20))
    bench.delete(key)
    bench.run(.seconds(5))
    #expect(bench.pod(key) == nil)
    #expect(bench.runtime.launches.isEmpty)
  }
}
