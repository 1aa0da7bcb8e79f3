/// What a row of health checks says about one node.
struct HealthRecord: Equatable {
  private let rule: HealthCheckRule
  private var inARow = 0
  private var last: Bool?
  /// Whether the node counts as healthy; a new node does not.
  private(set) var isHealthy = false

  init(_ rule: HealthCheckRule) { self.rule = rule }

  /// Takes an answer into account.
  /// - Returns: whether the node's health has changed.
  mutating func note(_ isWell: Bool) -> Bool {
    inARow = last == isWell ? inARow + 1 : 1
    last = isWell
    let threshold = isWell ? rule.healthyThreshold : rule.unhealthyThreshold
    guard isHealthy != isWell, inARow >= threshold else { return false }
    isHealthy = isWell
    return true
  }
}
