import Documents
import KubeAPI
import Units

/// The extenders that a configuration declares.
///
/// Source: `pkg/scheduler/apis/config/validation/validation.go` (validateExtenders), v1.34.
extension MappingReader {
  /// The extenders, in the order in which they are asked: those that may fail come last.
  ///
  /// Source: `pkg/scheduler/scheduler.go` (buildExtenders), v1.34.
  func extenders() -> [ExtenderSettings] {
    var managed: [String] = []
    var binders = 0
    let all = list("extenders") { reader -> ExtenderSettings? in
      let extender = reader.extender(&managed)
      if reader.has("bindVerb") { binders += 1 }
      if binders > 1, reader.has("bindVerb") {
        reader.fail("bindVerb", "stands in a second extender", hint: "only one may bind")
      }
      return extender
    } ?? []
    return all.filter { !$0.isIgnorable } + all.filter(\.isIgnorable)
  }

  private func extender(_ managed: inout [String]) -> ExtenderSettings? {
    let prefix = required("urlPrefix", .url)
    var extender = ExtenderSettings(urlPrefix: prefix ?? "")
    extender.filterVerb = optional("filterVerb", .string) ?? ""
    extender.preemptVerb = optional("preemptVerb", .string) ?? ""
    extender.prioritizeVerb = optional("prioritizeVerb", .string) ?? ""
    extender.bindVerb = optional("bindVerb", .string) ?? ""
    let least: Int64 = extender.prioritizeVerb.isEmpty ? 0 : 1
    extender.weight = optional("weight", .integer(in: least...Int64(Int32.max))) ?? 0
    if !extender.prioritizeVerb.isEmpty, !has("weight") {
      fail("prioritizeVerb", "stands without a weight", hint: "add a weight of at least 1")
    }
    let timeout = optional("httpTimeout", .goDuration) ?? .zero
    if timeout > .zero { extender.httpTimeout = timeout }
    extender.isNodeCacheCapable = optional("nodeCacheCapable", .boolean) ?? false
    extender.isIgnorable = optional("ignorable", .boolean) ?? false
    extender.managedResources =
      list("managedResources") { $0.managedResource(&managed) } ?? []
    checkTLS(prefix: prefix)
    return prefix == nil ? nil : extender
  }

  private func managedResource(
    _ managed: inout [String]
  ) -> ExtenderSettings.ManagedResource? {
    let isIgnored = optional("ignoredByScheduler", .boolean) ?? false
    guard let name = required("name", .qualifiedName) else { return nil }
    if !ResourceName.isExtended(name) {
      fail(
        "name", "is \(quoted(name)), which is no extended resource",
        hint: "write a name such as example.com/gpu")
    } else if managed.contains(name) {
      fail("name", "is \(quoted(name)) a second time", hint: "keep one of them")
    }
    managed.append(name)
    return .init(name, isIgnoredByScheduler: isIgnored)
  }

  /// Certificates are checked as the system's HTTP library does it, and against its authorities
  /// only: what a file says beyond that is refused rather than passed over.
  private func checkTLS(prefix: String?) {
    let isWanted = optional("enableHTTPS", .boolean) ?? false
    if isWanted, prefix?.hasPrefix("https:") == false {
      fail("enableHTTPS", "stands beside a urlPrefix of http", hint: "write https://… there")
    } else if isWanted {
      log.warning(
        at: keyMark("enableHTTPS"), .notSimulated,
        "\(path) is called by HTTPS, and its certificate is checked against the system's "
          + "authorities", hint: "kube-scheduler would not check it without caFile")
    }
    object("tlsConfig") { reader in
      for key in ["serverName", "certFile", "keyFile", "caFile", "certData", "keyData", "caData"]
      where reader.optional(key, .string)?.isEmpty == false {
        reader.fail(
          key, "is not supported here",
          hint: "use an authority that the system knows, or http:// on a network you trust")
      }
      if reader.optional("insecure", .boolean) == true {
        reader.fail(
          "insecure", "is not supported here", hint: "write urlPrefix: http://… instead")
      }
      return ()
    }
  }
}

extension ScalarFormat where Value == String {
  /// Where an extender listens.
  fileprivate static var url: ScalarFormat {
    ScalarFormat.string.checked { text throws(ValueProblem) in
      let scheme = ["http://", "https://"].first { text.hasPrefix($0) }
      let rest = scheme.map { text.dropFirst($0.count) } ?? ""
      let isPlain = text.unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 }
      guard let first = rest.first, first != "/", isPlain else {
        throw ValueProblem(
          "is \(quoted(text))", hint: "write an address such as http://127.0.0.1:8888/scheduler")
      }
    }
  }
}
