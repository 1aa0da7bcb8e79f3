import Documents

/// What a controller of pods says of its number and kind, before the kinds' own fields.
private struct ReplicaSpec {
  var replicas: Int
  var minReadySeconds: Int
  var template: PodTemplate
}

extension MappingReader {
  /// The replication controller that this mapping is.
  ///
  /// Source: `pkg/apis/core/v1/defaults.go` (SetDefaults_ReplicationController) and
  /// `pkg/apis/core/validation/validation.go` (ValidateReplicationControllerSpec), v1.36.
  func replicationController(namespace: String) -> ReplicationController? {
    var meta = metadata(name: .dnsSubdomain, namespace: namespace)
    ignore(["status"])
    let spec = requiredObject("spec") { reader -> ReplicationControllerSpec? in
      var selector = reader.labels("selector") ?? [:]
      guard let common = reader.replicaSpec() else { return nil }
      let labels = common.template.metadata.labels
      if selector.isEmpty {
        selector = labels
        if labels.isEmpty {
          reader.fail(
            "has no selector, and its template no labels", hint: "add template.metadata.labels:",
            code: .missingField)
        }
      }
      reader.check(LabelSelector(matchLabels: selector), finds: labels)
      var spec = ReplicationControllerSpec(
        replicas: common.replicas, selector: selector, template: common.template)
      spec.minReadySeconds = common.minReadySeconds
      return spec
    }
    guard let spec else { return nil }
    if meta.labels.isEmpty { meta.labels = spec.template.metadata.labels }
    return ReplicationController(metadata: meta, spec: spec)
  }

  /// The replica set that this mapping is.
  ///
  /// Source: `pkg/apis/apps/v1/defaults.go` (SetDefaults_ReplicaSet) and
  /// `pkg/apis/apps/validation/validation.go` (ValidateReplicaSetSpec), v1.36.
  func replicaSet(namespace: String) -> ReplicaSet? {
    let meta = metadata(name: .dnsSubdomain, namespace: namespace)
    ignore(["status"])
    return requiredObject("spec") { reader -> ReplicaSetSpec? in
      guard let (common, selector) = reader.selectingSpec() else { return nil }
      var spec = ReplicaSetSpec(
        replicas: common.replicas, selector: selector, template: common.template)
      spec.minReadySeconds = common.minReadySeconds
      return spec
    }.map { ReplicaSet(metadata: meta, spec: $0) }
  }

  /// The deployment that this mapping is.
  ///
  /// Source: `pkg/apis/apps/v1/defaults.go` (SetDefaults_Deployment) and
  /// `pkg/apis/apps/validation/validation.go` (ValidateDeploymentSpec), v1.36.
  func deployment(namespace: String) -> Deployment? {
    let meta = metadata(name: .dnsSubdomain, namespace: namespace)
    ignore(["status"])
    return requiredObject("spec") { $0.deploymentSpec() }
      .map { Deployment(metadata: meta, spec: $0) }
  }

  private func deploymentSpec() -> DeploymentSpec? {
    let number: ScalarFormat<Int> = .integer(in: 0...Int(Int32.max))
    let history = optional("revisionHistoryLimit", number)
    let isPaused = optional("paused", .boolean)
    let deadline = optional("progressDeadlineSeconds", number)
    let strategy = object("strategy") { $0.deploymentStrategy() }
    guard let (common, selector) = selectingSpec() else { return nil }
    var spec = DeploymentSpec(
      replicas: common.replicas, selector: selector, template: common.template)
    spec.minReadySeconds = common.minReadySeconds
    spec.revisionHistoryLimit = history ?? spec.revisionHistoryLimit
    spec.isPaused = isPaused ?? false
    spec.progressDeadlineSeconds = deadline ?? spec.progressDeadlineSeconds
    spec.strategy = strategy ?? .standard
    if spec.progressDeadlineSeconds <= spec.minReadySeconds {
      let field = has("progressDeadlineSeconds") ? "progressDeadlineSeconds" : "minReadySeconds"
      fail(
        at: valueMark(field),
        "\(path.child("progressDeadlineSeconds")) is \(spec.progressDeadlineSeconds), and pods "
          + "count as available after \(spec.minReadySeconds) s only",
        hint: "let it be more than minReadySeconds")
    }
    return spec
  }

  private func deploymentStrategy() -> DeploymentStrategy? {
    let name = optional("type", .choice(["RollingUpdate", "Recreate"])) ?? "RollingUpdate"
    let isRolling = name == "RollingUpdate"
    if !isRolling, has("rollingUpdate") {
      fail("rollingUpdate", "stands beside type: Recreate", hint: "remove one of them")
    }
    guard isRolling else { return .recreate }
    return object("rollingUpdate") { reader -> DeploymentStrategy? in
      let surge = reader.optional("maxSurge", .countOrPercent) ?? .percent(25)
      let unavailable = reader.optional("maxUnavailable", .countOrPercent) ?? .percent(25)
      if surge.roundedUp(of: 100) == 0, unavailable.roundedUp(of: 100) == 0 {
        reader.fail(
          "maxUnavailable", "is 0, and so is maxSurge", hint: "let one of them be more than 0")
      }
      if case .percent(let percent) = unavailable, percent > 100 {
        reader.fail("maxUnavailable", "is \(percent)%", hint: "write at most 100%")
      }
      return .rollingUpdate(maxSurge: surge, maxUnavailable: unavailable)
    } ?? .standard
  }

  /// The fields that all controllers of pods have.
  private func replicaSpec() -> ReplicaSpec? {
    let replicas = optional("replicas", .replicas) ?? 1
    let ready = optional("minReadySeconds", .integer(in: 0...Int(Int32.max))) ?? 0
    // Of a record's workload the selector alone may matter.
    let isLeftOut = origin == .record && !has("template")
    guard
      let template = isLeftOut
        ? PodTemplate(metadata: ObjectMeta(), spec: PodSpec(containers: []))
        : podTemplate("template")
    else { return nil }
    checkRestartPolicy(of: template)
    return ReplicaSpec(replicas: replicas, minReadySeconds: ready, template: template)
  }

  /// The same with the selector of the kinds of `apps/v1`, which has no default.
  private func selectingSpec() -> (ReplicaSpec, LabelSelector)? {
    let selector = labelSelector("selector")
    if let selector, selector.isEmpty {
      fail("selector", "is empty", hint: "add matchLabels:", code: .missingField)
    } else if !has("selector") {
      fail(
        "has no selector", hint: "add selector: with matchLabels: of its pods",
        code: .missingField)
    }
    guard let common = replicaSpec() else { return nil }
    if let selector, !selector.isEmpty { check(selector, finds: common.template.metadata.labels) }
    return (common, selector ?? LabelSelector())
  }

  private func check(_ selector: LabelSelector, finds labels: StringMap) {
    guard !selector.matches(labels) else { return }
    let missing = selector.matchLabels.entries.first { labels[$0.key] != $0.value }
    fail(
      "selector", "does not match the labels of its template",
      hint: missing.map { "add \($0.key): \($0.value) to template.metadata.labels" }
        ?? "change template.metadata.labels")
  }

  private func checkRestartPolicy(of template: PodTemplate) {
    guard template.spec.restartPolicy != .always,
      case .mapping(let mapping)? = mapping["template"], case .mapping(let pod)? = mapping["spec"]
    else { return }
    fail(
      at: pod["restartPolicy"]?.mark ?? mark,
      "\(path).template.spec.restartPolicy is \(template.spec.restartPolicy.rawValue)",
      hint: "a controller's pods can only be started again: write Always")
  }
}
