import Documents
import KubeAPI
import Scheduler
import Testing

/// One case of the ground-truth corpus: what the real scheduler was given, and what it said.
///
/// The corpus' own FORMAT.md says what each field means.
struct OracleCase {
  let name: String
  let nodes: [Node]
  let bound: [Pod]
  let incoming: [Pod]
  let results: [DocumentNode]

  /// The cases of one category.
  static func all(_ category: String) throws -> [OracleCase] {
    let file = try SharedInput.file("oracle/scheduler/\(category).json")
    return try JSONReader.documents(in: file).flatMap(\.list).map(OracleCase.init)
  }

  init(_ node: DocumentNode) throws {
    let given = try #require(node["case"])
    name = given["name"]?.string ?? "?"
    let classes = PriorityClasses(given["extra"]?.list ?? [])
    nodes = (given["nodes"]?.list ?? []).compactMap { Self.object($0) as? Node }
    bound = (given["pods"]?.list ?? []).compactMap { Self.pod($0, classes) }
    incoming = (given["incoming"]?.list ?? []).compactMap { Self.pod($0, classes) }
    results = node["result", "results"]?.list ?? []
  }

  private static func object(_ node: DocumentNode) -> (any KubeObject)? {
    // Mistakes are looked for elsewhere: the corpus was made without the API server's validation.
    ManifestReader.object(from: ValueReader(node, log: ProblemLog(file: "oracle")))
  }

  /// The pod with what the manifest reader does not read: its phase and its priority class.
  private static func pod(_ node: DocumentNode, _ classes: PriorityClasses) -> Pod? {
    guard var pod = object(node) as? Pod else { return nil }
    if let phase = node["status", "phase"]?.string.flatMap(PodStatus.Phase.init(rawValue:)) {
      pod.status.phase = phase
    }
    if node["spec", "priority"] == nil {
      pod.spec.priority = classes.value(of: pod.spec.priorityClassName)
    }
    return pod
  }
}

/// The priority classes of a case.
private struct PriorityClasses {
  private var values: [String: Int32] = [
    "system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000,
  ]
  private var fallback: Int32 = 0

  init(_ extra: [DocumentNode]) {
    for object in extra where object["kind"]?.string == "PriorityClass" {
      let value = Int32(object["value"]?.integer ?? 0)
      values[object["metadata", "name"]?.string ?? ""] = value
      if object["globalDefault"]?.string == "true" { fallback = value }
    }
  }

  func value(of name: String) -> Int32 { values[name] ?? fallback }
}
