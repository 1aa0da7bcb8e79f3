import Documents
import KubeAPI
import Scheduler
import Units

/// One case of the scheduler's recorded truth: a cluster, pods to place in turn, and what the real
/// kube-scheduler v1.34.1 said of each.
///
/// The corpus' own FORMAT.md says what each field means and what the API server's part is, which
/// is done here: defaults, phases, pod-level resources and priority classes.
public struct OracleCase {
  /// The case's name, unique in the corpus.
  public let name: String
  let nodes: [Node]
  let bound: [Pod]
  let incoming: [Pod]
  /// Claims, volumes and classes.
  let volumes: [any KubeObject]
  let steps: [OracleStep]
  let directory: OracleDirectory

  /// The cases of one category, in the order of its file.
  ///
  /// - Throws: `Problems` when the file cannot be read or is no JSON.
  public static func all(_ category: String, in truth: TruthFolder) throws -> [OracleCase] {
    let file = try truth.file("oracle/scheduler/\(category).json")
    return try JSONReader.documents(in: file).flatMap(\.list).map(OracleCase.init)
  }

  private init(_ node: DocumentNode) {
    name = node["case", "name"]?.string ?? "?"
    let extra = node["case", "extra"]?.list ?? []
    let classes = PriorityClasses(extra)
    directory = OracleDirectory(extra)
    for key in ["pods", "incoming"] {
      for pod in node["case", key]?.list ?? [] { directory.noteOwner(of: pod) }
    }
    nodes = (node["case", "nodes"]?.list ?? []).compactMap { Self.object($0) as? Node }
    bound = (node["case", "pods"]?.list ?? []).compactMap { Self.pod($0, classes) }
    incoming = (node["case", "incoming"]?.list ?? []).compactMap { Self.pod($0, classes) }
    volumes = (node["case", "extra"]?.list ?? []).compactMap(Self.objectOfVolumes)
    steps = (node["result", "results"]?.list ?? []).map(OracleStep.init)
  }

  private static func object(_ node: DocumentNode) -> (any KubeObject)? {
    // Mistakes are looked for elsewhere: the corpus was made without the API server's validation.
    ManifestReader.object(from: ValueReader(node, log: ProblemLog(file: "oracle")))
  }

  /// A volume, claim or class with the phase that the real scheduler saw; nil for other kinds.
  private static func objectOfVolumes(_ node: DocumentNode) -> (any KubeObject)? {
    guard let object = object(node) else { return nil }
    switch object {
    case var volume as PersistentVolume:
      volume.status.phase = PersistentVolumeStatus.Phase(
        rawValue: node["status", "phase"]?.string ?? "") ?? volume.status.phase
      return volume
    case var claim as PersistentVolumeClaim:
      claim.status.phase = PersistentVolumeClaimStatus.Phase(
        rawValue: node["status", "phase"]?.string ?? "") ?? claim.status.phase
      return claim
    case is StorageClass: return object
    default: return nil
    }
  }

  /// The pod with what the manifest reader does not read.
  private static func pod(_ node: DocumentNode, _ classes: PriorityClasses) -> Pod? {
    guard var pod = object(node) as? Pod else { return nil }
    if let phase = node["status", "phase"]?.string.flatMap(PodStatus.Phase.init(rawValue:)) {
      pod.status.phase = phase
    }
    if node["spec", "priority"] == nil {
      pod.spec.priority = classes.value(of: pod.spec.priorityClassName)
    }
    if let resources = node["spec", "resources"] { pod.setPodLevel(resources) }
    if let preempts = classes.preemption(of: pod.spec.priorityClassName),
      node["spec", "preemptionPolicy"] == nil
    { pod.spec.mayPreempt = preempts }
    pod.status.startTime = node["status", "startTime"]?.string.flatMap(Instant.init(recorded:))
    if node["metadata", "deletionTimestamp"] != nil { pod.metadata.deletionTimestamp = .start }
    pod.mergeLabelKeys()
    return pod
  }
}

/// The priority classes of a case.
private struct PriorityClasses {
  private var preempting: [String: Bool] = [:]
  private var values: [String: Int32] = [
    "system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000,
  ]
  private var fallback: Int32 = 0

  init(_ extra: [DocumentNode]) {
    for object in extra where object["kind"]?.string == "PriorityClass" {
      let value = Int32(object["value"]?.integer ?? 0)
      let name = object["metadata", "name"]?.string ?? ""
      values[name] = value
      if let policy = object["preemptionPolicy"]?.string { preempting[name] = policy != "Never" }
      if object["globalDefault"]?.string == "true" { fallback = value }
    }
  }

  func value(of name: String) -> Int32 { values[name] ?? fallback }

  /// Whether pods of the class may push others aside; nil where it does not say.
  func preemption(of name: String) -> Bool? { preempting[name] }
}

extension Pod {
  /// Pod-level resources with the API server's defaults: a missing request becomes what the
  /// containers ask for together, or the limit.
  fileprivate mutating func setPodLevel(_ node: DocumentNode) {
    var resources = ResourceRequirements()
    resources.requests = ResourceList(node["requests"])
    resources.limits = ResourceList(node["limits"])
    var plain = self
    plain.spec.resources = nil
    plain.spec.overhead = ResourceList()
    let sum = PodInfo(plain).requests
    for (name, limit) in resources.limits.entries where resources.requests[name] == nil {
      let together = sum.amount(of: name)
      resources.requests[name] = together > 0 ? together : limit
    }
    spec.resources = resources
  }
}

extension ResourceList {
  fileprivate init(_ node: DocumentNode?) {
    self.init()
    for (name, value) in node?.fields ?? [] {
      guard let quantity = try? Quantity(parsing: value.string ?? "") else { continue }
      self[name] = name == "cpu" ? quantity.milliValue : quantity.value
    }
  }
}

extension Instant {
  /// The instant of a time such as `2025-01-01T00:00:07Z`, counted from the year 2000.
  init?(recorded text: String) {
    let parts = text.split { !$0.isNumber }.compactMap { Int64($0) }
    guard parts.count >= 6, parts[0] >= 2000, (1...12).contains(parts[1]) else { return nil }
    // Months are counted from March, so that the leap day comes last.
    let (year, month) = parts[1] > 2 ? (parts[0], parts[1] - 3) : (parts[0] - 1, parts[1] + 9)
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + parts[2]
    let time = parts[3] * 3_600 + parts[4] * 60 + parts[5]
    let seconds = (days - Self.daysBefore2000) * 86_400 + time
    guard seconds >= 0 else { return nil }
    self.init(nanoseconds: seconds * 1_000_000_000)
  }

  /// The days of 1 January 2000 by the same count.
  private static let daysBefore2000: Int64 =
    1_999 * 365 + 1_999 / 4 - 1_999 / 100 + 1_999 / 400 + (10 * 153 + 2) / 5 + 1
}
