import ControllerRuntime
import Controllers
import KubeAPI
import Testing
import Units

/// Rows after `pkg/controller/disruption/disruption_test.go`, v1.36, and the recordings `s7a_*`.
struct DisruptionDecisionTests {
  struct Row: Sendable {
    var text: String
    var least: CountOrPercent?
    var most: CountOrPercent?
    var pods: Int
    var ready: Int
    var scale: Int
    var expected: Int
    var desired: Int
    var allowed: Int
  }

  static let rows = [
    Row(text: "a number counts the pods that are there", least: .count(5), pods: 6, ready: 6,
      scale: 0, expected: 6, desired: 5, allowed: 1),
    Row(text: "terminating or not", least: .count(5), pods: 7, ready: 5, scale: 0,
      expected: 7, desired: 5, allowed: 0),
    Row(text: "without pods nothing is allowed", least: .count(0), pods: 0, ready: 0, scale: 0,
      expected: 0, desired: 0, allowed: 0),
    Row(text: "a share is of what the controllers want", least: .percent(50), pods: 1, ready: 1,
      scale: 10, expected: 10, desired: 5, allowed: 0),
    Row(text: "a share is rounded up", least: .percent(50), pods: 7, ready: 7, scale: 7,
      expected: 7, desired: 4, allowed: 3),
    Row(text: "so is what may be missing", most: .percent(34), pods: 3, ready: 3, scale: 3,
      expected: 3, desired: 1, allowed: 2),
    Row(text: "a number that may be missing", most: .count(1), pods: 3, ready: 3, scale: 3,
      expected: 3, desired: 2, allowed: 1),
    Row(text: "more than there are may be missing", most: .count(9), pods: 3, ready: 2, scale: 3,
      expected: 3, desired: 0, allowed: 2),
    Row(text: "a controller that grows is counted at once", most: .count(1), pods: 3, ready: 3,
      scale: 6, expected: 6, desired: 5, allowed: 0),
    Row(text: "with neither nothing is allowed", pods: 3, ready: 3, scale: 3, expected: 0,
      desired: 0, allowed: 0),
  ]

  private static func budget(
    least: CountOrPercent? = nil, most: CountOrPercent? = nil
  ) -> PodDisruptionBudget {
    var budget = PodDisruptionBudget(
      metadata: ObjectMeta(name: "web", namespace: "default"),
      spec: PodDisruptionBudgetSpec(
        selector: LabelSelector(matchLabels: ["name": "web"]), minAvailable: least,
        maxUnavailable: most))
    budget.metadata.generation = 4
    return budget
  }

  @Test(arguments: rows.indices)
  func `what is expected, wanted and allowed`(index: Int) {
    let row = Self.rows[index]
    let pods = (0..<row.pods).map { tablePod("p\($0)", readySince: $0 < row.ready ? 0 : nil) }
    let decision = DisruptionDecision(
      Self.budget(least: row.least, most: row.most), pods: pods, scale: row.scale,
      now: .start + .seconds(10))
    #expect(decision.status.expectedPods == row.expected, "\(row.text)")
    #expect(decision.status.desiredHealthy == row.desired, "\(row.text)")
    #expect(decision.status.disruptionsAllowed == row.allowed, "\(row.text)")
    #expect(decision.status.currentHealthy == row.ready, "\(row.text)")
    #expect(decision.status.observedGeneration == 4)
    #expect(
      decision.status.conditions.first("DisruptionAllowed")?.status
        == (row.allowed > 0 ? .isTrue : .isFalse))
  }

  @Test func `a granted pod counts as gone until it is seen to go, or for two minutes`() {
    var budget = Self.budget(least: .count(1))
    budget.status.disruptedPods = [
      .init(name: "absent", since: .start + .seconds(90)),
      .init(name: "going", since: .start + .seconds(90)),
      .init(name: "granted", since: .start + .seconds(90)),
      .init(name: "late", since: .start),
    ]
    var going = tablePod("going")
    going.metadata.deletionTimestamp = .start + .seconds(120)
    let pods = [going, tablePod("granted"), tablePod("late"), tablePod("other")]
    let decision = DisruptionDecision(budget, pods: pods, scale: 0, now: .start + .seconds(120))
    #expect(decision.status.disruptedPods.map(\.name) == ["granted"])
    #expect(decision.status.currentHealthy == 2)
    #expect(decision.undeleted == ["late"])
    #expect(decision.recheck == .start + .seconds(210))
  }
}

struct DisruptionControllerTests {
  private static func budget(
    least: CountOrPercent? = nil, most: CountOrPercent? = nil
  ) -> PodDisruptionBudget {
    PodDisruptionBudget(
      metadata: ObjectMeta(name: "app", namespace: "default"),
      spec: PodDisruptionBudgetSpec(
        selector: LabelSelector(matchLabels: ["name": "app"]), minAvailable: least,
        maxUnavailable: most))
  }

  private func status(_ cluster: ClusterHarness) -> PodDisruptionBudgetStatus? {
    cluster.store.get(
      PodDisruptionBudget.self, ObjectKey(namespace: "default", name: "app"))?.status
  }

  private func evict(_ pod: Pod, _ cluster: ClusterHarness) -> Bool {
    let request = APIRequest.evict(ObjectReference(.pod, pod.key), DeleteOptions())
    if case .success = cluster.store.perform(request) { return true }
    return false
  }

  /// The values that the recording `s7a_pdb_minavail` runs through, but for those between which
  /// milliseconds decide.
  @Test func `a budget follows its pods through an eviction as recorded`() throws {
    let cluster = try ClusterHarness(ready: .seconds(2))
    try cluster.perform(.create(Self.budget(least: .count(5))))
    cluster.advance(.milliseconds(100))
    #expect(status(cluster)?.conditions.first("DisruptionAllowed")?.reason == "InsufficientPods")
    #expect(cluster.events("NoPods").count > 0)
    try cluster.createController("app", 6, labels: ["name": "app"])
    cluster.advance(.seconds(5))
    var now = try #require(self.status(cluster))
    #expect(now.expectedPods == 6)
    #expect(now.currentHealthy == 6)
    #expect(now.disruptionsAllowed == 1)
    let pods = cluster.pods
    #expect(evict(pods[0], cluster))
    #expect(!evict(pods[1], cluster))
    cluster.advance(.milliseconds(200))
    now = try #require(self.status(cluster))
    // The terminating pod and its successor are both expected.
    #expect(now.expectedPods == 7)
    #expect(now.currentHealthy == 5)
    #expect(now.disruptionsAllowed == 0)
    #expect(now.disruptedPods.isEmpty)
    #expect(!evict(pods[1], cluster))
    cluster.advance(.seconds(4))
    #expect(status(cluster)?.disruptionsAllowed == 1)
    #expect(evict(pods[1], cluster))
    let allowed = cluster.changes(PodDisruptionBudget.self)
      .map(\.object.status.disruptionsAllowed).withoutRepeats
    #expect(allowed == [0, 1, 0, 1, 0])
  }

  @Test func `what may be missing is counted from what the controllers want`() throws {
    let cluster = try ClusterHarness()
    try cluster.createController("app-orange", 3, labels: ["name": "app", "colour": "orange"])
    try cluster.createController("app-maroon", 2, labels: ["name": "app", "colour": "maroon"])
    try cluster.perform(.create(Self.budget(most: .percent(20))))
    cluster.advance(.seconds(5))
    #expect(status(cluster)?.expectedPods == 5)
    #expect(status(cluster)?.desiredHealthy == 4)
    #expect(status(cluster)?.disruptionsAllowed == 1)
    try cluster.scale("app-maroon", to: 7)
    cluster.advance(.milliseconds(100))
    #expect(status(cluster)?.expectedPods == 10)
    #expect(status(cluster)?.disruptionsAllowed == 0)
  }

  @Test func `a pod without a controller is told of and not counted`() throws {
    let cluster = try ClusterHarness()
    var pod = tablePod("bare", node: "n1", labels: ["name": "app"])
    pod.metadata.uid = ""
    try cluster.perform(.create(pod))
    try cluster.perform(.create(Self.budget(most: .count(1))))
    cluster.advance(.seconds(3))
    #expect(status(cluster)?.expectedPods == 0)
    #expect(status(cluster)?.disruptionsAllowed == 0)
    #expect(cluster.events("UnmanagedPods").count > 0)
  }

  @Test func `a mark of disruption without a deletion is taken back after two minutes`() throws {
    let cluster = try ClusterHarness()
    try cluster.createController("app", 1, labels: ["name": "app"])
    cluster.advance(.seconds(4))
    var pod = try #require(cluster.pods.first)
    pod.status.conditions.set(
      Condition("DisruptionTarget", .isTrue, reason: "x", since: cluster.clock.now))
    try cluster.perform(.updateStatus(pod))
    cluster.advance(.seconds(115))
    #expect(cluster.pods.first?.status.conditions.holds("DisruptionTarget") == true)
    cluster.advance(.seconds(10))
    #expect(cluster.pods.first?.status.conditions.holds("DisruptionTarget") == false)
  }
}
