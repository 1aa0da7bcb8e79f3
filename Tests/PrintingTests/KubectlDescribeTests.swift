import KubeAPI
import Printing
import Testing
import Units

struct KubectlDescribeTests {
  private let now = Samples.at(400)

  @Test func `a pod is described with its containers, conditions and events`() throws {
    var event = Samples.event("Pulled", "Container image is present ", at: 78)
    event.source = "kubelet"
    event.count = 2
    event.lastTimestamp = Samples.at(390)
    let pod = Samples.pod("app-orange-b2c4d", created: 70)
    try Golden.check(KubectlDescribe.pod(pod, events: [event], now: now), "describe-pod")
  }

  @Test func `a pod with probes, limits, volumes and a bad end is described in full`() throws {
    var pod = Samples.pod("app-orange-b2c4d", created: 70)
    var probe = Probe(.httpGet(path: "/healthz", port: .number(8000), scheme: "HTTP"))
    probe.initialDelaySeconds = 5
    pod.spec.containers[0].readinessProbe = probe
    pod.spec.containers[0].livenessProbe = Probe(.tcpSocket(port: .name("http")))
    pod.spec.containers[0].resources.limits = ResourceList(
      cpu: MilliCPU(500), memory: .mebibytes(256))
    pod.spec.containers[0].resources.requests = pod.spec.containers[0].resources.limits
    pod.spec.containers[0].volumeMounts = ["data": "/var/lib/data"]
    pod.spec.volumes = [
      Volume(name: "data", source: .persistentVolumeClaim("pg-data-claim")),
      Volume(name: "scratch", source: .emptyDir),
    ]
    pod.metadata.deletionTimestamp = Samples.at(390)
    pod.metadata.deletionGracePeriodSeconds = 30
    pod.status.containerStatuses[0].restartCount = 1
    pod.status.containerStatuses[0].lastTermination = .init(
      exitCode: 137, reason: "OOMKilled", startedAt: Samples.at(78), finishedAt: Samples.at(200))
    try Golden.check(KubectlDescribe.pod(pod, events: [], now: now), "describe-pod-in-full")
  }

  @Test func `a budget, a secret and a config map are described`() {
    var budget = PodDisruptionBudget(
      metadata: Samples.meta("app", created: 90),
      spec: PodDisruptionBudgetSpec(
        selector: LabelSelector(matchLabels: ["name": "app"]), maxUnavailable: .percent(34)))
    budget.status.currentHealthy = 3
    budget.status.desiredHealthy = 1
    budget.status.expectedPods = 3
    budget.status.disruptionsAllowed = 2
    #expect(
      KubectlDescribe.podDisruptionBudget(budget, events: [], now: now) == """
        Name:             app
        Namespace:        default
        Max unavailable:  34%
        Selector:         name=app
        Status:
            Allowed disruptions:  2
            Current:              3
            Desired:              1
            Total:                3
        Events:                   <none>

        """)
    let secret = Secret(metadata: Samples.meta("db", created: 90), data: ["password": "s3cret"])
    let told = KubectlDescribe.secret(secret, now: now)
    #expect(told.contains("password:  6 bytes"))
    #expect(!told.contains("s3cret"))
    let map = ConfigMap(metadata: Samples.meta("settings", created: 90), data: ["mode": "fast"])
    #expect(KubectlDescribe.configMap(map, events: [], now: now).contains("mode:\n----\nfast\n"))
  }

  @Test func `budgets have a table`() {
    let budget = PodDisruptionBudget(
      metadata: Samples.meta("app", created: 90),
      spec: PodDisruptionBudgetSpec(selector: nil, minAvailable: .count(2)))
    #expect(
      KubectlGet.text([[budget]], now: now) == """
        NAME   MIN AVAILABLE   MAX UNAVAILABLE   ALLOWED DISRUPTIONS   AGE
        app    2               N/A               0                     5m10s

        """)
  }

  @Test func `a controller is described with the counts of its pods and its template`() throws {
    let events = [Samples.event("SuccessfulCreate", "Created pod: app-orange-b2c4d", at: 70)]
    let text = KubectlDescribe.replicationController(
      Samples.controller, pods: [Samples.pod("app-orange-b2c4d", created: 70)], events: events,
      now: now)
    try Golden.check(text, "describe-rc")
  }

  @Test func `a service is described with its ready endpoints`() throws {
    let slice = EndpointSlice(
      metadata: Samples.meta("app-abc", created: 90),
      endpoints: [
        Endpoint(
          address: Samples.address("10.8.0.4"), isReady: true, isServing: true,
          isTerminating: false),
        Endpoint(
          address: Samples.address("10.8.0.5"), isReady: false, isServing: true,
          isTerminating: true),
      ], ports: [EndpointPort(name: "", port: 8000)])
    let text = KubectlDescribe.service(
      Samples.service(address: "34.1.2.3"), slices: [slice], events: [], now: now)
    try Golden.check(text, "describe-service")
  }

  @Test func `a node is described with the shares of its pods`() throws {
    var pod = Samples.pod("app-orange-b2c4d", created: 70)
    pod.spec.containers[0].resources.requests = ResourceList(
      cpu: MilliCPU(100), memory: .mebibytes(270))
    let text = KubectlDescribe.node(
      Samples.node("node-1"), pods: [pod], lease: nil, events: [], now: now)
    try Golden.check(text, "describe-node")
  }

  @Test func `messages are kubectl's`() {
    #expect(
      KubectlMessages.done(.created, .replicationController, "app-orange")
        == "replicationcontroller/app-orange created\n")
    #expect(
      KubectlMessages.done(.scaled, .replicationController, "app-orange")
        == "replicationcontroller/app-orange scaled\n")
    #expect(
      KubectlMessages.notFound(.pod, "x")
        == "Error from server (NotFound): pods \"x\" not found\n")
    #expect(
      KubectlMessages.deleted(.pod, "x", namespace: "default")
        == "pod \"x\" deleted from default namespace\n")
    #expect(
      KubectlMessages.deleted(.node, "x", namespace: "") == "node \"x\" deleted\n")
    #expect(
      KubectlMessages.serverError(
        reason: "AlreadyExists", message: "services \"app\" already exists",
        creatingFrom: "app/service.yaml")
        == "Error from server (AlreadyExists): error when creating \"app/service.yaml\": "
        + "services \"app\" already exists\n")
  }
}
