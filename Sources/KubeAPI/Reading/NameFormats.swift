import Documents

extension ScalarFormat where Value == String {
  private static func named(
    _ expected: String, _ isRight: @escaping @Sendable (String) -> Bool
  ) -> ScalarFormat {
    ScalarFormat.string.checked { text throws(ValueProblem) in
      guard !isRight(text) else { return }
      throw ValueProblem("is \(quoted(text))", hint: "write \(expected)")
    }
  }

  /// The name of a pod, a node and most other things.
  static var dnsSubdomain: ScalarFormat {
    named(
      "lower-case letters, digits, \"-\" and \".\", with a letter or digit at both ends and at "
        + "most 253 in all", NameRules.isDNSSubdomain)
  }

  /// The name of a namespace, a container or a volume.
  static var dnsLabel: ScalarFormat {
    named(
      "lower-case letters, digits and \"-\", with a letter or digit at both ends and at most 63 "
        + "in all", NameRules.isDNSLabel)
  }

  /// The name of a service.
  static var serviceName: ScalarFormat {
    named(
      "lower-case letters, digits and \"-\", a letter first, a letter or digit last and at most "
        + "63 in all", NameRules.isServiceName)
  }

  /// The name of a container's port.
  static var portName: ScalarFormat {
    named(
      "at most 15 lower-case letters, digits and single \"-\", one letter at least, no \"-\" at "
        + "the ends", NameRules.isPortName)
  }

  /// The value of a label.
  static var labelValue: ScalarFormat { named(labelValueRule, NameRules.isLabelValue) }

  /// The key of a label, or the name of a taint.
  package static var qualifiedName: ScalarFormat {
    named(qualifiedNameRule, NameRules.isQualifiedName)
  }

  /// Text that is not empty.
  package static var someText: ScalarFormat { named("some text") { !$0.isEmpty } }

  /// An address of the Internet Protocol.
  static var address: ScalarFormat { named("an address such as 10.0.0.1", NameRules.isAddress) }

  static let labelValueRule =
    "letters, digits, \"-\", \"_\" and \".\", with a letter or digit at both ends and at most 63 "
    + "in all"
  static let qualifiedNameRule =
    "a name such as app or example.com/app: " + labelValueRule
}

extension ScalarFormat where Value == PortReference {
  /// A port by number, or by the name that a container gives it.
  static var portReference: ScalarFormat {
    ScalarFormat(expected: "a port from 1 to 65535 or a port's name") { scalar in
      let number: ScalarFormat<Int32> = .integer(in: 1...65_535)
      if scalar.style != .quoted, scalar.looksTyped { return .number(try number.read(scalar)) }
      let isNumber = !scalar.text.isEmpty && scalar.text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
      guard !isNumber else {
        throw ValueProblem("is the quoted text \(quoted(scalar.text))", hint: "remove the quotes")
      }
      return .name(try ScalarFormat<String>.portName.read(scalar))
    }
  }
}

extension ScalarFormat where Value == Int32 {
  /// The number of a port.
  static var port: ScalarFormat { .integer(in: 1...65_535) }
  /// A number of seconds or of times, zero or more.
  static var count: ScalarFormat { .integer(in: 0...Int32.max) }
}

extension ScalarFormat where Value == Int {
  /// How many pods a controller keeps: at most as many as a whole cluster may have.
  ///
  /// Kubernetes takes any number here and its cluster breaks later; a simulated one would take all
  /// memory there is. Source: kubernetes.io, "Considerations for large clusters" (150,000 pods).
  static var replicas: ScalarFormat { .integer(in: 0...150_000) }
}

extension ScalarFormat where Value == Quantity {
  /// An amount of a resource, zero or more.
  static var quantity: ScalarFormat {
    ScalarFormat(expected: "an amount such as 500m or 512Mi") { scalar in
      let quantity = try Quantity(parsing: scalar.text)
      guard quantity >= .zero else {
        throw ValueProblem("is \(quoted(scalar.text))", hint: "write zero or more")
      }
      return quantity
    }
  }
}

extension MappingReader {
  /// The pairs of text at `key`, such as labels, each with its place; nil when absent.
  ///
  /// A value left empty is the empty text, as the API server has it.
  func stringMap(
    _ key: String, values format: ScalarFormat<String> = .string, keysAreQualified: Bool = true
  ) -> StringMap? {
    guard let entries = value(key)?.entries else { return nil }
    var map = StringMap()
    var size = 0
    for (name, value) in entries {
      size += name.value.utf8.count + (value.node.text?.utf8.count ?? 0)
    }
    guard size <= ObjectSize.max else {
      log.error(
        at: valueMark(key), .tooLarge, "\(path.child(key)) takes \(size) bytes",
        hint: "a cluster stores no object of more than \(ObjectSize.max) bytes")
      return map
    }
    for (name, value) in entries {
      if keysAreQualified, !NameRules.isQualifiedName(name.value) {
        log.error(
          at: name.mark, .wrongValue, "\(path.child(key)) has the name \(quoted(name.value))",
          hint: "write " + ScalarFormat<String>.qualifiedNameRule)
      }
      map[name.value] = value.node.isNull ? "" : value.scalar(format)
    }
    return map
  }

  /// The labels at `key`; nil when absent.
  func labels(_ key: String) -> StringMap? { stringMap(key, values: .labelValue) }
}

/// How large an object may be.
private enum ObjectSize {
  /// Bytes of one object, as etcd takes them if not told otherwise.
  ///
  /// Source: etcd, `server/embed/config.go` (DefaultMaxRequestBytes), 3.6.
  static let max = 1_572_864
}
