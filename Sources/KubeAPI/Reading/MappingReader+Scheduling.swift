import Documents

extension MappingReader {
  // MARK: Affinity

  /// The affinity of a pod; nil when it has no rule.
  func affinity() -> Affinity? {
    object("affinity") { reader -> Affinity? in
      var affinity = reader.object("nodeAffinity") { $0.nodeAffinity() } ?? Affinity()
      affinity.podAffinity = reader.podAffinity("podAffinity")
      affinity.podAntiAffinity = reader.podAffinity("podAntiAffinity")
      return affinity == Affinity() ? nil : affinity
    }
  }

  /// The rules about nodes alone.
  package func nodeAffinity() -> Affinity? {
    var affinity = Affinity()
    notSimulated(["requiredDuringSchedulingRequiredDuringExecution"])
    affinity.requiredNodeTerms = nodeTerms("requiredDuringSchedulingIgnoredDuringExecution")
    affinity.preferredNodeTerms =
      list("preferredDuringSchedulingIgnoredDuringExecution") { reader in
        let weight = reader.required("weight", .integer(in: Int32(1)...100))
        let term = reader.requiredObject("preference") { $0.nodeSelectorTerm() }
        guard let weight, let term else { return nil }
        return PreferredNodeTerm(weight: weight, term: term)
      } ?? []
    return affinity
  }

  /// The node terms at `key`, one at least; nil when absent.
  func nodeTerms(_ key: String) -> [NodeSelectorTerm]? {
    object(key) { reader -> [NodeSelectorTerm]? in
      let terms = reader.list("nodeSelectorTerms") { $0.nodeSelectorTerm() } ?? []
      if terms.isEmpty {
        reader.fail("has no nodeSelectorTerms", hint: "add one at least", code: .missingField)
      }
      return terms
    }
  }

  private func nodeSelectorTerm() -> NodeSelectorTerm {
    var term = NodeSelectorTerm()
    term.matchExpressions = list("matchExpressions") { $0.requirement(among: nil) } ?? []
    term.matchFields = list("matchFields") { $0.fieldRequirement() } ?? []
    return term
  }

  /// A selector's requirement.
  ///
  /// - Parameter operators: Those that are allowed; nil for all that nodes know.
  func requirement(
    among operators: [SelectorRequirement.Operator]?
  ) -> SelectorRequirement? {
    let key = required("key", .qualifiedName)
    let allowed = operators ?? SelectorRequirement.Operator.allOfNodes
    let name = required("operator", .choice(allowed.map(\.rawValue)))
    let values = list("values", of: .string) ?? []
    guard let key, let comparison = name.flatMap(SelectorRequirement.Operator.init) else {
      return nil
    }
    switch comparison {
    case .isIn, .notIn:
      if values.isEmpty {
        let hint = "\(comparison.rawValue) needs one at least"
        fail("has no values", hint: hint, code: .missingField)
      }
    case .exists, .doesNotExist:
      if !values.isEmpty {
        fail("values", "is not empty", hint: "\(comparison.rawValue) takes no values")
      }
    case .greaterThan, .lessThan:
      if values.count != 1 || Int64(values[0]) == nil {
        fail("has not one whole number as values", hint: "\(comparison.rawValue) needs just that")
      }
    }
    for value in values where !NameRules.isLabelValue(value) {
      fail(
        "values", "has \(quoted(value))", hint: "write " + ScalarFormat<String>.labelValueRule)
    }
    return SelectorRequirement(key: key, comparison: comparison, values: values)
  }

  private func fieldRequirement() -> SelectorRequirement? {
    let key = required("key", .choice(["metadata.name"]))
    let name = required("operator", .choice(["In", "NotIn"]))
    let values = list("values", of: .dnsSubdomain) ?? []
    if values.count != 1 {
      fail("values", "has \(values.count) names", hint: "write exactly one")
    }
    guard let key, let comparison = name.flatMap(SelectorRequirement.Operator.init) else {
      return nil
    }
    return SelectorRequirement(key: key, comparison: comparison, values: values)
  }

  /// The label selector at `key`; nil when absent.
  func labelSelector(_ key: String) -> LabelSelector? {
    object(key) { reader -> LabelSelector? in
      LabelSelector(
        matchLabels: reader.labels("matchLabels") ?? [:],
        matchExpressions: reader.list("matchExpressions") {
          $0.requirement(among: [.isIn, .notIn, .exists, .doesNotExist])
        } ?? [])
    }
  }

  // MARK: Taints and tolerations

  /// The taints of a node.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (validateNodeTaints), v1.36.
  func taints() -> [Taint] {
    var seen: Set<String> = []
    return list("taints") { reader -> Taint? in
      reader.ignore(["timeAdded"])
      let key = reader.required("key", .qualifiedName)
      let value = reader.optional("value", .labelValue) ?? ""
      let effect = reader.required("effect", .effect)
      guard let key, let effect else { return nil }
      if !seen.insert("\(key) \(effect)").inserted {
        reader.fail(
          "has the key and effect of another taint", hint: "keep one of them")
      }
      return Taint(key: key, value: value, effect: effect)
    } ?? []
  }

  /// The tolerations of a pod.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (ValidateTolerations), v1.36.
  func tolerations() -> [Toleration] {
    list("tolerations") { reader -> Toleration? in
      let key = reader.optional("key", .qualifiedName) ?? ""
      let word = reader.optional("operator", .choice(["Equal", "Exists"])) ?? "Equal"
      let value = reader.optional("value", .labelValue) ?? ""
      let effect = reader.optional("effect", .effect)
      let seconds = reader.optional("tolerationSeconds", .integer(in: Int64.min...Int64.max))
      if key.isEmpty, !reader.has("key"), word != "Exists" {
        reader.fail("has no key", hint: "add key: or operator: Exists", code: .missingField)
      }
      if word == "Exists", !value.isEmpty {
        reader.fail("value", "is \(quoted(value))", hint: "operator: Exists takes no value")
      }
      if seconds != nil, effect != .noExecute {
        reader.fail(
          "tolerationSeconds", "stands without effect: NoExecute", hint: "add that effect")
      }
      return Toleration(
        key: key, comparison: word == "Exists" ? .exists : .equal, value: value, effect: effect,
        tolerationSeconds: seconds)
    } ?? []
  }
}

extension SelectorRequirement.Operator {
  static let allOfNodes: [Self] = [
    .isIn, .notIn, .exists, .doesNotExist, .greaterThan, .lessThan,
  ]
}

extension ScalarFormat where Value == Taint.Effect {
  /// What a taint does.
  static var effect: ScalarFormat {
    let words = ["NoSchedule", "PreferNoSchedule", "NoExecute"]
    let text = ScalarFormat<String>.choice(words)
    return ScalarFormat(expected: text.expected) { scalar in
      Taint.Effect(rawValue: try text.read(scalar)) ?? .noSchedule
    }
  }
}

extension Container.PullPolicy: CaseIterable {
  /// The policies, in the order in which messages list them.
  public static var allCases: [Container.PullPolicy] { [.always, .ifNotPresent, .never] }
}

extension PodSpec.RestartPolicy: CaseIterable {
  /// The policies, in the order in which messages list them.
  public static var allCases: [PodSpec.RestartPolicy] { [.always, .onFailure, .never] }
}
