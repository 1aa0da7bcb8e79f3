import Documents
import Units

extension MappingReader {
  /// The object of `kind` that this mapping is.
  func kubeObject(_ kind: Kind, namespace: String) -> (any KubeObject)? {
    let scope = kind.isClusterScoped ? "" : namespace
    switch kind {
    case .pod: return pod(namespace: scope)
    case .node: return node()
    case .replicationController: return replicationController(namespace: scope)
    case .replicaSet: return replicaSet(namespace: scope)
    case .deployment: return deployment(namespace: scope)
    case .service: return service(namespace: scope)
    case .endpoints: return endpoints(namespace: scope)
    case .namespace: return namespaceObject()
    case .persistentVolume: return persistentVolume()
    case .persistentVolumeClaim: return persistentVolumeClaim(namespace: scope)
    case .storageClass: return storageClass()
    case .secret: return secret(namespace: scope)
    case .configMap: return configMap(namespace: scope)
    case .podDisruptionBudget: return podDisruptionBudget(namespace: scope)
    case .priorityClass: return priorityClass()
    case .csiNode: return csiNode()
    case .statefulSet: return statefulSet(namespace: scope)
    case .event, .lease, .endpointSlice: return nil
    }
  }

  /// The metadata of an object.
  ///
  /// - Parameters:
  ///   - format: What its name must be.
  ///   - namespace: Where it goes if it does not say; empty for cluster-scoped kinds.
  func metadata(name format: ScalarFormat<String>, namespace: String) -> ObjectMeta {
    let meta = requiredObject("metadata") { reader -> ObjectMeta? in
      var meta = ObjectMeta(namespace: namespace)
      meta.generateName = reader.optional("generateName", .someText) ?? ""
      meta.name =
        (meta.generateName.isEmpty
          ? reader.required("name", format) : reader.optional("name", format)) ?? ""
      if let place = reader.optional("namespace", .dnsLabel) {
        if namespace.isEmpty {
          reader.fail(
            "namespace", "is \(quoted(place)), but objects of this kind belong to no namespace",
            hint: "remove it")
        } else {
          meta.namespace = place
        }
      }
      reader.readMetadataBeyondNames(&meta)
      return meta
    }
    return meta ?? ObjectMeta(namespace: namespace)
  }

  /// The metadata of a pod template: labels and annotations; other fields have no effect.
  func templateMetadata() -> ObjectMeta {
    object("metadata") { reader -> ObjectMeta? in
      var meta = ObjectMeta()
      reader.readMetadataBeyondNames(&meta)
      reader.ignore(["name", "namespace", "generateName"])
      return meta
    } ?? ObjectMeta()
  }

  private func readMetadataBeyondNames(_ meta: inout ObjectMeta) {
    meta.labels = labels("labels") ?? [:]
    meta.annotations = stringMap("annotations") ?? [:]
    meta.uid = optional("uid", .string) ?? ""
    meta.finalizers = list("finalizers", of: .qualifiedName) ?? []
    meta.ownerReferences = list("ownerReferences") { $0.ownerReference() } ?? []
    // What the server keeps by itself; dumps of live objects carry it.
    if origin == .record { meta.deletionTimestamp = optional("deletionTimestamp", .timestamp) }
    ignore([
      "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation",
      "managedFields", "resourceVersion", "selfLink",
    ])
  }

  private func ownerReference() -> OwnerReference? {
    let version = optional("apiVersion", .string)
    let name = required("name", .someText)
    let uid = origin == .wish ? required("uid", .someText) : optional("uid", .string) ?? ""
    let isController = optional("controller", .boolean) ?? false
    let blocks = optional("blockOwnerDeletion", .boolean) ?? false
    guard let kindName = required("kind", .someText), let name, let uid else { return nil }
    let kind = Kind(rawValue: kindName)
    if origin == .record {
      // Owners of other kinds are no owners to the scheduler.
      guard let kind, version == nil || version == kind.apiVersion else { return nil }
      return OwnerReference(
        kind: kind, name: name, uid: uid, isController: isController, blocksOwnerDeletion: blocks)
    }
    guard let kind, ManifestReader.kinds.contains(kind) else {
      log.warning(
        at: valueMark("kind"), .notSimulated, "an owner of kind \(kindName) is not simulated",
        hint: "it has no effect here", once: "owner " + kindName)
      return nil
    }
    return OwnerReference(
      kind: kind, name: name, uid: uid, isController: isController, blocksOwnerDeletion: blocks)
  }

  // MARK: Small kinds

  private func namespaceObject() -> Namespace {
    var meta = metadata(name: .dnsLabel, namespace: "")
    if !meta.name.isEmpty { meta.labels["kubernetes.io/metadata.name"] = meta.name }
    ignore(["spec", "status"])
    return Namespace(metadata: meta)
  }

}
