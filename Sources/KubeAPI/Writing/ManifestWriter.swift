import Documents

/// Turns objects into documents, such that ``ManifestReader`` makes the same of them again.
///
/// Written is what users may say: metadata, `spec` or data, and no status.
public enum ManifestWriter {
  /// The document of `object`; nil for a kind that is not written.
  public static func document(of object: any KubeObject) -> DocumentNode? {
    let body: (inout MappingWriter) -> Void
    switch object {
    case let pod as Pod: body = { $0.object("spec") { $0.write(pod.spec) } }
    case let controller as ReplicationController:
      body = { $0.object("spec") { $0.write(controller.spec) } }
    case let set as ReplicaSet: body = { $0.object("spec") { $0.write(set.spec) } }
    case let deployment as Deployment:
      body = { $0.object("spec") { $0.write(deployment.spec) } }
    case let service as Service: body = { $0.object("spec") { $0.write(service.spec) } }
    case let node as Node: body = { $0.object("spec") { $0.write(node.spec) } }
    case let map as ConfigMap: body = { $0.map("data", map.data) }
    default: return nil
    }
    return .object { writer in
      writer.text("apiVersion", object.kind.apiVersion)
      writer.text("kind", object.kind.rawValue)
      writer.object("metadata") { $0.write(object.metadata) }
      body(&writer)
    }
  }

  /// The kinds that are written.
  public static let kinds: [Kind] = [
    .pod, .replicationController, .replicaSet, .deployment, .service, .node, .configMap,
  ]
}

extension MappingWriter {
  /// Metadata, without what the server keeps for itself.
  mutating func write(_ metadata: ObjectMeta) {
    text("name", metadata.name)
    text("namespace", metadata.namespace)
    map("labels", metadata.labels)
    map("annotations", metadata.annotations)
    texts("finalizers", metadata.finalizers)
    list(
      "ownerReferences",
      metadata.ownerReferences.map { owner in
        .object { writer in
          writer.text("apiVersion", owner.kind.apiVersion)
          writer.text("kind", owner.kind.rawValue)
          writer.text("name", owner.name)
          writer.text("uid", owner.uid)
          writer.literal("controller", owner.isController)
          writer.literal("blockOwnerDeletion", owner.blocksOwnerDeletion)
        }
      })
  }

  fileprivate mutating func write(_ spec: ReplicationControllerSpec) {
    literal("replicas", spec.replicas)
    literal("minReadySeconds", spec.minReadySeconds)
    map("selector", spec.selector)
    write(spec.template)
  }

  fileprivate mutating func write(_ spec: ReplicaSetSpec) {
    literal("replicas", spec.replicas)
    literal("minReadySeconds", spec.minReadySeconds)
    object("selector") { $0.write(spec.selector) }
    write(spec.template)
  }

  fileprivate mutating func write(_ spec: DeploymentSpec) {
    literal("replicas", spec.replicas)
    literal("minReadySeconds", spec.minReadySeconds)
    literal("revisionHistoryLimit", spec.revisionHistoryLimit)
    literal("progressDeadlineSeconds", spec.progressDeadlineSeconds)
    literal("paused", spec.isPaused)
    object("selector") { $0.write(spec.selector) }
    object("strategy") { writer in
      writer.text("type", spec.strategy.name)
      guard case .rollingUpdate(let surge, let unavailable) = spec.strategy else { return }
      writer.object("rollingUpdate") { writer in
        writer.put("maxSurge", Self.node(surge))
        writer.put("maxUnavailable", Self.node(unavailable))
      }
    }
    write(spec.template)
  }

  private static func node(_ amount: CountOrPercent) -> DocumentNode {
    if case .count(let count) = amount { return .literal(count) }
    return .text(amount.description)
  }

  private mutating func write(_ template: PodTemplate) {
    object("template") { writer in
      writer.object("metadata") { $0.write(template.metadata) }
      writer.object("spec") { $0.write(template.spec) }
    }
  }

  fileprivate mutating func write(_ spec: ServiceSpec) {
    map("selector", spec.selector)
    text("type", spec.type.rawValue)
    text("clusterIP", spec.clusterIP)
    text("sessionAffinity", spec.sessionAffinity)
    if spec.type != .clusterIP { text("externalTrafficPolicy", spec.externalTrafficPolicy) }
    literal("publishNotReadyAddresses", spec.publishNotReadyAddresses)
    list(
      "ports",
      spec.ports.map { port in
        .object { writer in
          writer.text("name", port.name)
          writer.literal("port", port.port)
          writer.put("targetPort", Self.node(port.targetPort))
          writer.text("protocol", port.networkProtocol)
          if port.nodePort != 0 { writer.literal("nodePort", port.nodePort) }
        }
      })
  }

  /// What is wanted of a node.
  mutating func write(_ spec: NodeSpec) {
    if spec.isUnschedulable { literal("unschedulable", true) }
    text("providerID", spec.providerID)
    list(
      "taints",
      spec.taints.map { taint in
        .object { writer in
          writer.text("key", taint.key)
          writer.text("value", taint.value)
          writer.text("effect", taint.effect.rawValue)
        }
      })
  }
}
