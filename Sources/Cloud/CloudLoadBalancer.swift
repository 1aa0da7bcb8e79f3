import ControllerRuntime
import KubeAPI
import Randomness
import Units

/// One load balancer: its targets, and what its health checks say about them.
///
/// A new target counts as unhealthy until its first check. Checks of one node come at a steady
/// interval whose phase is drawn.
final class CloudLoadBalancer {
  private struct Target {
    var record: HealthRecord
    var timer: TimerToken?
    var isUsable: Bool?
    /// Tells a target from an earlier one of the same node.
    var incarnation: Int
  }

  let service: ObjectKey
  let address: String
  let cost: CostMeter.LineID
  private let rule: HealthCheckRule
  private let clock: any Clock
  private let path: any BalancerDataPath
  private var random: RandomStream
  private var targets: [String: Target] = [:]
  private var incarnations = 0
  private var asked = 0
  private var applied = 0

  init(
    service: ObjectKey, address: String, cost: CostMeter.LineID, rule: HealthCheckRule,
    clock: any Clock, path: any BalancerDataPath, random: RandomStream
  ) {
    self.service = service
    self.address = address
    self.cost = cost
    self.rule = rule
    self.clock = clock
    self.path = path
    self.random = random
  }

  /// The nodes that it sends to, sorted.
  var nodes: [String] { targets.keys.sorted() }

  /// Whether a node counts as healthy.
  func isHealthy(_ node: String) -> Bool { targets[node]?.record.isHealthy ?? false }

  /// Numbers a change that is on its way.
  func ask() -> Int {
    asked += 1
    return asked
  }

  /// Makes exactly `nodes` its targets, unless a change asked for later was faster.
  func setNodes(_ nodes: [String], change: Int) {
    guard change > applied else { return }
    applied = change
    setNodes(nodes)
  }

  /// Makes exactly `nodes` its targets.
  func setNodes(_ nodes: [String]) {
    let wanted = Set(nodes)
    for node in self.nodes where !wanted.contains(node) {
      if let timer = targets[node]?.timer { clock.cancel(timer) }
      targets[node] = nil
      path.removeTarget(node, of: service)
    }
    for node in wanted.sorted() where targets[node] == nil {
      incarnations += 1
      targets[node] = Target(record: HealthRecord(rule), incarnation: incarnations)
      schedule(node, after: rule.interval.scaled(by: random.nextDouble()))
    }
    tell()
  }

  /// Checks no more.
  func close() {
    for node in nodes {
      if let timer = targets[node]?.timer { clock.cancel(timer) }
    }
    targets = [:]
  }

  private func schedule(_ node: String, after span: TimeSpan) {
    targets[node]?.timer = clock.after(span) { [weak self] in self?.check(node) }
  }

  private func check(_ node: String) {
    guard let incarnation = targets[node]?.incarnation else { return }
    schedule(node, after: rule.interval)
    path.checkHealth(of: node, for: service, timeout: rule.timeout) { [weak self] isWell in
      guard let self, targets[node]?.incarnation == incarnation else { return }
      if targets[node]?.record.note(isWell) == true { tell() }
    }
  }

  /// Tells the data path which targets may be used, where that has changed.
  private func tell() {
    let isLastResort =
      rule.sendsToAllWhenNoneIsHealthy && !targets.values.contains { $0.record.isHealthy }
    for node in nodes {
      let isUsable = isLastResort || isHealthy(node)
      if targets[node]?.isUsable != isUsable {
        targets[node]?.isUsable = isUsable
        path.setTarget(node, isUsable: isUsable, of: service)
      }
    }
  }
}
