import Documents
import KubeAPI
import Scheduler

/// The objects beside nodes and pods in a case of the recorded truth.
final class OracleDirectory: ClusterDirectory {
  private var namespaces: [(name: String, labels: StringMap)] = []
  private var services: [(namespace: String, selector: StringMap)] = []
  private var controllers: [String: LabelSelector] = [:]
  private var owners: [ObjectKey: LabelSelector] = [:]
  private(set) var disruptionBudgets: [BudgetView] = []

  init(_ extra: [DocumentNode]) {
    for object in extra { read(object) }
    namespaces.sort { $0.name < $1.name }
  }

  private func read(_ object: DocumentNode) {
    let kind = object["kind"]?.string ?? ""
    let name = object["metadata", "name"]?.string ?? ""
    let namespace = object["metadata", "namespace"]?.string ?? "default"
    let selector = object["spec", "selector"]
    switch kind {
    case "Namespace": namespaces.append((name, StringMap(object["metadata", "labels"])))
    case "Service":
      if let selector { services.append((namespace, StringMap(selector))) }
    case "ReplicationController":
      controllers["\(kind) \(namespace)/\(name)"] = LabelSelector(
        matchLabels: StringMap(selector))
    case "ReplicaSet", "StatefulSet":
      controllers["\(kind) \(namespace)/\(name)"] = LabelSelector(recorded: selector)
    case "PodDisruptionBudget":
      disruptionBudgets.append(
        BudgetView(
          namespace: namespace, selector: selector.map(LabelSelector.init(recorded:)),
          disruptionsAllowed: Int(object["status", "disruptionsAllowed"]?.integer ?? 0),
          disrupted: (object["status", "disruptedPods"]?.fields ?? []).map(\.key)))
    default: break
    }
  }

  /// Remembers the selector of the controller that `pod` names as its owner.
  func noteOwner(of pod: DocumentNode) {
    let namespace = pod["metadata", "namespace"]?.string ?? "default"
    for owner in pod["metadata", "ownerReferences"]?.list ?? []
    where owner["controller"]?.string == "true" {
      let name = "\(owner["kind"]?.string ?? "") \(namespace)/\(owner["name"]?.string ?? "")"
      let key = ObjectKey(namespace: namespace, name: pod["metadata", "name"]?.string ?? "")
      owners[key] = controllers[name]
    }
  }

  func namespaceLabels(_ name: String) -> StringMap? {
    namespaces.first { $0.name == name }?.labels
  }

  func namespaces(matching selector: LabelSelector) -> [String] {
    namespaces.filter { selector.matches($0.labels) }.map(\.name)
  }

  func serviceSelectors(in namespace: String) -> [StringMap] {
    services.filter { $0.namespace == namespace }.map(\.selector)
  }

  func ownerSelector(of pod: Pod) -> LabelSelector? { owners[pod.key] }
}

extension StringMap {
  fileprivate init(_ node: DocumentNode?) {
    self.init((node?.fields ?? []).map { ($0.key, $0.value.string ?? "") })
  }
}

extension LabelSelector {
  fileprivate init(recorded node: DocumentNode?) {
    self.init(
      matchLabels: StringMap(node?["matchLabels"]),
      matchExpressions: (node?["matchExpressions"]?.list ?? []).compactMap { item in
        guard let key = item["key"]?.string,
          let comparison = item["operator"]?.string.flatMap(SelectorRequirement.Operator.init)
        else { return nil }
        return SelectorRequirement(
          key: key, comparison: comparison, values: item["values"]?.strings ?? [])
      })
  }
}
