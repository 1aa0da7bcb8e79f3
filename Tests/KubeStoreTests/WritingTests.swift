import ControllerRuntime
import KubeAPI
import KubeStore
import Randomness
import Testing
import Units

struct WritingTests {
  let at = StoreFixture()

  @Test func `a new object gets an id, a version, a time in whole seconds and a first generation`()
    throws
  {
    at.clock.advance(by: .milliseconds(12_345))
    let before = at.store.resourceVersion
    let made = try at.create(StoreFixture.controller("rc"))
    #expect(made.metadata.resourceVersion == before + 1)
    #expect(made.metadata.creationTimestamp == Instant.start + .seconds(12))
    #expect(made.metadata.generation == 1)
    #expect(made.metadata.uid.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    at.store.checkInvariants()
  }

  @Test func `names are made of the prefix and five characters, ids differ`() throws {
    var pod = StoreFixture.pod("")
    pod.metadata.generateName = "app-"
    let pods = try (0..<300).map { _ in try at.create(pod) }
    let alphabet = Set("bcdfghjklmnpqrstvwxz2456789")
    for pod in pods {
      #expect(pod.metadata.name.hasPrefix("app-"))
      #expect(pod.metadata.name.count == 9)
      #expect(pod.metadata.name.dropFirst(4).allSatisfy(alphabet.contains))
    }
    #expect(Set(pods.map(\.metadata.uid)).count == 300)
  }

  @Test func `one seed gives one set of names and ids, whatever else is made`() throws {
    var pod = StoreFixture.pod("")
    pod.metadata.generateName = "app-"
    let other = StoreFixture()
    try other.create(StoreFixture.pod("one-more"))
    #expect(try at.create(pod).metadata.name == other.create(pod).metadata.name)
    #expect(
      try at.create(StoreFixture.pod("x")).metadata.uid
        == other.create(StoreFixture.pod("x")).metadata.uid)
    let third = StoreFixture(seed: 2)
    #expect(
      try third.create(StoreFixture.pod("x")).metadata.uid != at.pod("x")?.metadata.uid)
  }

  @Test func `a name made anew at the same instant is another incarnation`() throws {
    let first = try at.create(StoreFixture.pod("p"))
    try at.delete(.pod, "p")
    let second = try at.create(StoreFixture.pod("p"))
    #expect(first.metadata.uid != second.metadata.uid)
  }

  @Test func `refusals have Kubernetes' words`() throws {
    let made = try at.create(StoreFixture.controller("x"))
    var scaled = made
    scaled.spec.replicas = 3
    try at.update(scaled)
    let cases: [(APIRequest, APIError.Reason, String)] = [
      (
        .update(made), .conflict,
        "Operation cannot be fulfilled on replicationcontrollers \"x\": the object has been "
          + "modified; please apply your changes to the latest version and try again"
      ),
      (
        .create(made), .alreadyExists, "replicationcontrollers \"x\" already exists"
      ),
      (
        .get(ObjectReference(.pod, ObjectKey(namespace: "default", name: "x"))), .notFound,
        "pods \"x\" not found"
      ),
      (
        .delete(
          ObjectReference(.pod, ObjectKey(namespace: "default", name: "x")), DeleteOptions()),
        .notFound, "pods \"x\" not found"
      ),
      (
        .create(Pod(metadata: ObjectMeta(name: "p", namespace: "nowhere"), spec: made.podSpec)),
        .notFound, "namespaces \"nowhere\" not found"
      ),
      (
        .delete(
          ObjectReference(
            .replicationController, ObjectKey(namespace: "default", name: "x"), uid: "other"),
          DeleteOptions()), .conflict,
        "Operation cannot be fulfilled on replicationcontrollers \"x\": Precondition failed: "
          + "UID in precondition: other, UID in object meta: \(made.metadata.uid)"
      ),
      (
        .updateStatus(ConfigMap(metadata: ObjectMeta(name: "c"), data: [:])), .notFound,
        "configmaps \"c\" not found"
      ),
    ]
    for (request, reason, message) in cases {
      #expect(throws: APIError(reason, message)) { try at.store.perform(request).get() }
    }
  }

  @Test func `update keeps the status, updateStatus keeps all else`() throws {
    var made = try at.create(StoreFixture.controller("x"))
    made.spec.replicas = 5
    made.status.replicas = 7
    let updated = try at.update(made)
    #expect(updated.spec.replicas == 5)
    #expect(updated.status.replicas == 0)
    #expect(updated.metadata.generation == 2)
    var status = updated
    status.spec.replicas = 9
    status.metadata.labels["new"] = "label"
    status.status.replicas = 5
    let reported = try at.updateStatus(status)
    #expect(reported.spec.replicas == 5)
    #expect(reported.status.replicas == 5)
    #expect(reported.metadata.labels.isEmpty)
    #expect(reported.metadata.generation == 2)
  }

  @Test func `a change that changes nothing is none`() throws {
    let made = try at.create(StoreFixture.controller("x"))
    let log = try at.log(.replicationController)
    #expect(try at.update(made).metadata.resourceVersion == made.metadata.resourceVersion)
    var labelled = made
    labelled.metadata.labels["a"] = "b"
    #expect(try at.update(labelled).metadata.generation == 1)
    #expect(log.lines == ["MODIFIED x"])
  }

  @Test func `version 0 overwrites whatever is stored`() throws {
    var made = try at.create(StoreFixture.controller("x"))
    try at.update(made.scaled(to: 2))
    made.metadata.resourceVersion = 0
    #expect(try at.update(made.scaled(to: 4)).spec.replicas == 4)
  }

  @Test func `a patch changes the stored object, and only the status when it says so`() throws {
    let made = try at.create(StoreFixture.controller("x"))
    let patch = Patch("both", isStatus: true) { (object) throws(APIError) in
      guard var controller = object as? ReplicationController else { return }
      controller.spec.replicas = 8
      controller.status.replicas = 3
      object = controller
    }
    _ = try at.store.perform(.patch(made.reference, patch)).get()
    #expect(at.controller("x")?.spec.replicas == 1)
    #expect(at.controller("x")?.status.replicas == 3)
    let refusing = Patch("no") { (_) throws(APIError) in throw APIError(.conflict, "no") }
    #expect(throws: APIError(.conflict, "no")) {
      try at.store.perform(.patch(made.reference, refusing)).get()
    }
  }

  @Test func `a pod's spec stays, but for images and more tolerations`() throws {
    var pod = try at.create(StoreFixture.pod("p"))
    pod.spec.containers[0].image = "new"
    pod.spec.tolerations.append(Toleration(key: "k", comparison: .exists))
    pod = try at.update(pod)
    #expect(pod.metadata.generation == 2)
    pod.spec.nodeName = "elsewhere"
    #expect(throws: APIError.self) { try at.update(pod) }
  }

  @Test func `the hook completes and refuses`() throws {
    at.store.admit = { (object, admission) throws(APIError) in
      if object.metadata.name == "bad" { throw APIError(.invalid, "bad name") }
      if case .create = admission { object.metadata.labels["seen"] = "yes" }
    }
    #expect(try at.create(StoreFixture.pod("p")).metadata.labels["seen"] == "yes")
    #expect(throws: APIError(.invalid, "bad name")) { try at.create(StoreFixture.pod("bad")) }
    #expect(at.pod("bad") == nil)
  }

  @Test func `lists are sorted, by namespace if wanted`() throws {
    for name in ["b", "c", "a"] { try at.create(StoreFixture.pod(name)) }
    var system = StoreFixture.pod("a")
    system.metadata.namespace = "kube-system"
    try at.create(system)
    #expect(at.store.list(.pod).map { "\($0.key)" }
      == ["default/a", "default/b", "default/c", "kube-system/a"])
    #expect(at.store.list(.pod, namespace: "kube-system").count == 1)
    #expect(at.store.list(.namespace).map(\.metadata.name)
      == ["default", "kube-node-lease", "kube-public", "kube-system"])
  }
}

extension ReplicationController {
  var podSpec: PodSpec { spec.template.spec }

  func scaled(to replicas: Int) -> ReplicationController {
    var scaled = self
    scaled.spec.replicas = replicas
    return scaled
  }
}
