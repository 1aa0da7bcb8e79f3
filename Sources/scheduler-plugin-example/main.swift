// A scheduler plugin of one's own, in use: swift run -c release scheduler-plugin-example
import Documents
import KubeAPI
import Scheduler

/// Keeps pods off nodes warmer than its argument allows, and prefers cool ones.
final class CoolNodes: FilterPlugin, ScorePlugin {
  static let name = "CoolNodes"
  private let limit: Int64

  /// Reads `args` of the configuration; what is wrong there is told with line and column.
  init(_ arguments: (any PluginArguments)?) throws {
    let own = try (arguments as? RawArguments)?.read {
      $0.optional("limit", .integer(in: Int64(0)...100))
    }
    limit = own.flatMap { $0 } ?? 40
  }

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    let isCool = degrees(node) <= limit
    return isCool ? .success : Status(.unschedulable, reasons: ["node(s) were too warm"])
  }

  func score(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Int64 {
    maxNodeScore - min(degrees(node), maxNodeScore)
  }

  private func degrees(_ node: NodeInfo) -> Int64 {
    max(0, Int64(node.node.metadata.labels["example.com/degrees"] ?? "") ?? 0)
  }
}

/// The configuration that enables it, as it would stand in a file.
let text = """
  apiVersion: kubescheduler.config.k8s.io/v1
  kind: KubeSchedulerConfiguration
  profiles:
  - plugins: {multiPoint: {enabled: [{name: CoolNodes, weight: 5}]}}
    pluginConfig: [{name: CoolNodes, args: {limit: 60}}]
  """
var registry = PluginRegistry.builtIn
registry.entries.append(.init(CoolNodes.name, "Keeps pods to cool nodes.") { try CoolNodes($1) })
let cool = try SchedulerConfiguration(
  reading: SourceFile(name: "cool.yaml", text: text), registry: registry)

let nodes = [("attic", "70"), ("cellar", "15"), ("shed", "35")].map { name, degrees in
  var node = Node(metadata: ObjectMeta(name: name, labels: ["example.com/degrees": degrees]))
  for (resource, amount) in [("cpu", 4_000), ("memory", 8 << 30), ("pods", 110)] {
    node.status.allocatable[resource] = Int64(amount)
  }
  return node
}
let pod = Pod(metadata: ObjectMeta(name: "web"), spec: PodSpec(containers: []))
for (title, told) in [("without CoolNodes", SchedulerConfiguration()), ("with CoolNodes", cool)] {
  let engine = try PlacementEngine(nodes: nodes, configuration: told, registry: registry)
  let placed = engine.place(pod)
  print("\(title): \(placed.feasibleCount) nodes fit, web goes to \(placed.node ?? placed.message)")
}
