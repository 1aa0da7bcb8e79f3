import KubeAPI
import Units

/// `kubectl get replicationcontrollers` and `replicasets`.
///
/// Source: `pkg/printers/internalversion/printers.go` (printReplicationController,
/// printReplicaSet), v1.36.
enum ReplicaTable {
  static let empty = Table(
    ["Name", "Desired", "Current", "Ready", "Age"], wide: ["Containers", "Images", "Selector"])

  static func row(_ controller: ReplicationController, _ context: TableContext) -> [String] {
    row(
      controller.metadata, replicas: controller.spec.replicas, controller.status,
      controller.spec.template, selector: controller.spec.selector.commaText, context)
  }

  static func row(_ set: ReplicaSet, _ context: TableContext) -> [String] {
    row(
      set.metadata, replicas: set.spec.replicas, set.status, set.spec.template,
      selector: set.spec.selector.text, context)
  }

  private static func row(
    _ metadata: ObjectMeta, replicas: Int, _ status: ReplicaSetStatus, _ template: PodTemplate,
    selector: String, _ context: TableContext
  ) -> [String] {
    [
      metadata.name, "\(replicas)", "\(status.replicas)", "\(status.readyReplicas)",
      context.age(metadata.creationTimestamp),
    ] + template.tableCells + [selector]
  }
}

/// `kubectl get deployments`.
///
/// Source: `pkg/printers/internalversion/printers.go` (printDeployment), v1.36.
enum DeploymentTable {
  static let empty = Table(
    ["Name", "Ready", "Up-to-date", "Available", "Age"],
    wide: ["Containers", "Images", "Selector"])

  static func row(_ deployment: Deployment, _ context: TableContext) -> [String] {
    let status = deployment.status
    return [
      deployment.metadata.name, "\(status.readyReplicas)/\(deployment.spec.replicas)",
      "\(status.updatedReplicas)", "\(status.availableReplicas)",
      context.age(deployment.metadata.creationTimestamp),
    ] + deployment.spec.template.tableCells + [deployment.spec.selector.text]
  }
}

extension PodTemplate {
  /// Its containers' names and images, as the wide columns of tables have them.
  fileprivate var tableCells: [String] {
    [
      spec.containers.map(\.name).joined(separator: ","),
      spec.containers.map(\.image).joined(separator: ","),
    ]
  }
}

extension LabelSelector {
  /// As kubectl writes it: `app=web,tier in (a,b),!canary`; `<none>` for one that finds all.
  ///
  /// Source: `apimachinery/pkg/apis/meta/v1/helpers.go` (FormatLabelSelector), v1.36.
  var text: String {
    let parts = matchLabels.entries.map { (key: $0.key, text: "\($0.key)=\($0.value)") }
      + matchExpressions.map { requirement in
        let values = requirement.values.sorted().joined(separator: ",")
        let text = switch requirement.comparison {
        case .isIn: "\(requirement.key) in (\(values))"
        case .notIn: "\(requirement.key) notin (\(values))"
        case .exists: requirement.key
        case .doesNotExist: "!\(requirement.key)"
        case .greaterThan: "\(requirement.key)>\(values)"
        case .lessThan: "\(requirement.key)<\(values)"
        }
        return (key: requirement.key, text: text)
      }
    return noneIfEmpty(parts.sorted { $0 < $1 }.map(\.text).joined(separator: ","))
  }
}
