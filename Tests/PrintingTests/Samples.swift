import KubeAPI
import Units

/// Objects as a small cluster has them, for golden texts.
enum Samples {
  static func at(_ seconds: Int64) -> Instant { .start + .seconds(seconds) }

  static func meta(
    _ name: String, labels: StringMap = [:], created: Int64, namespace: String = "default"
  ) -> ObjectMeta {
    var meta = ObjectMeta(name: name, namespace: namespace, labels: labels)
    meta.creationTimestamp = at(created)
    return meta
  }

  static var container: Container {
    var container = Container(name: "app", image: "hnarayanan/djangogirls-app:1.2-orange")
    container.ports = [ContainerPort(8000)]
    container.env = [
      EnvVar(name: "DATABASE_NAME", source: .value("app_db")),
      EnvVar(name: "MY_POD_IP", source: .fieldRef("status.podIP")),
    ]
    return container
  }

  static func pod(_ name: String, created: Int64, node: String = "node-1") -> Pod {
    var pod = Pod(
      metadata: meta(name, labels: ["name": "app", "colour": "orange"], created: created),
      spec: PodSpec(containers: [container]))
    pod.metadata.ownerReferences = [
      OwnerReference(kind: .replicationController, name: "app-orange", uid: "u1")
    ]
    pod.spec.nodeName = node
    pod.spec.tolerations = [
      Toleration(
        key: "node.kubernetes.io/not-ready", comparison: .exists, effect: .noExecute,
        tolerationSeconds: 300),
      Toleration(
        key: "node.kubernetes.io/unreachable", comparison: .exists, effect: .noExecute,
        tolerationSeconds: 300),
    ]
    pod.status.phase = .running
    pod.status.podIP = "10.8.0.4"
    pod.status.hostIP = "10.128.0.2"
    pod.status.startTime = at(created)
    var status = ContainerStatus(
      name: "app", image: container.image, waitingFor: "ContainerCreating")
    status.state = .running(since: at(created + 8))
    status.isReady = true
    pod.status.containerStatuses = [status]
    pod.status.conditions = [
      Condition("Initialized", .isTrue, since: at(created)),
      Condition("Ready", .isTrue, since: at(created + 8)),
    ]
    return pod
  }

  static var controller: ReplicationController {
    var controller = ReplicationController(
      metadata: meta("app-orange", labels: ["name": "app"], created: 60),
      spec: ReplicationControllerSpec(
        replicas: 3, selector: ["name": "app", "colour": "orange"],
        template: PodTemplate(
          metadata: ObjectMeta(labels: ["name": "app", "colour": "orange"]),
          spec: PodSpec(containers: [container]))))
    controller.status.replicas = 3
    controller.status.readyReplicas = 2
    return controller
  }

  static func service(address: String?) -> Service {
    var port = ServicePort(port: 80, targetPort: .number(8000))
    port.nodePort = 30_120
    var service = Service(
      metadata: meta("app", labels: ["name": "app"], created: 90),
      spec: ServiceSpec(selector: ["name": "app"], ports: [port]))
    service.spec.type = .loadBalancer
    service.spec.clusterIP = "10.0.12.7"
    if let address { service.status.loadBalancerIPs = [address] }
    return service
  }

  static func node(_ name: String, ready: Condition.Status = .isTrue) -> Node {
    var node = Node(metadata: meta(name, created: 0, namespace: ""))
    node.status.conditions = [
      Condition("Ready", ready, reason: "KubeletReady", message: "kubelet is ready", since: at(5))
    ]
    node.status.capacity = ResourceList(cpu: MilliCPU(1_000), memory: .mebibytes(3_840))
    node.status.capacity["pods"] = 110
    node.status.allocatable = ResourceList(cpu: MilliCPU(940), memory: .mebibytes(2_700))
    node.status.allocatable["pods"] = 110
    node.status.internalIP = "10.128.0.2"
    node.status.kubeletVersion = "v1.36.2"
    return node
  }

  static func event(_ reason: String, _ message: String, at seconds: Int64) -> Event {
    Event(
      metadata: meta("app-orange.\(reason)", created: seconds),
      object: ObjectReference(
        .replicationController, ObjectKey(namespace: "default", name: "app-orange")),
      severity: .normal, reason: reason, message: message, source: "replication-controller",
      time: at(seconds))
  }

  static func address(_ ip: String) -> EndpointAddress {
    EndpointAddress(
      ip: ip, nodeName: "node-1", pod: ObjectKey(namespace: "default", name: "app-orange-b2c4d"),
      podUID: "p")
  }
}
