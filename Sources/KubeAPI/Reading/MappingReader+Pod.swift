import Documents

extension MappingReader {
  /// The pod that this mapping is.
  func pod(namespace: String) -> Pod {
    let meta = metadata(name: .dnsSubdomain, namespace: namespace)
    let spec = requiredObject("spec") { $0.podSpec() }
    var pod = Pod(metadata: meta, spec: spec ?? PodSpec(containers: []))
    pod.status = recordedStatus { $0.podStatus() } ?? PodStatus()
    pod.setDefaults()
    return pod
  }

  /// The pod template at `key`.
  func podTemplate(_ key: String) -> PodTemplate? {
    requiredObject(key) { reader -> PodTemplate? in
      let meta = reader.templateMetadata()
      return reader.requiredObject("spec") { $0.podSpec() }
        .map { PodTemplate(metadata: meta, spec: $0) }
    }
  }

  private func podSpec() -> PodSpec {
    notSimulated(Self.podSpecNotSimulated)
    // Older manifests have it beside the newer name of the same thing.
    notSimulated(["serviceAccount"])
    var spec = PodSpec(containers: [])
    spec.hostNetwork = optional("hostNetwork", .boolean) ?? false
    spec.terminationGracePeriodSeconds =
      optional("terminationGracePeriodSeconds", .integer(in: 0...Int64.max / 1_000_000_000)) ?? 30
    spec.volumes = volumes()
    readContainers(into: &spec)
    if has("resources") { spec.resources = resourceRequirements("resources", of: .pod) }
    checkPodLevelRequests(of: spec)
    readPlacement(into: &spec)
    spec.restartPolicy = optional("restartPolicy", .word) ?? .always
    spec.enableServiceLinks = optional("enableServiceLinks", .boolean) ?? true
    return spec
  }

  /// Fields of a pod's spec that mean something in a cluster and nothing here.
  ///
  /// Source: `staging/src/k8s.io/api/core/v1/types.go` (PodSpec), v1.36.
  private static let podSpecNotSimulated = [
    "activeDeadlineSeconds", "automountServiceAccountToken", "dnsConfig", "dnsPolicy",
    "ephemeralContainers", "hostAliases", "hostIPC", "hostPID", "hostUsers", "hostname",
    "hostnameOverride", "imagePullSecrets", "os", "readinessGates",
    "resourceClaims", "runtimeClassName", "schedulingGroup", "securityContext",
    "serviceAccountName", "setHostnameAsFQDN", "shareProcessNamespace", "subdomain",
    "workloadRef",
  ]

  private func readContainers(into spec: inout PodSpec) {
    var context = PodContext(
      volumes: spec.volumes.map(\.name), hostNetwork: spec.hostNetwork,
      grace: spec.terminationGracePeriodSeconds)
    spec.initContainers =
      list("initContainers") { $0.container(isInit: true, &context) } ?? []
    guard let containers = requiredValue("containers", expected: "a list of containers") else {
      return
    }
    if case .sequence(let sequence) = containers.node, sequence.items.isEmpty {
      fail("containers", "is an empty list", hint: "write one container at least")
    }
    spec.containers =
      containers.items?.compactMap { $0.object { $0.container(isInit: false, &context) } } ?? []
  }

  /// Source: `pkg/apis/core/validation/validation.go` (validatePodResourceConsistency), v1.36.
  private func checkPodLevelRequests(of spec: PodSpec) {
    let together = spec.aggregateContainerRequests
    for (name, amount) in spec.resources?.requests.entries ?? [] {
      guard let asked = together[name], asked > amount else { continue }
      fail(
        "resources", "requests less \(name) than the containers together",
        hint: "raise it, or leave it out")
    }
  }

  private func readPlacement(into spec: inout PodSpec) {
    spec.nodeName = optional("nodeName", .dnsSubdomain) ?? ""
    spec.schedulerName = optional("schedulerName", .dnsSubdomain) ?? "default-scheduler"
    spec.nodeSelector = labels("nodeSelector") ?? [:]
    spec.affinity = affinity()
    spec.topologySpreadConstraints = topologySpreadConstraints()
    spec.tolerations = tolerations()
    spec.statedPreemption = optional("preemptionPolicy", .preemptionPolicy)
    let highest = origin == .wish ? 2_000_001_000 : Int32.max
    spec.statedPriority = optional("priority", .integer(in: Int32.min...highest))
    spec.priorityClassName = optional("priorityClassName", .dnsSubdomain) ?? ""
    spec.overhead = resourceList("overhead", of: .container) ?? ResourceList()
    spec.schedulingGates =
      list("schedulingGates") { $0.required("name", .qualifiedName) } ?? []
  }

  // MARK: Volumes

  private func volumes() -> [Volume] {
    var seen: Set<String> = []
    return list("volumes") { reader -> Volume? in
      let name = reader.required("name", .dnsLabel) ?? ""
      if !name.isEmpty, !seen.insert(name).inserted {
        reader.fail("name", "is \(quoted(name)), as another volume's", hint: "rename one of them")
      }
      return Volume(name: name, source: reader.volumeSource())
    } ?? []
  }

  private func volumeSource() -> Volume.Source {
    let found = present(of: Self.volumeSources)
    if found.count > 1 {
      fail("has both \(found[0]) and \(found[1])", hint: "keep one of them")
    }
    guard let sort = found.first else { return .emptyDir }
    switch sort {
    case "hostPath": return .hostPath(sourceName("path", beside: ["type"], in: sort))
    case "persistentVolumeClaim":
      return .persistentVolumeClaim(sourceName("claimName", beside: ["readOnly"], in: sort))
    case "secret", "configMap":
      let isSecret = sort == "secret"
      let reference = DataReference(
        sort: isSecret ? .secret : .configMap, field: isSecret ? "secretName" : "name")
      return object(sort) { $0.dataSource(reference) }.map { .data($0) } ?? .emptyDir
    case "projected": return .projected(object(sort) { $0.projectedSources() } ?? [])
    case "image":
      return .image(sourceName("reference", beside: ["pullPolicy"], in: sort))
    case "emptyDir":
      object(sort) { reader -> Void? in reader.ignore(["medium", "sizeLimit"]) }
      return .emptyDir
    case "gcePersistentDisk", "awsElasticBlockStore", "azureDisk", "cinder", "portworxVolume",
      "iscsi", "rbd":
      warnOfVolume(sort, hint: "the volume is empty here, and only the scheduler minds it")
      return object(sort) { $0.inlineDisk(sort) }.map { .disk($0) } ?? .other(sort)
    default:
      notSimulated([sort])
      warnOfVolume(sort, hint: "the volume is empty here")
      return .other(sort)
    }
  }

  private func warnOfVolume(_ sort: String, hint: String) {
    let field = path.child(sort).pattern
    log.warning(
      at: keyMark(sort), .notSimulated, "\(field) is not simulated", hint: hint, once: field)
  }

  private func sourceName(_ key: String, beside others: [String], in sort: String) -> String {
    object(sort) { reader -> String? in
      reader.ignore(others)
      return reader.required(key, .someText)
    } ?? ""
  }

  /// Source: `staging/src/k8s.io/api/core/v1/types.go` (VolumeSource), v1.36.
  private static let volumeSources =
    ["emptyDir", "hostPath", "persistentVolumeClaim", "secret", "configMap", "projected", "image"]
    + [
      "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "downwardAPI",
      "ephemeral", "fc", "flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs",
      "iscsi", "nfs", "photonPersistentDisk", "portworxVolume", "quobyte", "rbd",
      "scaleIO", "storageos", "vsphereVolume",
    ]
}

/// What the containers of one pod share while they are read.
struct PodContext {
  /// Names of the pod's volumes.
  let volumes: [String]
  let hostNetwork: Bool
  /// Seconds from SIGTERM to SIGKILL.
  let grace: Int64
  var names: Set<String> = []
  var hostPorts: Set<String> = []
}
