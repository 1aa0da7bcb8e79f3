import Documents

/// What a list of resources is of, which says which names it may have.
enum ResourceUse {
  case container
  /// All containers of a pod together.
  case pod
  case node
}

extension MappingReader {
  /// The amounts at `key`, each with its place; nil when absent.
  func quantities(_ key: String, of use: ResourceUse) -> [Located<(String, Quantity)>]? {
    guard let entries = value(key)?.entries else { return nil }
    return entries.compactMap { name, value in
      guard isResourceName(name, of: use, in: key) else { return nil }
      guard let quantity = value.scalar(.quantity) else { return nil }
      if name.value == "memory" || name.value == "ephemeral-storage" {
        warnOfFraction(name.value, quantity, value)
      } else if origin == .wish, ResourceNames.isWholeOnly(name.value), !quantity.isWhole {
        value.fail(.wrongValue, "is \(quantity)", hint: "\(name.value) is counted in whole numbers")
      }
      return Located((name.value, quantity), at: value.mark)
    }
  }

  /// The amounts at `key` in whole units (millicores for `cpu`); nil when absent.
  func resourceList(_ key: String, of use: ResourceUse) -> ResourceList? {
    quantities(key, of: use).map { resourceList($0) }
  }

  private func resourceList(_ quantities: [Located<(String, Quantity)>]) -> ResourceList {
    var list = ResourceList()
    for located in quantities {
      let (name, quantity) = located.value
      guard name == "cpu" else {
        list[name] = quantity.value
        continue
      }
      guard let milli = quantity.milliValue else {
        log.error(
          at: located.mark, .wrongValue, "the amount of cpu is too large to count in thousandths",
          hint: "write a number of cores such as 4")
        continue
      }
      list[name] = milli
    }
    return list
  }

  /// The requests and limits at `key`.
  func resourceRequirements(_ key: String, of use: ResourceUse) -> ResourceRequirements {
    object(key) { reader -> ResourceRequirements? in
      reader.notSimulated(["claims"])
      let requests = reader.quantities("requests", of: use) ?? []
      let limits = reader.quantities("limits", of: use) ?? []
      reader.check(requests, against: limits)
      var requirements = ResourceRequirements()
      requirements.requests = reader.resourceList(requests)
      requirements.limits = reader.resourceList(limits)
      return requirements
    } ?? ResourceRequirements()
  }

  /// Requests may not pass limits; devices and huge pages need both, and the same.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (ValidateContainerResourceRequirements),
  /// v1.36.
  private func check(
    _ requests: [Located<(String, Quantity)>], against limits: [Located<(String, Quantity)>]
  ) {
    for request in requests {
      let (name, amount) = request.value
      let limit = limits.first { $0.value.0 == name }?.value.1
      let field = "\(path).requests.\(name)"
      if ResourceNames.isOvercommittable(name) {
        guard let limit, amount > limit else { continue }
        fail(
          at: request.mark, "\(field) is \(amount), more than its limit \(limit)",
          hint: "ask for at most the limit")
      } else if limit != amount {
        fail(
          at: request.mark,
          limit.map { "\(field) is \(amount), but its limit is \($0)" }
            ?? "\(field) has no limit",
          hint: "\(name) cannot be shared: set the limit to the same amount")
      }
    }
  }

  private func isResourceName(
    _ name: Located<String>, of use: ResourceUse, in key: String
  ) -> Bool {
    let text = name.value
    let isRight: Bool
    switch use {
    case .container:
      isRight = ResourceNames.isStandardForContainers(text)
        || (text.contains("/") && NameRules.isQualifiedName(text))
    case .pod: isRight = ResourceNames.isPodLevel(text)
    case .node: isRight = NameRules.isQualifiedName(text)
    }
    if isRight || origin == .record { return true }
    let near = Suggestion.nearest(to: text, among: ResourceNames.standard)
    fail(
      at: name.mark, "\(path.child(key)) has the resource \(quoted(text))",
      hint: use == .pod
        ? "write cpu or memory; give others to containers"
        : near.map { "did you mean \($0)?" }
          ?? "write cpu, memory, ephemeral-storage, or a name with a domain")
    return false
  }

  private func warnOfFraction(_ name: String, _ quantity: Quantity, _ value: ValueReader) {
    guard !quantity.isWhole, origin == .wish else { return }
    let text = value.node.text ?? ""
    value.warn(
      .wrongValue, "is \(quoted(text)), which has parts of a byte and is rounded up",
      hint: text.hasSuffix("m") ? "did you mean \(text.dropLast())M or \(text.dropLast())Mi?" : nil)
  }
}

/// Sorts of resource names.
///
/// Source: `pkg/apis/core/helper/helpers.go`, v1.36.
enum ResourceNames {
  static let standard = ["cpu", "memory", "ephemeral-storage"]

  static func isStandardForContainers(_ name: String) -> Bool {
    standard.contains(name) || name.hasPrefix("hugepages-")
  }

  /// Whether a pod as a whole may ask for it.
  ///
  /// Source: `staging/src/k8s.io/component-helpers/resource/helpers.go`
  /// (IsSupportedPodLevelResource), v1.36.
  static func isPodLevel(_ name: String) -> Bool {
    name == "cpu" || name == "memory" || name.hasPrefix("hugepages-")
  }

  /// Whether more may be promised than there is: all but devices and huge pages.
  static func isOvercommittable(_ name: String) -> Bool {
    !name.hasPrefix("hugepages-") && !isExtended(name)
  }

  /// Whether only whole numbers make sense.
  static func isWholeOnly(_ name: String) -> Bool { isExtended(name) || name == "pods" }

  /// Devices and their like: names with a domain other than Kubernetes' own.
  static func isExtended(_ name: String) -> Bool {
    name.contains("/") && !name.contains("kubernetes.io/") && !name.hasPrefix("requests.")
  }
}
