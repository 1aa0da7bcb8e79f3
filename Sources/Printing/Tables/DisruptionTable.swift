import KubeAPI

/// `kubectl get poddisruptionbudgets`.
///
/// Source: `pkg/printers/internalversion/printers.go` (printPodDisruptionBudget), v1.36.
enum DisruptionTable {
  static let empty = Table(
    ["Name", "Min Available", "Max Unavailable", "Allowed Disruptions", "Age"])

  static func row(_ budget: PodDisruptionBudget, _ context: TableContext) -> [String] {
    [
      budget.metadata.name, budget.spec.minAvailable?.description ?? "N/A",
      budget.spec.maxUnavailable?.description ?? "N/A", "\(budget.status.disruptionsAllowed)",
      context.age(budget.metadata.creationTimestamp),
    ]
  }
}
