import KubeAPI
import Units

extension KubectlDescribe {
  /// A disruption budget.
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describePodDisruptionBudgetV1), v1.36.
  public static func podDisruptionBudget(
    _ budget: PodDisruptionBudget, events: [Event], now: Instant
  ) -> String {
    var writer = DescriptionWriter(now: now)
    writer.field(0, "Name", budget.metadata.name)
    writer.field(0, "Namespace", budget.metadata.namespace)
    if let least = budget.spec.minAvailable {
      writer.field(0, "Min available", "\(least)")
    } else if let most = budget.spec.maxUnavailable {
      writer.field(0, "Max unavailable", "\(most)")
    }
    writer.field(0, "Selector", budget.spec.selector.map(text) ?? "<unset>")
    writer.line(0, "Status:")
    writer.field(2, "Allowed disruptions", "\(budget.status.disruptionsAllowed)")
    writer.field(2, "Current", "\(budget.status.currentHealthy)")
    writer.field(2, "Desired", "\(budget.status.desiredHealthy)")
    writer.field(2, "Total", "\(budget.status.expectedPods)")
    writer.events(events)
    return writer.aligned
  }

  /// Source: `staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go` (FormatLabelSelector).
  private static func text(_ selector: LabelSelector) -> String {
    let labels = selector.matchLabels.entries.map { "\($0.key)=\($0.value)" }
    let others = selector.matchExpressions.map { requirement -> String in
      let values = requirement.values.sorted().joined(separator: ",")
      switch requirement.comparison {
      case .isIn: return "\(requirement.key) in (\(values))"
      case .notIn: return "\(requirement.key) notin (\(values))"
      case .exists: return requirement.key
      case .doesNotExist: return "!\(requirement.key)"
      case .greaterThan: return "\(requirement.key)>\(values)"
      case .lessThan: return "\(requirement.key)<\(values)"
      }
    }
    return noneIfEmpty((labels + others).joined(separator: ","))
  }

  /// A secret, with the size of its data in place of the data.
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describeSecret), v1.36.
  public static func secret(_ secret: Secret, now: Instant) -> String {
    var writer = head(of: secret, now: now)
    writer.line(0, "")
    writer.field(0, "Type", secret.type)
    writer.line(0, "")
    writer.line(0, "Data")
    writer.line(0, "====")
    for (key, value) in secret.data.entries { writer.field(0, key, "\(value.utf8.count) bytes") }
    return writer.aligned
  }

  /// A config map with its data.
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describeConfigMap), v1.36.
  public static func configMap(_ map: ConfigMap, events: [Event], now: Instant) -> String {
    var writer = head(of: map, now: now)
    writer.line(0, "")
    writer.line(0, "Data")
    writer.line(0, "====")
    for (key, value) in map.data.entries {
      writer.line(0, "\(key):")
      writer.line(0, "----")
      writer.line(0, value)
      writer.line(0, "")
    }
    writer.line(0, "")
    writer.line(0, "BinaryData")
    writer.line(0, "====")
    for (key, value) in map.binaryData.entries {
      writer.line(0, "\(key): \(value.utf8.count) bytes")
    }
    writer.line(0, "")
    writer.events(events)
    return writer.aligned
  }

  private static func head(of object: any KubeObject, now: Instant) -> DescriptionWriter {
    var writer = DescriptionWriter(now: now)
    writer.field(0, "Name", object.metadata.name)
    writer.field(0, "Namespace", object.metadata.namespace)
    writer.labels("Labels", object.metadata.labels)
    writer.annotations("Annotations", object.metadata.annotations)
    return writer
  }
}
