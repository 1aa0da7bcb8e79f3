import ControllerRuntime
import Documents
import Foundation
import Scheduler
import Testing
import Units

/// Files of kind KubeSchedulerConfiguration: what they mean, and what is said of broken ones.
struct ConfigurationReadingTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("BadInput/configurations").path

  static let broken: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { !$0.hasSuffix(".expected") }.sorted()

  @Test func `there are broken configurations of every sort`() {
    #expect(Self.broken.count >= 15)
  }

  /// Compared with the neighbour `….expected`; with `UPDATE_GOLDEN=1` that is written instead.
  @Test(arguments: broken)
  func `a broken configuration is told what would be right`(name: String) throws {
    let file = try SourceFile(path: "\(Self.folder)/\(name)", name: name)
    let log = ProblemLog(file: name)
    let read = SchedulerConfigurationReader(log: log).read(file)
    #expect(read == nil)
    #expect(log.hasErrors)
    let said = log.problems.description + "\n"
    let golden = "\(Self.folder)/\(name).expected"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try said.write(toFile: golden, atomically: true, encoding: .utf8)
    }
    #expect(try said == String(contentsOfFile: golden, encoding: .utf8))
    for line in said.split(separator: "\n") {
      #expect(line.contains(/^[a-z-]+\.(yaml|json):\d+:\d+: (error|warning): .+/))
    }
  }

  static let head = """
    apiVersion: kubescheduler.config.k8s.io/v1
    kind: KubeSchedulerConfiguration

    """

  static func read(_ body: String) throws -> (SchedulerConfiguration, [Problem]) {
    let log = ProblemLog(file: "file.yaml")
    let file = SourceFile(name: "file.yaml", text: head + body)
    let read = SchedulerConfigurationReader(log: log).read(file)
    return (try #require(read, "\(log.problems)"), log.warnings)
  }

  @Test func `a configuration that says nothing is the default one`() throws {
    let (read, warnings) = try Self.read("")
    #expect(warnings == [])
    #expect(read.profiles.map(\.schedulerName) == ["default-scheduler"])
    #expect(read.profiles[0].plugins.map(\.name) == Profile.standard.plugins.map(\.name))
    #expect(read.profiles[0].plugins.map(\.weight) == Profile.standard.plugins.map(\.weight))
    #expect(read.wantedSampling == nil)
    #expect(read.nodeSampling == .adaptive)
    #expect(read.queue == QueueSettings())
    #expect(read.clientLimit == .scheduler)
    #expect(read.extenders == [])
  }

  @Test func `pace, rate and sampling are taken over`() throws {
    let (read, warnings) = try Self.read(
      """
      percentageOfNodesToScore: 30
      podInitialBackoffSeconds: 3
      podMaxBackoffSeconds: 60
      parallelism: 8
      enableProfiling: false
      clientConnection: {kubeconfig: /etc/kube, qps: 12.5, burst: 0}
      leaderElection: {leaderElect: false}
      profiles:
      - percentageOfNodesToScore: 0
      """)
    #expect(read.nodeSampling == .percentage(30))
    #expect(read.profiles[0].nodeSampling == .adaptive)
    #expect(read.queue.initialBackoff == .seconds(3))
    #expect(read.queue.longestBackoff == .seconds(60))
    #expect(read.clientLimit == ClientLimit(qps: 12.5, burst: 100))
    #expect(warnings.allSatisfy { $0.code == .notSimulated })
    #expect(warnings.count == 4, "\(warnings)")
  }

  @Test func `arguments reach their plugins, wherever these are enabled`() throws {
    let (read, _) = try Self.read(
      """
      profiles:
      - plugins:
          score: {enabled: [{name: NodeResourcesFit, weight: 7}]}
        pluginConfig:
        - name: NodeResourcesFit
          args:
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: NodeResourcesFitArgs
            ignoredResources: [example.com/foo]
            scoringStrategy:
              type: RequestedToCapacityRatio
              resources: [{name: cpu, weight: 3}, {name: example.com/gpu}]
              requestedToCapacityRatio:
                shape: [{utilization: 0, score: 0}, {utilization: 100, score: 10}]
        - name: PodTopologySpread
          args:
            defaultingType: List
            defaultConstraints:
            - maxSkew: 2
              topologyKey: topology.kubernetes.io/zone
              whenUnsatisfiable: DoNotSchedule
        - name: VolumeBinding
          args: {bindTimeoutSeconds: 60}
        - name: NodeAffinity
          args:
            addedAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                - matchExpressions: [{key: pool, operator: In, values: [web]}]
      """)
    let profile = read.profiles[0]
    func arguments<Value>(_ name: String, _ type: Value.Type) -> Value? {
      profile.plugins.first { $0.name == name }?.arguments as? Value
    }
    let fit = try #require(arguments("NodeResourcesFit", NodeResourcesFitArguments.self))
    #expect(fit.ignoredResources == ["example.com/foo"])
    #expect(
      fit.resources == [
        WeightedResource("cpu", weight: 3), WeightedResource("example.com/gpu", weight: 1),
      ])
    #expect(
      fit.strategy
        == .requestedToCapacityRatio([
          .init(utilization: 0, score: 0), .init(utilization: 100, score: 10),
        ]))
    let score = try #require(profile.points[.score]?.enabled.first)
    #expect(score.weight == 7)
    #expect(score.arguments as? NodeResourcesFitArguments == fit)
    let spread = try #require(arguments("PodTopologySpread", PodTopologySpreadArguments.self))
    #expect(spread.defaultConstraints?.map(\.maxSkew) == [2])
    let binding = try #require(arguments("VolumeBinding", VolumeBindingArguments.self))
    #expect(binding.bindTimeout == .seconds(60))
    let affinity = try #require(arguments("NodeAffinity", NodeAffinityArguments.self))
    #expect(affinity.addedRequiredTerms?.count == 1)
  }

  @Test func `extenders that may fail come last, and what they count is ignored`() throws {
    let (read, _) = try Self.read(
      """
      profiles:
      - pluginConfig:
        - name: NodeResourcesFit
          args: {ignoredResources: [example.com/replaced]}
      extenders:
      - urlPrefix: http://127.0.0.1:1/a
        ignorable: true
        filterVerb: filter
        managedResources: [{name: example.com/gpu, ignoredByScheduler: true}]
      - urlPrefix: http://127.0.0.1:2/b/
        prioritizeVerb: prioritize
        weight: 5
        httpTimeout: 250ms
        nodeCacheCapable: true
        managedResources: [{name: example.com/net}]
      """)
    #expect(read.extenders.map(\.urlPrefix) == ["http://127.0.0.1:2/b/", "http://127.0.0.1:1/a"])
    #expect(read.extenders.map(\.httpTimeout) == [.milliseconds(250), .seconds(5)])
    #expect(read.extenders.map(\.weight) == [5, 0])
    #expect(read.extenders.map(\.isNodeCacheCapable) == [true, false])
    let fit = read.profiles[0].plugins.first { $0.name == "NodeResourcesFit" }
    let arguments = try #require(fit?.arguments as? NodeResourcesFitArguments)
    #expect(arguments.ignoredResources == ["example.com/gpu"])
  }

  @Test func `JSON is read as YAML is`() throws {
    let file = SourceFile(
      name: "file.json",
      text: """
        {"apiVersion": "kubescheduler.config.k8s.io/v1", "kind": "KubeSchedulerConfiguration",
         "profiles": [{"schedulerName": "batch", "percentageOfNodesToScore": 100}]}
        """)
    let read = try SchedulerConfiguration(reading: file)
    #expect(read.profiles.map(\.schedulerName) == ["batch"])
    #expect(read.profiles[0].nodeSampling == .all)
  }

  @Test func `a plugin that is not built here is warned of and left out`() throws {
    let (read, warnings) = try Self.read(
      """
      profiles:
      - plugins:
          multiPoint: {enabled: [{name: DynamicResources}], disabled: [{name: SelectorSpread}]}
      """)
    #expect(read.profiles[0].plugins.map(\.name) == Profile.standard.plugins.map(\.name))
    #expect(warnings.map(\.line) == [5, 5])
    #expect(warnings.first?.code == .notSimulated)
  }
}
