import ClusterSim
import Documents
import KubeAPI

/// `kubectl create` of an object that the command itself describes.
///
/// Source: `k8s.io/kubectl/pkg/cmd/create`, v1.36.
extension KubectlParser {
  static let generatorFlags = [
    FlagRule("from-literal"), FlagRule("type"), FlagRule("selector"), FlagRule("min-available"),
    FlagRule("max-unavailable"),
  ]

  /// The object that the arguments and flags of `create` describe.
  func generated(
    _ flags: CommandFlags, _ namespace: String
  ) throws(CommandProblem) -> ManifestObject {
    var words = flags.arguments[...]
    let first = words.removeFirst()
    let kind = Kind(resource: first.text)
    let allowed: [String]
    switch kind {
    case .secret:
      allowed = ["from-literal", "type"]
      guard words.popFirst()?.text == "generic" else {
        throw CommandProblem(
          first.offset, "creates a secret of a sort that is not known here",
          hint: "write kubectl create secret generic NAME --from-literal=key=value")
      }
    case .configMap: allowed = ["from-literal"]
    case .podDisruptionBudget: allowed = ["selector", "min-available", "max-unavailable"]
    default:
      throw CommandProblem(
        first.offset, "creates \(quoted(first.text)), which only a file can describe here",
        hint: "write kubectl create -f FILE")
    }
    if let odd = flags.flags.first(where: { flag in
      flag.rule.name != "namespace" && !allowed.contains(flag.rule.name)
    }) {
      throw CommandProblem(
        odd.offset, "has \(odd.rule.typed), which has no meaning for a \(first.text)",
        hint: "remove it")
    }
    guard let name = words.popFirst(), NameRules.isDNSSubdomain(name.text) else {
      throw CommandProblem(
        first.offset, "gives the new object no name that it could have",
        hint: "write lower-case letters, digits, - and . after the kind")
    }
    if let odd = words.first {
      throw CommandProblem(odd.offset, "names \(quoted(odd.text)) too", hint: "remove it")
    }
    let meta = ObjectMeta(name: name.text, namespace: namespace)
    let object = try object(of: kind ?? .configMap, meta, flags)
    return ManifestObject(file: "", line: 0, object: object)
  }

  private func object(
    of kind: Kind, _ meta: ObjectMeta, _ flags: CommandFlags
  ) throws(CommandProblem) -> any KubeObject {
    switch kind {
    case .secret:
      var secret = Secret(metadata: meta, data: try literals(flags))
      secret.type = flags.value("type")?.text ?? "Opaque"
      return secret
    case .podDisruptionBudget: return try budget(meta, flags)
    default: return ConfigMap(metadata: meta, data: try literals(flags))
    }
  }

  private func literals(_ flags: CommandFlags) throws(CommandProblem) -> StringMap {
    var data = StringMap()
    for word in flags.values("from-literal") {
      guard let equals = word.text.firstIndex(of: "="),
        NameRules.isDataKey(String(word.text[..<equals]))
      else {
        throw CommandProblem(
          word.offset, "gives --from-literal the value \(quoted(word.text))",
          hint: "write --from-literal=key=value")
      }
      let key = String(word.text[..<equals])
      guard data[key] == nil else {
        throw CommandProblem(word.offset, "has the key \(key) twice", hint: "keep one of them")
      }
      data[key] = String(word.text[word.text.index(after: equals)...])
    }
    return data
  }

  private func budget(
    _ meta: ObjectMeta, _ flags: CommandFlags
  ) throws(CommandProblem) -> PodDisruptionBudget {
    guard let word = flags.value("selector") else {
      throw CommandProblem(0, "says no pods", hint: "add --selector=name=app")
    }
    let selector = try Self.value(of: word, "selector") { text throws(ValueProblem) in
      try LabelSelector(parsing: text)
    }
    var spec = PodDisruptionBudgetSpec(selector: selector)
    spec.minAvailable = try amount("min-available", flags)
    spec.maxUnavailable = try amount("max-unavailable", flags)
    guard (spec.minAvailable == nil) != (spec.maxUnavailable == nil) else {
      throw CommandProblem(
        flags.value("max-unavailable")?.offset ?? 0, "needs one of --min-available and "
          + "--max-unavailable", hint: "add one, such as --max-unavailable=1")
    }
    return PodDisruptionBudget(metadata: meta, spec: spec)
  }

  private func amount(
    _ flag: String, _ flags: CommandFlags
  ) throws(CommandProblem) -> CountOrPercent? {
    guard let word = flags.value(flag) else { return nil }
    return try Self.value(of: word, flag) { text throws(ValueProblem) in
      let isShare = text.hasSuffix("%")
      let digits = isShare ? text.dropLast() : text[...]
      guard let number = Int(digits), number >= 0, number <= (isShare ? 100 : Int(Int32.max)) else {
        throw ValueProblem(
          "is \(quoted(text))",
          hint: isShare
            ? "write a share from 0% to 100%" : "write a whole number such as 1, or 25%")
      }
      return isShare ? .percent(number) : .count(number)
    }
  }
}
