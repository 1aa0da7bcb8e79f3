import KubeAPI
import Printing
import Testing
import Units

struct KubectlGetTests {
  private let now = Samples.at(400)

  private func text(
    _ groups: [any KubeObject]..., options: (inout KubectlGet.Options) -> Void = { _ in }
  ) -> String {
    var chosen = KubectlGet.Options()
    options(&chosen)
    return KubectlGet.text(groups, options: chosen, now: now)
  }

  @Test func `pods say whether they are ready, and what they wait for`() {
    var creating = Samples.pod("app-orange-x7k2p", created: 395)
    creating.status.phase = .pending
    creating.status.containerStatuses = [
      ContainerStatus(name: "app", image: "x", waitingFor: "ContainerCreating")
    ]
    var leaving = Samples.pod("app-orange-zz9wq", created: 100)
    leaving.metadata.deletionTimestamp = Samples.at(430)
    var crashing = Samples.pod("app-orange-m8v6t", created: 60)
    crashing.status.containerStatuses[0].state = .waiting(
      reason: "CrashLoopBackOff", message: "")
    crashing.status.containerStatuses[0].restartCount = 3
    crashing.status.containerStatuses[0].lastTermination = .init(
      exitCode: 1, reason: "Error", startedAt: Samples.at(340), finishedAt: Samples.at(350))
    #expect(
      text([Samples.pod("app-orange-b2c4d", created: 70), creating, leaving, crashing]) == """
        NAME               READY   STATUS              RESTARTS      AGE
        app-orange-b2c4d   1/1     Running             0             5m30s
        app-orange-x7k2p   0/1     ContainerCreating   0             5s
        app-orange-zz9wq   1/1     Terminating         0             5m
        app-orange-m8v6t   0/1     CrashLoopBackOff    3 (50s ago)   5m40s

        """)
  }

  @Test func `wide pods show addresses and nodes`() throws {
    let pods = [Samples.pod("app-orange-b2c4d", created: 70)]
    try Golden.check(text(pods) { $0.isWide = true }, "get-pods-wide")
  }

  @Test func `several kinds are told apart by a prefix and an empty line`() {
    let pods = [Samples.pod("app-orange-b2c4d", created: 70)]
    let expected = """
      NAME                   READY   STATUS    RESTARTS   AGE
      pod/app-orange-b2c4d   1/1     Running   0          5m30s

      NAME                               DESIRED   CURRENT   READY   AGE
      replicationcontroller/app-orange   3         3         2       5m40s

      NAME          TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)        AGE
      service/app   LoadBalancer   10.0.12.7    <pending>     80:30120/TCP   5m10s

      """
    let printed = text(pods, [Samples.controller], [Samples.service(address: nil)]) {
      $0.hasKindPrefix = true
    }
    #expect(printed == expected)
  }

  @Test func `a long outside address is cut unless the table is wide`() throws {
    let service = Samples.service(address: "lb-1234567890.example.com")
    #expect(text([service]).contains("lb-1234567890...   80:30120/TCP"))
    try Golden.check(text([service]) { $0.isWide = true }, "get-service-wide")
  }

  @Test func `wide controllers show containers, images and selectors`() throws {
    try Golden.check(text([Samples.controller]) { $0.isWide = true }, "get-rc-wide")
  }

  @Test func `nodes show whether they are ready and open`() {
    var cordoned = Samples.node("node-2", ready: .unknown)
    cordoned.spec.isUnschedulable = true
    #expect(
      text([Samples.node("node-1"), cordoned]) == """
        NAME     STATUS                        ROLES    AGE     VERSION
        node-1   Ready                         <none>   6m40s   v1.36.2
        node-2   NotReady,SchedulingDisabled   <none>   6m40s   v1.36.2

        """)
  }

  @Test func `endpoints show three addresses and count the rest`() {
    let addresses = (1...5).map { Samples.address("10.8.0.\($0)") }
    let ports = [EndpointPort(name: "", port: 8000)]
    let full = Endpoints(
      metadata: Samples.meta("app", created: 90),
      subsets: [EndpointSubset(addresses: addresses, notReadyAddresses: [], ports: ports)])
    let empty = Endpoints(metadata: Samples.meta("database", created: 280))
    #expect(
      text([full, empty]) == """
        NAME       ENDPOINTS                                               AGE
        app        10.8.0.1:8000,10.8.0.2:8000,10.8.0.3:8000 + 2 more...   5m10s
        database   <none>                                                  2m

        """)
  }

  @Test func `events begin with when they were seen last`() throws {
    let event = Samples.event("SuccessfulCreate", "Created pod: app-orange-b2c4d", at: 70)
    try Golden.check(text([event]), "get-events")
  }

  @Test func `volumes and claims show what they are bound to`() throws {
    let volume = PersistentVolume(
      metadata: Samples.meta("pg-data-disk", created: 10, namespace: ""),
      capacity: .gibibytes(50), accessModes: ["ReadWriteOnce"],
      source: .gcePersistentDisk("pg-data-disk"))
    let claim = PersistentVolumeClaim(
      metadata: Samples.meta("pg-data-claim", created: 10), request: .gibibytes(50),
      accessModes: ["ReadWriteOnce"])
    try Golden.check(text([volume], [claim]), "get-volumes")
  }

  @Test func `names alone carry their kind`() {
    #expect(
      text([Samples.pod("a", created: 0)], [Samples.service(address: nil)]) {
        $0.namesOnly = true
      } == "pod/a\nservice/app\n")
    #expect(
      KubectlGet.nothingFound(namespace: "default")
        == "No resources found in default namespace.\n")
  }

  @Test func `namespaces and labels get columns of their own`() {
    #expect(
      text([Samples.pod("app-orange-b2c4d", created: 70)]) {
        $0.showsNamespace = true
        $0.showsLabels = true
      } == """
        NAMESPACE   NAME               READY   STATUS    RESTARTS   AGE     LABELS
        default     app-orange-b2c4d   1/1     Running   0          5m30s   colour=orange,name=app

        """)
  }
}
