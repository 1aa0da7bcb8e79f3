import ControllerRuntime
import Documents
import KubeAPI
import Scheduler
import Testing

/// Which plugins join in where, after a configuration has changed the defaults.
struct ConfiguredPluginsTests {
  private static let filters = [
    "NodeUnschedulable", "NodeName", "TaintToleration", "NodeAffinity", "NodePorts",
    "NodeResourcesFit", "VolumeRestrictions", "NodeVolumeLimits", "VolumeBinding", "VolumeZone",
    "PodTopologySpread", "InterPodAffinity",
  ].filter { PluginRegistry.builtIn.entry($0) != nil }

  private static func framework(_ plugins: String) throws -> Framework {
    let (read, _) = try ConfigurationReadingTests.read(
      "profiles:\n- plugins:\n    " + plugins.replacing("\n", with: "\n    "))
    return try Framework(
      read.profiles[0], registry: .builtIn, context: PluginContext(cluster: SchedulerCache()))
  }

  @Test func `without changes the defaults join in, with their weights`() throws {
    let framework = try Self.framework("{}")
    #expect(framework.pluginNames(at: .filter) == Self.filters)
    #expect(framework.pluginNames(at: .queueSort) == ["PrioritySort"])
    #expect(framework.pluginNames(at: .postFilter) == ["DefaultPreemption"])
    #expect(framework.pluginNames(at: .bind) == ["DefaultBinder"])
    #expect(
      framework.weights == [
        .init("TaintToleration", 3), .init("NodeAffinity", 2), .init("NodeResourcesFit", 1),
        .init("PodTopologySpread", 2), .init("InterPodAffinity", 2),
        .init("NodeResourcesBalancedAllocation", 1), .init("ImageLocality", 1),
      ])
  }

  @Test func `a plugin can be disabled for its points alone`() throws {
    let framework = try Self.framework("score: {disabled: [{name: InterPodAffinity}]}")
    #expect(framework.pluginNames(at: .filter) == Self.filters)
    #expect(!framework.pluginNames(at: .score).contains("InterPodAffinity"))
    #expect(framework.pluginNames(at: .preScore).contains("InterPodAffinity"))
  }

  @Test func `disabled for all points is disabled at each`() throws {
    let framework = try Self.framework("multiPoint: {disabled: [{name: InterPodAffinity}]}")
    for point in ExtensionPoint.allCases {
      #expect(!framework.pluginNames(at: point).contains("InterPodAffinity"))
    }
  }

  /// Source: `pkg/scheduler/framework/runtime/framework_test.go`
  /// (TestNewFrameworkMultiPointExpansion), v1.34.
  @Test func `what a point names again comes first, what only it names comes last`() throws {
    let framework = try Self.framework(
      """
      multiPoint: {disabled: [{name: ImageLocality}]}
      score:
        enabled: [{name: ImageLocality, weight: 4}, {name: NodeAffinity}, {name: TaintToleration}]
      """)
    #expect(
      framework.weights == [
        .init("NodeAffinity", 1), .init("TaintToleration", 1), .init("NodeResourcesFit", 1),
        .init("PodTopologySpread", 2), .init("InterPodAffinity", 2),
        .init("NodeResourcesBalancedAllocation", 1), .init("ImageLocality", 4),
      ])
  }

  @Test func `an asterisk leaves only what is enabled beside it`() throws {
    let framework = try Self.framework(
      """
      score:
        disabled: [{name: "*"}]
        enabled: [{name: ImageLocality, weight: 0}, {name: TaintToleration, weight: 9}]
      """)
    #expect(framework.weights == [.init("ImageLocality", 1), .init("TaintToleration", 9)])
    #expect(framework.pluginNames(at: .filter) == Self.filters)
  }

  @Test func `with all points empty, some plugins alone make a profile`() throws {
    let framework = try Self.framework(
      """
      multiPoint:
        disabled: [{name: "*"}]
        enabled: [{name: PrioritySort}, {name: DefaultBinder}, {name: NodeResourcesFit, weight: 5}]
      """)
    #expect(framework.pluginNames(at: .filter) == ["NodeResourcesFit"])
    #expect(framework.weights == [.init("NodeResourcesFit", 5)])
    #expect(framework.pluginNames(at: .postFilter) == [])
  }

  @Test func `a default that is named again keeps its place and loses its weight`() throws {
    let framework = try Self.framework(
      "multiPoint: {enabled: [{name: TaintToleration}, {name: ImageLocality, weight: 6}]}")
    #expect(framework.weights.first == .init("TaintToleration", 1))
    #expect(framework.weights.last == .init("ImageLocality", 6))
    #expect(framework.pluginNames(at: .filter) == Self.filters)
  }

  @Test func `a plugin may be named where it has a part upstream and none here`() throws {
    let framework = try Self.framework(
      "preFilter: {enabled: [{name: NodeResourcesFit}, {name: InterPodAffinity}]}")
    #expect(framework.pluginNames(at: .preFilter).first == "InterPodAffinity")
    #expect(!framework.pluginNames(at: .preFilter).contains("NodeResourcesFit"))
  }

  @Test func `score alone disabled changes points and nothing else`() throws {
    var node = Samples.node("tainted")
    node.spec.taints = [Taint(key: "a", value: "", effect: .preferNoSchedule)]
    let nodes = [node, Samples.node("free")]
    let (read, _) = try ConfigurationReadingTests.read(
      "profiles:\n- plugins: {score: {disabled: [{name: TaintToleration}]}}")
    let plain = try PlacementEngine(nodes: nodes).explain(Samples.pod("p"))
    let configured = try PlacementEngine(nodes: nodes, configuration: read)
      .explain(Samples.pod("p"))
    #expect(plain.best == ["free"])
    #expect(configured.best == ["free", "tainted"])
  }

  /// A plugin from outside, with an argument of its own.
  private final class Veto: FilterPlugin {
    static let name = "Veto"
    let node: String

    init(_ given: (any PluginArguments)?) throws {
      guard let given = given as? RawArguments else {
        throw PluginError(plugin: Self.name, "needs arguments")
      }
      node = try given.read { $0.required("node", .string) } ?? ""
    }

    func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
      node.name == self.node ? Status(.unschedulable, reasons: ["vetoed"]) : .success
    }
  }

  private static func read(veto arguments: String) throws(Problems) -> SchedulerConfiguration {
    var registry = PluginRegistry.builtIn
    registry.entries.append(.init("Veto", "Turns one node down.") { try Veto($1) })
    let body =
      "profiles:\n- plugins: {filter: {enabled: [{name: Veto}]}}\n  pluginConfig:\n"
      + "  - name: Veto\n    args: \(arguments)"
    let file = SourceFile(name: "own.yaml", text: ConfigurationReadingTests.head + body)
    return try SchedulerConfiguration(reading: file, registry: registry)
  }

  @Test func `a plugin from outside gets its arguments as they are written`() throws {
    let read = try Self.read(veto: "{node: b}")
    #expect(read.profiles[0].points[.filter]?.enabled.map(\.name) == ["Veto"])
  }

  @Test func `what a plugin from outside finds wrong has its place in the file`() throws {
    let problems = #expect(throws: Problems.self) { try Self.read(veto: "{nodes: b}") }
    #expect(
      problems?.description == """
        own.yaml:7:11: error: "node" is missing in profiles[0].pluginConfig[0].args; \
        add node: with text
        own.yaml:7:12: error: unknown field "nodes" in profiles[0].pluginConfig[0].args; \
        did you mean "node"?
        """)
  }
}

extension Framework {
  struct Weight: Equatable {
    let name: String
    let weight: Int64

    init(_ name: String, _ weight: Int64) {
      self.name = name
      self.weight = weight
    }
  }

  /// The score plugins with their weights.
  fileprivate var weights: [Weight] {
    zip(scorePluginNames, scoreWeights).map { Weight($0, $1) }
  }
}
