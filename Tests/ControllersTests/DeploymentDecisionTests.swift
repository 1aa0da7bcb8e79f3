import Controllers
import KubeAPI
import Testing
import Units

/// A replica set as the decision tables need it: of image `image`, made at `born` seconds.
func tableSet(
  _ name: String, _ replicas: Int, available: Int? = nil, image: String? = nil, born: Int64 = 0,
  desired: Int? = nil, max: Int? = nil
) -> ReplicaSet {
  var set = ReplicaSet(
    metadata: ObjectMeta(name: name, namespace: "default"),
    spec: ReplicaSetSpec(
      replicas: replicas, selector: LabelSelector(),
      template: PodTemplate(
        metadata: ObjectMeta(),
        spec: PodSpec(containers: [Container(name: "c", image: image ?? name)]))))
  set.metadata.uid = name
  set.metadata.creationTimestamp = .start + .seconds(born)
  set.metadata.annotations["deployment.kubernetes.io/desired-replicas"] = desired.map { "\($0)" }
  set.metadata.annotations["deployment.kubernetes.io/max-replicas"] = max.map { "\($0)" }
  set.status.replicas = replicas
  set.status.availableReplicas = available ?? replicas
  return set
}

/// A deployment of image `new` with these replica sets.
func tableRollout(
  _ replicas: Int, surge: CountOrPercent = .percent(25), unavailable: CountOrPercent = .percent(25),
  _ sets: [ReplicaSet]
) -> Rollout {
  var spec = DeploymentSpec(
    replicas: replicas, selector: LabelSelector(),
    template: PodTemplate(
      metadata: ObjectMeta(), spec: PodSpec(containers: [Container(name: "c", image: "new")])))
  spec.strategy = .rollingUpdate(maxSurge: surge, maxUnavailable: unavailable)
  return Rollout(Deployment(metadata: ObjectMeta(name: "app"), spec: spec), sets: sets)
}

struct RolloutBudgetTests {
  /// Replicas, surge, unavailable; how many at most, and how many must be available.
  static let rows: [(Int, CountOrPercent, CountOrPercent, Int, Int)] = [
    (10, .percent(25), .percent(25), 13, 8), (3, .percent(25), .percent(25), 4, 3),
    (4, .percent(100), .count(0), 8, 4), (5, .count(0), .percent(50), 5, 3),
    (10, .count(1), .count(0), 11, 10), (1, .count(0), .percent(25), 1, 0),
    (3, .count(0), .count(7), 3, 0), (0, .count(0), .count(0), 0, 0),
    (1, .percent(1), .percent(1), 2, 1),
  ]

  @Test(arguments: rows.indices)
  func `shares are rounded up for more and down for fewer`(index: Int) {
    let (replicas, surge, unavailable, most, fewest) = Self.rows[index]
    let budget = tableRollout(replicas, surge: surge, unavailable: unavailable, []).budget
    #expect(budget.replicasMax == most)
    #expect(budget.availableMin == fewest)
  }
}

struct RollingStepTests {
  /// Cases after `rolling_test.go`: replicas, surge, unavailable, sets, step.
  static let rows: [(Int, Int, Int, [ReplicaSet], RollingStep)] = [
    (10, 0, 1, [tableSet("old", 10), tableSet("new", 0)],
      .shrinkOld([Resize("old", to: 9)])),
    (10, 2, 0, [tableSet("old", 10), tableSet("new", 0)], .resizeNew(Resize("new", to: 2))),
    (10, 2, 0, [tableSet("old", 5), tableSet("new", 0)], .resizeNew(Resize("new", to: 7))),
    (10, 2, 0, [tableSet("new", 11)], .resizeNew(Resize("new", to: 10))),
    (10, 0, 2, [tableSet("old", 10, available: 8), tableSet("new", 0)],
      .shrinkOld([Resize("old", to: 8)])),
    (10, 0, 2, [tableSet("old", 8), tableSet("new", 2, available: 0)], .nothing),
    (10, 0, 2, [tableSet("old", 8), tableSet("new", 2, available: 1)],
      .shrinkOld([Resize("old", to: 7)])),
    // Unhealthy ones first, oldest set first, and never more than may go.
    (10, 3, 2, [
      tableSet("a", 3, available: 1, born: 1), tableSet("b", 4, available: 2, born: 2),
      tableSet("new", 6, available: 4, born: 3),
    ], .shrinkOld([Resize("a", to: 1), Resize("b", to: 3)])),
    // The case of the real code's comment: stuck at 8/5, and taken back.
    (10, 3, 2, [tableSet("broken", 5, available: 0, born: 2), tableSet("new", 8, born: 1)],
      .shrinkOld([Resize("broken", to: 0)])),
    // What a set without wanted pods still reports does not count.
    (4, 0, 1, [
      tableSet("gone", 0, available: 2, born: 0), tableSet("old", 3, born: 1),
      tableSet("new", 1, available: 0, born: 2),
    ], .nothing),
  ]

  @Test(arguments: rows.indices)
  func `one step up or down`(index: Int) {
    let (replicas, surge, unavailable, sets, step) = Self.rows[index]
    let rollout = tableRollout(
      replicas, surge: .count(surge), unavailable: .count(unavailable), sets)
    #expect(RollingStep(rollout) == step)
  }
}

struct ProportionalScalingTests {
  /// Replicas, sets, new sizes: those of trace s2_dep_proportional_10, then cases after
  /// `sync_test.go`.
  static let rows: [(Int, Int, [ReplicaSet], [String: Int])] = [
    (15, 3, [tableSet("old", 8, max: 13), tableSet("new", 5, max: 13)],
      ["old": 11, "new": 7]),
    (30, 3, [tableSet("old", 11, max: 18), tableSet("new", 7, max: 18)],
      ["old": 20, "new": 13]),
    (12, 3, [tableSet("old", 20, max: 33), tableSet("new", 13, max: 33)],
      ["old": 9, "new": 6]),
    (12, 0, [tableSet("new", 10)], ["new": 12]),
    (5, 0, [tableSet("new", 10)], ["new": 5]),
    (10, 0, [tableSet("old", 10), tableSet("new", 0)], [:]),
    (11, 0, [tableSet("old", 10), tableSet("new", 0)], ["old": 11]),
    (0, 0, [tableSet("old", 7, max: 10), tableSet("new", 3, max: 10)],
      ["old": 0, "new": 0]),
    (8, 0, [tableSet("a", 5, born: 1, max: 10), tableSet("b", 3, born: 2, max: 10),
      tableSet("new", 2, born: 3, max: 10)], ["a": 4, "b": 2, "new": 2]),
  ]

  @Test(arguments: rows.indices)
  func `sizes keep their proportions`(index: Int) {
    let (replicas, surge, sets, expected) = Self.rows[index]
    let rollout = tableRollout(replicas, surge: .count(surge), unavailable: .count(2), sets)
    let found = ProportionalScaling.sizes(rollout).map { ($0.name, $0.replicas) }
    #expect(Dictionary(found) { $1 } == expected)
  }

  /// Its deadline is long over and never counts again: only the pace of the looks is left.
  @Test func `a roll-out that was done once and lacks a pod is looked at ten times a second`() {
    var deployment = tableRollout(2, []).deployment
    deployment.status.conditions = [
      Condition("Progressing", .isTrue, reason: "NewReplicaSetAvailable", since: .start)
    ]
    deployment.status.progressUpdateTime = .start
    let look = RolloutStatus.nextLook(
      deployment, deployment.status, now: .start + .seconds(10_000))
    #expect(look == .milliseconds(100))
  }

  @Test func `a saturated new set lets the old ones go at once`() {
    let rollout = tableRollout(
      5, [tableSet("old", 2, born: 1), tableSet("new", 5, born: 2, desired: 5)])
    #expect(ProportionalScaling.sizes(rollout) == [Resize("old", to: 0)])
  }

  @Test func `only another number than the noted one is a scaling`() {
    #expect(ProportionalScaling.isScaling(tableRollout(5, [tableSet("new", 3, desired: 4)])))
    #expect(!ProportionalScaling.isScaling(tableRollout(5, [tableSet("new", 3, desired: 5)])))
    #expect(!ProportionalScaling.isScaling(tableRollout(5, [tableSet("new", 0, desired: 4)])))
    #expect(!ProportionalScaling.isScaling(tableRollout(5, [tableSet("new", 3)])))
  }
}

struct CrowdTests {
  @Test func `of two nodes the one with more pods of the same deployment gives first`() {
    let own = [tablePod("a", node: "n1", readySince: 0), tablePod("z", node: "n2", readySince: 0)]
    let other = tablePod("x", node: "n2")
    let now = Instant.start + .seconds(1_000)
    #expect(DeletionRank(now: now, related: own).sorted(own).first?.key.name == "a")
    #expect(DeletionRank(now: now, related: own + [other]).sorted(own).first?.key.name == "z")
  }

  @Test func `it comes after the cost and before the age`() {
    let dear = tablePod("dear", node: "n2", cost: "5")
    let young = tablePod("young", node: "n1", readySince: 999)
    let crowded = tablePod("crowded", node: "n2")
    let related = [dear, young, crowded]
    let order = DeletionRank(now: .start + .seconds(1_000), related: related).sorted(related)
    #expect(order.map(\.key.name) == ["crowded", "young", "dear"])
  }
}

struct TemplateHashTests {
  @Test func `one template has one hash, another has another, and a collision yet another`() {
    let first = PodTemplate(
      metadata: ObjectMeta(), spec: PodSpec(containers: [Container(name: "c", image: "a")]))
    var second = first
    second.spec.containers[0].image = "b"
    let hash = TemplateHash.of(first, collisionCount: 0)
    #expect(hash == TemplateHash.of(first, collisionCount: 0))
    #expect(hash != TemplateHash.of(second, collisionCount: 0))
    #expect(hash != TemplateHash.of(first, collisionCount: 1))
    #expect((1...10).contains(hash.count))
    #expect(hash.allSatisfy { "bcdfghjklmnpqrstvwxz2456789".contains($0) })
  }
}
