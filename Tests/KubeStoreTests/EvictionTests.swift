import ControllerRuntime
import KubeAPI
import KubeStore
import Testing
import Units

/// Evictions against a budget whose status is given.
///
/// Source of the rules: `pkg/registry/core/pod/storage/eviction_test.go`, v1.36; of the texts, the
/// recording `s7a_pdb_minavail`.
struct EvictionTests {
  private let fixture = StoreFixture()

  @discardableResult
  private func pod(
    _ name: String, ready: Bool = true, phase: PodStatus.Phase = .running
  ) throws -> Pod {
    var pod = StoreFixture.pod(name, node: "n")
    pod.metadata.labels = ["app": "web"]
    pod = try fixture.create(pod)
    pod.status.phase = phase
    pod.status.conditions.set(Condition("Ready", ready ? .isTrue : .isFalse, since: .start))
    return try fixture.updateStatus(pod)
  }

  @discardableResult
  private func budget(
    _ name: String = "web", allowed: Int, healthy: Int = 5, desired: Int = 5,
    policy: PodDisruptionBudgetSpec.UnhealthyPolicy = .ifHealthyBudget, observed: Int64 = 1
  ) throws -> PodDisruptionBudget {
    var spec = PodDisruptionBudgetSpec(
      selector: LabelSelector(matchLabels: ["app": "web"]), minAvailable: .count(desired))
    spec.unhealthyPodEvictionPolicy = policy
    var budget = try fixture.create(
      PodDisruptionBudget(
        metadata: ObjectMeta(name: name, namespace: "default"), spec: spec))
    budget.status.disruptionsAllowed = allowed
    budget.status.currentHealthy = healthy
    budget.status.desiredHealthy = desired
    budget.status.observedGeneration = observed
    return try fixture.updateStatus(budget)
  }

  private func evict(_ name: String, grace: Int64? = nil) -> APIError? {
    let key = ObjectKey(namespace: "default", name: name)
    let request = APIRequest.evict(
      ObjectReference(.pod, key), DeleteOptions(gracePeriodSeconds: grace))
    guard case .failure(let error) = fixture.store.perform(request) else { return nil }
    return error
  }

  private func status(_ name: String = "web") -> PodDisruptionBudgetStatus? {
    fixture.store.get(
      PodDisruptionBudget.self, ObjectKey(namespace: "default", name: name))?.status
  }

  @Test func `an eviction that is allowed is charged before the pod begins to end`() throws {
    try pod("a")
    try budget(allowed: 1, healthy: 6)
    fixture.clock.advance(by: .milliseconds(2_500))
    #expect(evict("a") == nil)
    let evicted = try #require(fixture.pod("a"))
    #expect(evicted.metadata.isTerminating)
    #expect(evicted.metadata.deletionGracePeriodSeconds == 30)
    let mark = try #require(evicted.status.conditions.first("DisruptionTarget"))
    #expect(mark.status == .isTrue)
    #expect(mark.reason == "EvictionByEvictionAPI")
    let status = try #require(self.status())
    #expect(status.disruptionsAllowed == 0)
    #expect(status.disruptedPods == [.init(name: "a", since: .start + .seconds(2))])
    #expect(status.conditions.first("DisruptionAllowed")?.status == .isFalse)
    #expect(status.conditions.first("DisruptionAllowed")?.reason == "InsufficientPods")
    // The budget is charged once: the pod is going already.
    #expect(evict("a") == nil)
    #expect(self.status()?.disruptionsAllowed == 0)
  }

  @Test func `an eviction beyond the budget is refused in the server's words`() throws {
    try pod("a")
    try budget(allowed: 0)
    let error = try #require(evict("a"))
    #expect(error.reason == .tooManyRequests)
    #expect(
      error.message == "Cannot evict pod as it would violate the pod's disruption budget.")
    #expect(error.cause == "The disruption budget web needs 5 healthy pods and has 5 currently")
    #expect(fixture.pod("a")?.metadata.isTerminating == false)
  }

  @Test func `a budget that its controller has not seen yet refuses`() throws {
    try pod("a")
    try budget(allowed: 3, observed: 0)
    let error = try #require(evict("a"))
    #expect(error.reason == .tooManyRequests)
    #expect(
      error.cause == "The disruption budget web is still being processed by the server.")
  }

  @Test func `two budgets for one pod are an error of the server`() throws {
    try pod("a")
    try budget(allowed: 1)
    try budget("second", allowed: 1)
    let error = try #require(evict("a"))
    #expect(error.reason == .internalError)
    #expect(
      error.message == "This pod has more than one PodDisruptionBudget, which the eviction "
        + "subresource does not support.")
  }

  struct Unready: Sendable {
    let policy: PodDisruptionBudgetSpec.UnhealthyPolicy
    let healthy: Int
    let desired: Int
    let allowed: Int
    let isEvicted: Bool
    let isCharged: Bool
  }

  @Test(arguments: [
    Unready(
      policy: .ifHealthyBudget, healthy: 5, desired: 5, allowed: 0, isEvicted: true,
      isCharged: false),
    Unready(
      policy: .ifHealthyBudget, healthy: 4, desired: 5, allowed: 0, isEvicted: false,
      isCharged: false),
    Unready(
      policy: .alwaysAllow, healthy: 4, desired: 5, allowed: 0, isEvicted: true, isCharged: false),
    Unready(
      policy: .ifHealthyBudget, healthy: 0, desired: 0, allowed: 2, isEvicted: true,
      isCharged: true),
  ])
  func `a pod that is not ready goes free while enough others are`(row: Unready) throws {
    try pod("a", ready: false)
    try budget(
      allowed: row.allowed, healthy: row.healthy, desired: row.desired, policy: row.policy)
    #expect((evict("a") == nil) == row.isEvicted)
    #expect((status()?.disruptionsAllowed ?? 0) == row.allowed - (row.isCharged ? 1 : 0))
  }

  @Test(arguments: [PodStatus.Phase.pending, .succeeded, .failed])
  func `a pod that has not begun or has ended is past all budgets`(phase: PodStatus.Phase) throws {
    try pod("a", phase: phase)
    try budget(allowed: 0)
    try budget("second", allowed: 0)
    #expect(evict("a") == nil)
  }

  @Test func `without a budget an eviction is a deletion, and of nothing it is refused`() throws {
    try pod("a")
    #expect(evict("a", grace: 5) == nil)
    #expect(fixture.pod("a")?.metadata.deletionGracePeriodSeconds == 5)
    #expect(evict("b")?.reason == .notFound)
  }
}
