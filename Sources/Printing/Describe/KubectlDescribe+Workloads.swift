import KubeAPI
import Units

extension KubectlDescribe {
  /// A replication controller with the counts of its pods.
  ///
  /// - Parameter pods: The pods that it owns.
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describeReplicationController), v1.36.
  public static func replicationController(
    _ controller: ReplicationController, pods: [Pod], events: [Event], now: Instant
  ) -> String {
    replicas(
      controller.metadata, selector: noneIfEmpty(controller.spec.selector.commaText),
      wanted: controller.spec.replicas, controller.status, controller.spec.template, pods: pods,
      events: events, now: now)
  }

  /// A replica set with the counts of its pods.
  ///
  /// - Parameter pods: The pods that it owns.
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describeReplicaSet), v1.36.
  public static func replicaSet(
    _ set: ReplicaSet, pods: [Pod], events: [Event], now: Instant
  ) -> String {
    replicas(
      set.metadata, selector: set.spec.selector.text, wanted: set.spec.replicas, set.status,
      set.spec.template, pods: pods, events: events, now: now)
  }

  private static func replicas(
    _ metadata: ObjectMeta, selector: String, wanted: Int, _ status: ReplicaSetStatus,
    _ template: PodTemplate, pods: [Pod], events: [Event], now: Instant
  ) -> String {
    var writer = DescriptionWriter(now: now)
    writer.field(0, "Name", metadata.name)
    writer.field(0, "Namespace", metadata.namespace)
    writer.field(0, "Selector", selector)
    writer.labels("Labels", metadata.labels)
    writer.annotations("Annotations", metadata.annotations)
    if let owner = metadata.controller {
      writer.field(0, "Controlled By", "\(owner.kind.rawValue)/\(owner.name)")
    }
    writer.field(0, "Replicas", "\(status.replicas) current / \(wanted) desired")
    func count(_ phase: PodStatus.Phase) -> Int {
      pods.filter { $0.status.phase == phase }.count
    }
    writer.field(
      0, "Pods Status",
      "\(count(.running)) Running / \(count(.pending)) Waiting / "
        + "\(count(.succeeded)) Succeeded / \(count(.failed)) Failed")
    describe(template, &writer)
    describe(status.conditions, &writer)
    writer.events(events)
    return writer.aligned
  }

  /// A deployment with its replica sets.
  ///
  /// - Parameters:
  ///   - newSet: The replica set of the present template, if there is one.
  ///   - oldSets: Its other replica sets.
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (describeDeployment), v1.36.
  public static func deployment(
    _ deployment: Deployment, newSet: ReplicaSet?, oldSets: [ReplicaSet], events: [Event],
    now: Instant
  ) -> String {
    var writer = DescriptionWriter(now: now)
    let (spec, status) = (deployment.spec, deployment.status)
    writer.field(0, "Name", deployment.metadata.name)
    writer.field(0, "Namespace", deployment.metadata.namespace)
    if let made = deployment.metadata.creationTimestamp {
      writer.field(0, "CreationTimestamp", SimulatedCalendar.rfc1123(made))
    }
    writer.labels("Labels", deployment.metadata.labels)
    writer.annotations("Annotations", deployment.metadata.annotations)
    writer.field(0, "Selector", spec.selector.text)
    writer.field(
      0, "Replicas",
      "\(spec.replicas) desired | \(status.updatedReplicas) updated | \(status.replicas) total | "
        + "\(status.availableReplicas) available | \(status.unavailableReplicas) unavailable")
    writer.field(0, "StrategyType", spec.strategy.name)
    writer.field(0, "MinReadySeconds", "\(spec.minReadySeconds)")
    if case .rollingUpdate(let maxSurge, let maxUnavailable) = spec.strategy {
      writer.field(
        0, "RollingUpdateStrategy", "\(maxUnavailable) max unavailable, \(maxSurge) max surge")
    }
    describe(spec.template, &writer)
    describe(status.conditions, &writer)
    writer.field(0, "OldReplicaSets", text(oldSets))
    writer.field(0, "NewReplicaSet", text(newSet.map { [$0] } ?? []))
    writer.events(events)
    return writer.aligned
  }

  private static func text(_ sets: [ReplicaSet]) -> String {
    noneIfEmpty(
      sets.map {
        "\($0.metadata.name) (\($0.status.replicas)/\($0.spec.replicas) replicas created)"
      }.joined(separator: ", "))
  }

  /// A pod template by itself.
  static func template(_ template: PodTemplate, now: Instant) -> String {
    var writer = DescriptionWriter(now: now)
    describe(template, &writer)
    return writer.aligned
  }

  private static func describe(_ conditions: [Condition], _ writer: inout DescriptionWriter) {
    guard !conditions.isEmpty else { return }
    writer.line(0, "Conditions:")
    writer.line(1, "Type\tStatus\tReason")
    writer.line(1, "----\t------\t------")
    for condition in conditions {
      let status = condition.status.rawValue
      writer.line(1, "\(condition.type) \t\(status)\t\(condition.reason)")
    }
  }

  private static func describe(_ template: PodTemplate, _ writer: inout DescriptionWriter) {
    writer.line(0, "Pod Template:")
    writer.labels("Labels", template.metadata.labels, level: 1)
    if !template.metadata.annotations.isEmpty {
      writer.annotations("Annotations", template.metadata.annotations, level: 1)
    }
    if !template.spec.initContainers.isEmpty {
      writer.containers("Init Containers", template.spec.initContainers, of: nil)
    }
    writer.containers("Containers", template.spec.containers, of: nil)
    writer.volumes(template.spec.volumes, isTemplate: true)
    writer.labels("Node-Selectors", template.spec.nodeSelector, level: 1)
    writer.tolerations(template.spec.tolerations, level: 1)
  }
}
