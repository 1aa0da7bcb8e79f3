import Documents
import SchedulerLab
import Units

/// A course of a real control plane (v1.36.2), as the recording has it.
struct RecordedTrace {
  /// A machine of the recording.
  struct Machine {
    let name: String
    let cpu: String
    let memory: String
    let pods: String
    let labels: [(key: String, value: String)]
    /// When it came; zero for those that were there before.
    var added = TimeSpan.zero
  }

  /// Something that the recording's driver did.
  struct Action {
    let at: TimeSpan
    let text: String
    /// The calls; empty where the text says all.
    let calls: [DocumentNode]
  }

  let name: String
  let machines: [Machine]
  let startDelay: TimeSpan
  let readyDelay: TimeSpan
  let terminationDelay: TimeSpan
  let actions: [Action]
  let changes: [ObservedChange]
  /// The pods by controller, in the order in which they were made.
  let podNames: [String: [String]]
  /// The time of the last line.
  let end: TimeSpan

  /// The path of a trace below the folder of truth.
  static func path(_ name: String) -> String {
    "reference/control-plane-traces/\(name).jsonl"
  }

  /// - Throws: `Problems` when the file cannot be read.
  init(_ name: String, in truth: TruthFolder) throws {
    self.name = name
    let lines = try JSONReader.documents(in: truth.file(Self.path(name)))
    let header = lines.first
    func delay(_ key: String) -> TimeSpan {
      .milliseconds(header?["settings", key]?.integer ?? 1_000)
    }
    startDelay = delay("podStartDelayMs")
    readyDelay = delay("readyDelayMs")
    terminationDelay = delay("terminationDelayMs")
    var arrivals: [String: TimeSpan] = [:]
    var actions: [Action] = []
    var changes: [ObservedChange] = []
    var podNames: [String: [String]] = [:]
    for line in lines.dropFirst() {
      let at = TimeSpan.milliseconds(line["t"]?.integer ?? 0)
      let name = line["name"]?.string ?? ""
      let isNew = line["type"]?.string == "ADDED"
      switch line["kind"]?.string {
      case "Driver":
        actions.append(Action(at: at, text: name, calls: line["do"]?.list ?? []))
      case "Node" where isNew: arrivals[name] = at
      case "Pod" where isNew: podNames[Self.owner(of: line), default: []].append(name)
      default: break
      }
      if let change = ObservedChange(line, name: name, at: at) { changes.append(change) }
    }
    machines = (header?["nodes"]?.list ?? []).map { Machine($0, arrivals) }
    self.actions = actions
    self.changes = changes
    self.podNames = podNames
    end = TimeSpan.milliseconds(lines.last?["t"]?.integer ?? 0)
  }

  /// The name in `ReplicationController/app`.
  fileprivate static func owner(of line: DocumentNode) -> String {
    line["owner"]?.string?.split(separator: "/").last.map(String.init) ?? ""
  }

  /// What the driver did first: steps before it are the making of the nodes.
  var begin: TimeSpan { actions.first?.at ?? .zero }

  /// The steps of the recording.
  var steps: [ControlPlaneStep] { StepFinder.steps(of: changes).filter { $0.at >= begin } }
}

extension RecordedTrace.Machine {
  /// A machine of another zone and pool.
  static let bystander = RecordedTrace.Machine(
    name: "bystander", cpu: "4", memory: "8Gi", pods: "110",
    labels: [("topology.kubernetes.io/zone", "elsewhere")])

  fileprivate init(_ node: DocumentNode, _ arrivals: [String: TimeSpan]) {
    name = node["addnode"]?.string ?? ""
    cpu = node["cpu"]?.string ?? "4"
    memory = node["memory"]?.string ?? "8Gi"
    pods = node["pods"]?.string ?? "110"
    labels = (node["labels"]?.fields ?? []).map { ($0.key, $0.value.string ?? "") }
    added = arrivals[name] ?? .zero
  }
}

extension ObservedChange {
  /// A line of a recording; nil for what is not compared.
  init?(_ line: DocumentNode, name: String, at: TimeSpan) {
    self.at = at
    let isGone = line["type"]?.string == "DELETED"
    switch line["kind"]?.string {
    case "Pod":
      let ready = line["conditions", "Ready"]?.string?.hasPrefix("True") ?? false
      subject = .pod(
        name: name,
        PodView(
          owner: RecordedTrace.owner(of: line), isBound: line["node"]?.string != nil,
          phase: line["phase"]?.string ?? "", isReady: ready,
          isTerminating: line["deletionTimestamp"]?.string != nil, isGone: isGone))
    case "ReplicationController":
      func count(_ key: String) -> Int { Int(line["status", key]?.integer ?? 0) }
      let view = ControllerView(replicas: count("replicas"), ready: count("ready"))
      subject = .controller(name: name, isGone ? nil : view)
    case "ReplicaSet":
      subject = .size(
        replicaSet: name, isGone ? nil : Int(line["specReplicas"]?.integer ?? 0))
    case "Endpoints":
      let subsets = line["subsets"]?.list ?? []
      subject = .endpoints(
        service: name, ready: subsets.reduce(0) { $0 + ($1["ready"]?.list.count ?? 0) })
    case "Node":
      let ready = line["conditions", "Ready"]?.string ?? ""
      subject = .node(
        name: name, ready: String(ready.prefix { $0 != ":" }),
        taints: (line["taints"]?.strings ?? []).sorted())
    default: return nil
    }
  }
}
