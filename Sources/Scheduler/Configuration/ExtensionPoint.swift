/// Where plugins join in on a pod's way to its node, with the names that configurations use.
///
/// Source: `staging/src/k8s.io/kube-scheduler/config/v1/types.go` (Plugins), v1.34.
public enum ExtensionPoint: String, CaseIterable, Sendable {
  case preEnqueue
  case queueSort
  case preFilter
  case filter
  case postFilter
  case preScore
  case score
  case reserve
  case permit
  case preBind
  case bind
  case postBind

  /// Whether `plugin` can join in here.
  func takes(_ plugin: any SchedulerPlugin) -> Bool {
    switch self {
    case .preEnqueue: plugin is any PreEnqueuePlugin
    case .queueSort: plugin is any QueueSortPlugin
    case .preFilter: plugin is any PreFilterPlugin
    case .filter: plugin is any FilterPlugin
    case .postFilter: plugin is any PostFilterPlugin
    case .preScore: plugin is any PreScorePlugin
    case .score: plugin is any ScorePlugin
    case .reserve: plugin is any ReservePlugin
    case .permit: plugin is any PermitPlugin
    case .preBind: plugin is any PreBindPlugin
    case .bind: plugin is any BindPlugin
    case .postBind: plugin is any PostBindPlugin
    }
  }
}
