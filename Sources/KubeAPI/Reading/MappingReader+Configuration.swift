import Documents

/// Config maps and secrets, and the places of a pod that refer to them.
extension MappingReader {
  /// The config map that this mapping is.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (ValidateConfigMap), v1.36.
  func configMap(namespace: String) -> ConfigMap {
    let meta = metadata(name: .dnsSubdomain, namespace: namespace)
    notSimulated(["immutable"])
    var map = ConfigMap(metadata: meta, data: dataMap("data", of: .string))
    map.binaryData = dataMap("binaryData", of: .base64)
    for key in map.binaryData.keys where map.data[key] != nil {
      fail("binaryData", "has the key \(quoted(key)), as data has", hint: "keep one of them")
    }
    return map
  }

  /// The secret that this mapping is; what stands under `stringData` wins over `data`.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (ValidateSecret), v1.36.
  func secret(namespace: String) -> Secret {
    let meta = metadata(name: .dnsSubdomain, namespace: namespace)
    notSimulated(["immutable"])
    let type = optional("type", .someText) ?? "Opaque"
    var data = dataMap("data", of: .base64)
    for (key, value) in dataMap("stringData", of: .string).entries { data[key] = value }
    for key in Self.keys(ofType: type) where data[key] == nil {
      fail(
        "type", "is \(type), and there is no key \(quoted(key))",
        hint: "add it under stringData, or leave type out")
    }
    var secret = Secret(metadata: meta, data: data)
    secret.type = type
    return secret
  }

  private static func keys(ofType type: String) -> [String] {
    switch type {
    case "kubernetes.io/tls": ["tls.crt", "tls.key"]
    case "kubernetes.io/dockerconfigjson": [".dockerconfigjson"]
    case "kubernetes.io/ssh-auth": ["ssh-privatekey"]
    default: []
    }
  }

  private func dataMap(_ key: String, of format: ScalarFormat<String>) -> StringMap {
    var data = StringMap()
    for (name, value) in self.value(key)?.entries ?? [] {
      if !NameRules.isDataKey(name.value) {
        log.error(
          at: name.mark, .wrongValue, "\(path.child(key)) has the key \(quoted(name.value))",
          hint: "write at most 253 letters, digits, \"-\", \"_\" and \".\"")
      }
      data[name.value] = value.node.isNull ? "" : value.scalar(format)
    }
    return data
  }

  // MARK: References

  /// The secrets and config maps whose every key becomes a variable of the container.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (ValidateEnvFrom), v1.36.
  func variableSources() -> [EnvFromSource] {
    list("envFrom") { reader -> EnvFromSource? in
      let prefix = reader.optional("prefix", .string) ?? ""
      if !prefix.isEmpty, !NameRules.isVariableName(prefix) {
        reader.fail("prefix", "is \(quoted(prefix))", hint: "write printable ASCII without \"=\"")
      }
      guard let sort = reader.exactlyOne(of: ["secretRef", "configMapRef"]) else { return nil }
      let source = reader.object(sort) { reader -> DataSource? in
        let name = reader.required("name", .dnsSubdomain)
        let isOptional = reader.optional("optional", .boolean) ?? false
        return name.map {
          DataSource(sort == "secretRef" ? .secret : .configMap, $0, isOptional: isOptional)
        }
      }
      return source.map { EnvFromSource(prefix: prefix, source: $0) }
    } ?? []
  }

  /// What a reference is to, and the field that holds the name.
  struct DataReference {
    let sort: DataSource.Sort
    let field: String
  }

  /// The secret or config map that this mapping refers to, with its `items` when it has any.
  func dataSource(_ reference: DataReference) -> DataSource? {
    ignore(["defaultMode"])
    let name = required(reference.field, .dnsSubdomain)
    let isOptional = optional("optional", .boolean) ?? false
    let items = list("items") { reader -> String? in
      reader.ignore(["mode"])
      let path = reader.required("path", .someText)
      if let path, path.hasPrefix("/") || path.split(separator: "/").contains("..") {
        reader.fail("path", "is \(quoted(path))", hint: "write a path below the volume's own")
      }
      return reader.required("key", .someText)
    }
    guard let name else { return nil }
    return DataSource(reference.sort, name, isOptional: isOptional, keys: items ?? [])
  }

  /// The secrets and config maps of a projected volume; its other sources always have what they
  /// give.
  func projectedSources() -> [DataSource] {
    ignore(["defaultMode"])
    return list("sources") { reader -> DataSource? in
      reader.ignore(["downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate"])
      let found = reader.present(of: ["secret", "configMap"])
      if found.count > 1 {
        reader.fail("has both secret and configMap", hint: "make two sources of them")
      }
      guard let sort = found.first else { return nil }
      return reader.object(sort) {
        $0.dataSource(.init(sort: sort == "secret" ? .secret : .configMap, field: "name"))
      }
    } ?? []
  }
}
