import ControllerRuntime
import Controllers
import KubeAPI
import Testing
import Units

/// Deployments in a control plane with scripted kubelets, as in the recordings
/// (`control-plane-traces/ROLLOUTS.json`, scenarios s2_*).
struct DeploymentTests {
  /// Recorded courses of sizes, old/new, after the change of the image.
  struct Course: Sendable, CustomTestStringConvertible {
    let replicas: Int
    let strategy: DeploymentStrategy
    let sizes: [String]
    var testDescription: String { "\(replicas) with \(strategy)" }
  }

  private static func rolling(_ surge: CountOrPercent, _ unavailable: CountOrPercent)
    -> DeploymentStrategy
  {
    .rollingUpdate(maxSurge: surge, maxUnavailable: unavailable)
  }

  static let courses = [
    Course(
      replicas: 3, strategy: .standard,
      sizes: ["3", "3/1", "2/1", "2/2", "1/2", "1/3", "0/3"]),
    Course(
      replicas: 10, strategy: rolling(.count(1), .count(0)),
      sizes: ["10"] + (1...10).flatMap { ["\(11 - $0)/\($0)", "\(10 - $0)/\($0)"] }),
    Course(
      replicas: 5, strategy: rolling(.count(0), .percent(50)),
      sizes: ["5", "5/0", "3/0", "3/2"]),
    Course(
      replicas: 4, strategy: rolling(.percent(100), .count(0)), sizes: ["4", "4/4"]),
    Course(replicas: 10, strategy: .standard, sizes: ["10", "10/3", "8/3", "8/5"]),
    Course(replicas: 3, strategy: .recreate, sizes: ["3", "0", "0/3"]),
  ]

  @Test(arguments: courses)
  func `a roll-out takes the recorded steps`(course: Course) throws {
    let cluster = try ClusterHarness()
    try cluster.createDeployment("app", course.replicas, strategy: course.strategy)
    cluster.advance(.seconds(6))
    try cluster.setImage("app", "app:2")
    cluster.advance(.seconds(60))
    let sizes = cluster.sizes(of: "app")
    #expect(Array(sizes.prefix(course.sizes.count)) == course.sizes)
    #expect(sizes.last == "0/\(course.replicas)")
    let deployment = try #require(cluster.deployment("app"))
    #expect(deployment.status.updatedReplicas == course.replicas)
    #expect(deployment.status.availableReplicas == course.replicas)
    #expect(deployment.status.terminatingReplicas == 0)
    #expect(deployment.status.conditions.first("Progressing")?.reason == "NewReplicaSetAvailable")
    #expect(deployment.metadata.annotations["deployment.kubernetes.io/revision"] == "2")
    #expect(cluster.pods.allSatisfy { $0.spec.containers[0].image == "app:2" })
    checkLimits(cluster, course)
  }

  /// More pods than allowed are never asked for, and fewer than allowed never available.
  private func checkLimits(_ cluster: ClusterHarness, _ course: Course) {
    let budget = RolloutBudget(
      cluster.deployment("app")?.spec
        ?? DeploymentSpec(
          replicas: 0, selector: LabelSelector(),
          template: PodTemplate(metadata: ObjectMeta(), spec: PodSpec(containers: []))))
    for size in cluster.sizes(of: "app") {
      let asked = size.split(separator: "/").compactMap { Int($0) }.reduce(0, +)
      #expect(asked <= budget.replicasMax, "\(size)")
    }
  }

  @Test func `a roll-out that cannot succeed stops, is reported, and can be taken back`() throws {
    let cluster = try ClusterHarness()
    try cluster.createDeployment("app", 3) { $0.progressDeadlineSeconds = 30 }
    cluster.advance(.seconds(6))
    try cluster.setImage("app", "app:broken", annotations: ["kcp/ready-delay-ms": "-1"])
    cluster.advance(.seconds(28))
    #expect(cluster.sizes(of: "app") == ["3", "3/1"])
    let reason = { cluster.deployment("app")?.status.conditions.first("Progressing")?.reason }
    #expect(reason() == "ReplicaSetUpdated")
    cluster.advance(.seconds(4))
    #expect(reason() == "ProgressDeadlineExceeded")
    #expect(cluster.deployment("app")?.status.conditions.holds("Available") == true)
    try cluster.setImage("app", "app:1")
    cluster.advance(.seconds(4))
    #expect(cluster.sizes(of: "app") == ["3", "3/1", "3/0"])
    #expect(reason() == "NewReplicaSetAvailable")
    let deployment = try #require(cluster.deployment("app"))
    #expect(deployment.metadata.annotations["deployment.kubernetes.io/revision"] == "3")
    #expect(cluster.replicaSets.count == 2)
    let histories = cluster.replicaSets.compactMap {
      $0.metadata.annotations["deployment.kubernetes.io/revision-history"]
    }
    #expect(histories == ["1"])
  }

  @Test func `a stuck roll-out grows and shrinks in proportion`() throws {
    let cluster = try ClusterHarness()
    try cluster.createDeployment(
      "app", 10, strategy: .rollingUpdate(maxSurge: .count(3), maxUnavailable: .count(2)))
    cluster.advance(.seconds(6))
    try cluster.setImage("app", "app:b", annotations: ["kcp/ready-delay-ms": "-1"])
    cluster.advance(.seconds(6))
    for (replicas, size) in [(10, "8/5"), (15, "11/7"), (30, "20/13"), (12, "9/6")] {
      try cluster.changeDeployment("app") { $0.spec.replicas = replicas }
      cluster.advance(.seconds(6))
      #expect(cluster.sizes(of: "app").last == size)
    }
  }

  @Test func `a paused deployment scales and changes nothing else`() throws {
    let cluster = try ClusterHarness()
    try cluster.createDeployment("app", 4)
    cluster.advance(.seconds(6))
    try cluster.changeDeployment("app") { $0.spec.isPaused = true }
    try cluster.setImage("app", "app:2")
    cluster.advance(.seconds(5))
    #expect(cluster.sizes(of: "app") == ["4"])
    let progressing = { cluster.deployment("app")?.status.conditions.first("Progressing") }
    #expect(progressing()?.reason == "DeploymentPaused")
    try cluster.changeDeployment("app") { $0.spec.replicas = 6 }
    cluster.advance(.seconds(5))
    #expect(cluster.sizes(of: "app") == ["4", "6"])
    try cluster.changeDeployment("app") { $0.spec.isPaused = false }
    cluster.advance(.seconds(30))
    #expect(cluster.sizes(of: "app").last == "0/6")
    #expect(progressing()?.reason == "NewReplicaSetAvailable")
  }

  @Test func `a pod that is ready for too short a time holds the roll-out up`() throws {
    let cluster = try ClusterHarness()
    try cluster.createDeployment("app", 3) { $0.minReadySeconds = 10 }
    cluster.advance(.seconds(20))
    try cluster.setImage("app", "app:2")
    cluster.advance(.seconds(10))
    #expect(cluster.sizes(of: "app").last == "3/1")
    cluster.advance(.seconds(60))
    #expect(
      cluster.sizes(of: "app") == ["3", "3/1", "2/1", "2/2", "1/2", "1/3", "0/3"])
  }

  @Test func `history beyond its limit goes`() throws {
    let cluster = try ClusterHarness()
    try cluster.createDeployment("app", 2) { $0.revisionHistoryLimit = 1 }
    for image in 2...4 {
      cluster.advance(.seconds(30))
      try cluster.setImage("app", "app:\(image)")
    }
    cluster.advance(.seconds(30))
    let images = cluster.replicaSets.map { $0.spec.template.spec.containers[0].image }
    #expect(Set(images) == ["app:3", "app:4"])
  }

  @Test(arguments: [DeleteOptions.Propagation.background, .foreground, nil])
  func `a deployment takes its replica sets and pods along`(
    policy: DeleteOptions.Propagation?
  ) throws {
    let cluster = try ClusterHarness()
    try cluster.createDeployment("app", 3)
    cluster.advance(.seconds(6))
    try cluster.delete(.deployment, "app", policy)
    cluster.advance(.seconds(10))
    #expect(cluster.deployment("app") == nil)
    #expect(cluster.replicaSets.isEmpty)
    #expect(cluster.pods.isEmpty)
  }

  @Test func `an orphaned replica set is adopted by a deployment of the same template`() throws {
    let cluster = try ClusterHarness()
    try cluster.createDeployment("app", 3)
    cluster.advance(.seconds(6))
    try cluster.delete(.deployment, "app", .orphan)
    cluster.advance(.seconds(5))
    #expect(cluster.replicaSets.first?.metadata.ownerReferences == [])
    try cluster.createDeployment("app", 3)
    cluster.advance(.seconds(5))
    #expect(cluster.replicaSets.count == 1)
    #expect(
      cluster.replicaSets.first?.metadata.controller?.uid
        == cluster.deployment("app")?.metadata.uid)
    #expect(cluster.pods.count == 3)
  }

  @Test func `a selector may not change, and must find the template`() throws {
    let cluster = try ClusterHarness()
    try cluster.createDeployment("app", 1)
    #expect(throws: APIError.self) {
      try cluster.changeDeployment("app") {
        $0.spec.selector = LabelSelector(matchLabels: ["other": "x"])
      }
    }
    #expect(throws: APIError.self) {
      try cluster.changeDeployment("app") { $0.spec.template.metadata.labels = ["x": "y"] }
    }
  }
}

extension ClusterHarness {
  var replicaSets: [ReplicaSet] { store.all(ReplicaSet.self) }

  func deployment(_ name: String) -> Deployment? {
    store.get(Deployment.self, ObjectKey(namespace: "default", name: name))
  }

  func createDeployment(
    _ name: String, _ replicas: Int, strategy: DeploymentStrategy = .standard,
    edit: (inout DeploymentSpec) -> Void = { _ in }
  ) throws {
    var spec = DeploymentSpec(
      replicas: replicas, selector: LabelSelector(matchLabels: ["name": name]),
      template: PodTemplate(
        metadata: ObjectMeta(labels: ["name": name]),
        spec: PodSpec(containers: [Container(name: "c", image: "app:1")])))
    spec.strategy = strategy
    edit(&spec)
    try perform(
      .create(
        Deployment(metadata: ObjectMeta(name: name, namespace: "default"), spec: spec)))
  }

  func changeDeployment(_ name: String, _ change: @escaping @Sendable (inout Deployment) -> Void)
    throws
  {
    let patch = Patch("change") { (object) throws(APIError) in
      guard var deployment = object as? Deployment else { return }
      change(&deployment)
      object = deployment
    }
    try perform(.patch(Self.reference(.deployment, name), patch))
  }

  func setImage(_ name: String, _ image: String, annotations: StringMap = [:]) throws {
    try changeDeployment(name) {
      $0.spec.template.spec.containers[0].image = image
      $0.spec.template.metadata.annotations = annotations
    }
  }

  /// The sizes that its replica sets were given, in the order of their making, as `old/new`.
  func sizes(of deployment: String) -> [String] {
    var order: [String] = []
    var sizes: [String: Int] = [:]
    return changes(ReplicaSet.self) { $0.metadata.controller?.name == deployment }
      .map { change in
        let name = change.object.metadata.name
        if !order.contains(name) { order.append(name) }
        sizes[name] = change.change == .deleted ? nil : change.object.spec.replicas
        return order.compactMap { sizes[$0].map { "\($0)" } }.joined(separator: "/")
      }.withoutRepeats
  }
}
