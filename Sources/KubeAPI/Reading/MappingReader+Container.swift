import Documents

extension MappingReader {
  /// The container that this mapping is.
  func container(isInit: Bool, _ context: inout PodContext) -> Container {
    notSimulated(Self.containerNotSimulated)
    let name = required("name", .dnsLabel) ?? ""
    if !name.isEmpty, !context.names.insert(name).inserted {
      fail("name", "is \(quoted(name)), as another container's", hint: "rename one of them")
    }
    var container = Container(name: name, image: image())
    container.imagePullPolicy =
      optional("imagePullPolicy", .word) ?? ImageReference(container.image).defaultPullPolicy
    container.command = list("command", of: .string) ?? []
    container.args = list("args", of: .string) ?? []
    container.envFrom = variableSources()
    container.env = environment()
    container.ports = ports(&context)
    container.resources = resourceRequirements("resources", of: .container)
    container.volumeMounts = volumeMounts(context)
    container.isSidecar = isSidecar(isInit: isInit)
    if isInit, !container.isSidecar {
      for key in ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle"] where has(key) {
        fail(
          key, "stands in an init container", hint: "remove it, or set restartPolicy: Always")
        ignore([key])
      }
    } else {
      container.readinessProbe = probe("readinessProbe", mayNeedSeveralSuccesses: true)
      container.livenessProbe = probe("livenessProbe", mayNeedSeveralSuccesses: false)
      container.startupProbe = probe("startupProbe", mayNeedSeveralSuccesses: false)
      container.preStop = object("lifecycle") { reader -> LifecycleHandler? in
        reader.notSimulated(["postStart", "stopSignal"])
        return reader.object("preStop") { $0.lifecycleHandler(grace: context.grace) }
      }
    }
    return container
  }

  /// Source: `staging/src/k8s.io/api/core/v1/types.go` (Container), v1.36.
  private static let containerNotSimulated = [
    "resizePolicy", "restartPolicyRules", "securityContext", "stdin", "stdinOnce",
    "terminationMessagePath", "terminationMessagePolicy", "tty", "volumeDevices", "workingDir",
  ]

  private func image() -> String {
    let format = ScalarFormat.someText.checked { text throws(ValueProblem) in
      guard !text.contains(where: \.isWhitespace) else {
        throw ValueProblem("is \(quoted(text))", hint: "an image's name has no blanks")
      }
    }
    return required("image", format) ?? ""
  }

  private func isSidecar(isInit: Bool) -> Bool {
    guard isInit else {
      notSimulated(["restartPolicy"])
      return false
    }
    return optional("restartPolicy", .choice(["Always"])) != nil
  }

  // MARK: Environment

  private func environment() -> [EnvVar] {
    list("env") { reader -> EnvVar? in
      let name = reader.required("name", .string) ?? ""
      if !NameRules.isVariableName(name), !name.isEmpty {
        reader.fail("name", "is \(quoted(name))", hint: "write printable ASCII without \"=\"")
      }
      let value = reader.optional("value", .string)
      let source = reader.object("valueFrom") { $0.variableSource() }
      if value != nil, source != nil {
        reader.fail("has both value and valueFrom", hint: "keep one of them")
      }
      return EnvVar(name: name, source: source ?? .value(value ?? ""))
    } ?? []
  }

  private func variableSource() -> EnvVar.Source? {
    let sorts = ["fieldRef", "resourceFieldRef", "secretKeyRef", "configMapKeyRef"]
    notSimulated(["fileKeyRef"])
    guard let sort = exactlyOne(of: sorts) else { return nil }
    return object(sort) { reader -> EnvVar.Source? in
      switch sort {
      case "fieldRef":
        reader.ignore(["apiVersion"])
        return reader.required("fieldPath", .fieldPath).map { .fieldRef($0) }
      case "resourceFieldRef":
        reader.ignore(["containerName", "divisor"])
        return reader.required("resource", .someText).map { .resourceFieldRef($0) }
      default:
        let name = reader.required("name", .dnsSubdomain)
        let key = reader.required("key", .someText)
        let isOptional = reader.optional("optional", .boolean) ?? false
        guard let name, let key else { return nil }
        return sort == "secretKeyRef"
          ? .secretKeyRef(name: name, key: key, isOptional: isOptional)
          : .configMapKeyRef(name: name, key: key, isOptional: isOptional)
      }
    }
  }

  // MARK: Ports and mounts

  private func ports(_ context: inout PodContext) -> [ContainerPort] {
    var names: Set<String> = []
    return list("ports") { reader -> ContainerPort? in
      var port = ContainerPort(reader.required("containerPort", .port) ?? 0)
      port.name = reader.optional("name", .portName) ?? ""
      if !port.name.isEmpty, !names.insert(port.name).inserted {
        reader.fail("name", "is \(port.name), as another port's", hint: "rename one of them")
      }
      port.networkProtocol = reader.optional("protocol", .networkProtocol) ?? "TCP"
      port.hostIP = reader.optional("hostIP", .address) ?? ""
      port.hostPort = reader.optional("hostPort", .integer(in: 0...65_535)) ?? 0
      if context.hostNetwork, port.hostPort != 0, port.hostPort != port.containerPort {
        reader.fail(
          "hostPort", "is \(port.hostPort), but the pod shares the node's network",
          hint: "write \(port.containerPort) as containerPort, or leave it out")
      }
      let taken = "\(port.hostIP)/\(port.networkProtocol)/\(port.hostPort)"
      if port.hostPort != 0, !context.hostPorts.insert(taken).inserted {
        reader.fail(
          "hostPort", "is \(port.hostPort), which another port of the pod takes",
          hint: "take another number")
      }
      return port
    } ?? []
  }

  private func volumeMounts(_ context: PodContext) -> StringMap {
    var mounts = StringMap()
    var paths: Set<String> = []
    _ = list("volumeMounts") { reader -> Void? in
      reader.ignore([
        "mountPropagation", "readOnly", "recursiveReadOnly", "subPath", "subPathExpr",
      ])
      let name = reader.required("name", .someText)
      let path = reader.required("mountPath", .someText)
      if let path, !paths.insert(path).inserted {
        reader.fail("mountPath", "is \(quoted(path)), as another's", hint: "mount it elsewhere")
      }
      guard let name else { return nil }
      if !context.volumes.contains(name) {
        let known = context.volumes
        reader.fail(
          "name", "is \(quoted(name)), but the pod has no such volume",
          hint: Suggestion.hint(for: name, among: known) ?? "add it to the pod's volumes")
      }
      mounts[name] = path
      return ()
    }
    return mounts
  }
}

extension ScalarFormat where Value == String {
  /// A protocol above the Internet Protocol.
  static var networkProtocol: ScalarFormat { .choice(["TCP", "UDP", "SCTP"]) }

  /// A field of the pod that the downward API gives to environment variables.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (validEnvDownwardAPIFieldPathExpressions),
  /// v1.36.
  static var fieldPath: ScalarFormat {
    let fields = [
      "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
      "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP",
      "status.podIPs",
    ]
    return ScalarFormat(expected: "a field such as metadata.name", isText: true) { scalar in
      let text = scalar.text
      let isPart =
        (text.hasPrefix("metadata.labels['") || text.hasPrefix("metadata.annotations['"))
        && text.hasSuffix("']")
      guard fields.contains(text) || isPart else {
        throw ValueProblem("is \(quoted(text))", hint: Suggestion.hint(for: text, among: fields))
      }
      return text
    }
  }
}
