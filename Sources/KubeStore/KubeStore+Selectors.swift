import ControllerRuntime
import KubeAPI

extension KubeStore {
  /// Refuses a controller of pods that could not find its own pods, and a change of the selector of
  /// one of `apps/v1`.
  ///
  /// Source: `pkg/apis/apps/validation/validation.go` (ValidateDeploymentSpec,
  /// ValidateReplicaSetSpec), `pkg/registry/apps/deployment/strategy.go` (ValidateUpdate), v1.36.
  func checkSelector(
    of object: any KubeObject, over old: (any KubeObject)?
  ) throws(APIError) {
    guard let wanted = Self.selection(of: object) else { return }
    if let old = old.flatMap(Self.selection), old.selector != wanted.selector, wanted.isFixed {
      throw .invalid(
        object.kind, object.metadata.name, "spec.selector: Invalid value: field is immutable")
    }
    guard !wanted.selector.isEmpty, wanted.selector.matches(wanted.labels) else {
      throw .invalid(
        object.kind, object.metadata.name,
        "spec.template.metadata.labels: Invalid value: `selector` does not match template `labels`")
    }
  }

  /// How a controller finds its pods, and the labels that it gives them.
  private struct Selection {
    let selector: LabelSelector
    let labels: StringMap
    /// Whether the selector may never change.
    let isFixed: Bool
  }

  private static func selection(of object: any KubeObject) -> Selection? {
    switch object {
    case let controller as ReplicationController:
      Selection(
        selector: LabelSelector(matchLabels: controller.spec.selector),
        labels: controller.spec.template.metadata.labels, isFixed: false)
    case let set as ReplicaSet:
      Selection(
        selector: set.spec.selector, labels: set.spec.template.metadata.labels, isFixed: true)
    case let deployment as Deployment:
      Selection(
        selector: deployment.spec.selector,
        labels: deployment.spec.template.metadata.labels, isFixed: true)
    default: nil
    }
  }
}
