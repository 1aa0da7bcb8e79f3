/// Lets pods of higher priority go first, and of equal ones those that have waited longer.
///
/// Source: `pkg/scheduler/framework/plugins/queuesort/priority_sort.go`, v1.34.
final class PrioritySort: QueueSortPlugin {
  static let name = "PrioritySort"

  func isBefore(_ a: QueuedPod, _ b: QueuedPod) -> Bool {
    let (first, second) = (a.info.priority, b.info.priority)
    return first == second ? a.timestamp < b.timestamp : first > second
  }
}
