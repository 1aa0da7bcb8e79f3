import Documents

extension MappingReader {
  /// The service that this mapping is.
  ///
  /// Source: `pkg/apis/core/v1/defaults.go` (SetDefaults_Service) and
  /// `pkg/apis/core/validation/validation.go` (ValidateService), v1.36.
  func service(namespace: String) -> Service? {
    let meta = metadata(name: .serviceName, namespace: namespace)
    ignore(["status"])
    return requiredObject("spec") { $0.serviceSpec() }.map { Service(metadata: meta, spec: $0) }
  }

  private func serviceSpec() -> ServiceSpec {
    notSimulated(Self.serviceSpecNotSimulated)
    var spec = ServiceSpec(selector: labels("selector") ?? [:], ports: [])
    let words = ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]
    spec.type =
      optional("type", .choice(words)).flatMap(ServiceSpec.ServiceType.init) ?? .clusterIP
    spec.clusterIP = optional("clusterIP", .clusterIP) ?? ""
    spec.sessionAffinity = optional("sessionAffinity", .choice(["None", "ClientIP"])) ?? "None"
    spec.publishNotReadyAddresses = optional("publishNotReadyAddresses", .boolean) ?? false
    let policy = optional("externalTrafficPolicy", .choice(["Cluster", "Local"]))
    spec.externalTrafficPolicy = policy ?? "Cluster"
    if spec.sessionAffinity == "ClientIP" {
      warnOfNoEffect("sessionAffinity", "ClientIP", hint: "each connection chooses anew here")
    }
    if policy == "Local" {
      warnOfNoEffect("externalTrafficPolicy", "Local", hint: "every node passes traffic on here")
    }
    if policy != nil, spec.type == .clusterIP || spec.type == .externalName {
      fail(
        "externalTrafficPolicy", "stands in a service that is not reached from outside",
        hint: "remove it, or write type: LoadBalancer")
    }
    if spec.type == .externalName {
      fail(
        "type", "is ExternalName, which is not simulated",
        hint: "name the outside host where it is called")
    }
    if spec.clusterIP == "None", spec.type == .nodePort || spec.type == .loadBalancer {
      fail(
        "clusterIP", "is None, but a service of type \(spec.type.rawValue) needs an address",
        hint: "remove it")
    }
    spec.ports = servicePorts(of: spec)
    return spec
  }

  private func warnOfNoEffect(_ key: String, _ value: String, hint: String) {
    let field = "\(path.child(key).pattern): \(value)"
    log.warning(
      at: valueMark(key), .notSimulated, "\(field) is not simulated", hint: hint, once: field)
  }

  private static let serviceSpecNotSimulated = [
    "allocateLoadBalancerNodePorts", "clusterIPs", "externalIPs", "externalName",
    "healthCheckNodePort", "internalTrafficPolicy", "ipFamilies", "ipFamilyPolicy",
    "loadBalancerClass", "loadBalancerIP", "loadBalancerSourceRanges", "sessionAffinityConfig",
    "trafficDistribution",
  ]

  private func servicePorts(of spec: ServiceSpec) -> [ServicePort] {
    guard let items = value("ports")?.items, !items.isEmpty else {
      if spec.clusterIP != "None", spec.type != .externalName {
        fail("has no ports", hint: "add ports: with a list of one at least", code: .missingField)
      }
      return []
    }
    var names: Set<String> = []
    var numbers: Set<String> = []
    return items.compactMap { item in
      item.object { reader -> ServicePort? in
        reader.notSimulated(["appProtocol"])
        guard let port = reader.servicePort(of: spec) else { return nil }
        if items.count > 1, port.name.isEmpty {
          reader.fail(
            "has no name", hint: "add name: to each of several ports", code: .missingField)
        } else if !names.insert(port.name).inserted {
          reader.fail("name", "is \(port.name), as another port's", hint: "rename one of them")
        }
        if !numbers.insert("\(port.port)/\(port.networkProtocol)").inserted {
          reader.fail("port", "is \(port.port), as another port's", hint: "take another number")
        }
        return port
      }
    }
  }

  private func servicePort(of spec: ServiceSpec) -> ServicePort? {
    let number = required("port", .port)
    let target = optional("targetPort", .portReference)
    let name = optional("name", .dnsLabel) ?? ""
    let networkProtocol = optional("protocol", .networkProtocol) ?? "TCP"
    let nodePort = optional("nodePort", .nodePort) ?? 0
    if nodePort != 0, spec.type == .clusterIP {
      fail(
        "nodePort", "stands in a service of type ClusterIP",
        hint: "remove it, or write type: NodePort")
    }
    guard let number else { return nil }
    var port = ServicePort(port: number, targetPort: target ?? .number(number))
    port.name = name
    port.networkProtocol = networkProtocol
    port.nodePort = nodePort
    return port
  }

  // MARK: Endpoints

  /// The endpoints that this mapping is, for a service without a selector.
  func endpoints(namespace: String) -> Endpoints {
    let meta = metadata(name: .dnsSubdomain, namespace: namespace)
    let subsets = list("subsets") { reader -> EndpointSubset? in
      let ports = reader.list("ports") { reader -> EndpointPort? in
        reader.notSimulated(["appProtocol", "protocol"])
        let name = reader.optional("name", .dnsLabel) ?? ""
        return reader.required("port", .port).map { EndpointPort(name: name, port: $0) }
      }
      let ready = reader.list("addresses") { $0.endpointAddress(namespace: meta.namespace) }
      let other = reader.list("notReadyAddresses") {
        $0.endpointAddress(namespace: meta.namespace)
      }
      if ready ?? [] == [], other ?? [] == [] {
        reader.fail(
          "has no addresses", hint: "add addresses: with one at least", code: .missingField)
      }
      return EndpointSubset(
        addresses: ready ?? [], notReadyAddresses: other ?? [], ports: ports ?? [])
    }
    return Endpoints(metadata: meta, subsets: subsets ?? [])
  }

  private func endpointAddress(namespace: String) -> EndpointAddress? {
    notSimulated(["hostname"])
    let ip = required("ip", .address)
    let node = optional("nodeName", .dnsSubdomain) ?? ""
    var pod = ObjectKey(namespace: namespace, name: "")
    var uid = ""
    object("targetRef") { reader -> Void? in
      reader.ignore(["apiVersion", "fieldPath", "kind", "resourceVersion"])
      pod.name = reader.optional("name", .someText) ?? ""
      pod.namespace = reader.optional("namespace", .dnsLabel) ?? namespace
      uid = reader.optional("uid", .someText) ?? ""
      return ()
    }
    return ip.map { EndpointAddress(ip: $0, nodeName: node, pod: pod, podUID: uid) }
  }
}

extension ScalarFormat where Value == String {
  /// An address in the cluster, `None`, or nothing.
  fileprivate static var clusterIP: ScalarFormat {
    ScalarFormat.string.checked { text throws(ValueProblem) in
      guard text.isEmpty || text == "None" || NameRules.isAddress(text) else {
        throw ValueProblem(
          "is \(quoted(text))", hint: "write None for a headless service, or leave it out")
      }
    }
  }
}

extension ScalarFormat where Value == Int32 {
  /// A port that every node opens; zero for one that the server chooses.
  fileprivate static var nodePort: ScalarFormat {
    ScalarFormat.integer(in: 0...65_535).checked { number throws(ValueProblem) in
      guard number == 0 || (30_000...32_767).contains(number) else {
        throw ValueProblem("is \(number)", hint: "write a number from 30000 to 32767")
      }
    }
  }
}
