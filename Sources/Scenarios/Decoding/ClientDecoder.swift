import ClusterSim
import Documents
import Randomness
import Units

/// Reads one of `clients`: who asks whom, how often, and what for.
enum ClientDecoder {
  static func client(_ reader: MappingReader, _ plan: TimelinePlan) -> ClientDesign? {
    let name = reader.required("name", .name)
    var target = reader.required("target", .serviceTarget)
    switch reader.optional("from", .choice(["outside", "inside"])) {
    case "outside": target?.from = .outside
    case "inside": target?.from = .inside
    default: break
    }
    let load = load(reader)
    let mix = mix(reader)
    let start = reader.optional("start", plan.moment)
    let stop = reader.optional("stop", plan.moment)
    var client = ClientDesign(
      name: name ?? "", target: target ?? ServiceTarget(name: ""),
      load: load ?? .open(OpenLoad(rate: .constant(.zero))), mix: mix)
    reader.read(ClientParameters.client, into: &client)
    client.patience = reader.optional("patience", .distribution)
    if let retries = reader.object("retries", retries) { client.retries = retries }
    if let start { client.start = start }
    client.stop = stop
    return name == nil || target == nil || load == nil ? nil : client
  }

  private static func load(_ reader: MappingReader) -> LoadDesign? {
    guard let sort = reader.exactlyOne(of: ["rate", "users"]) else {
      for key in ["arrivals", "think"] { _ = reader.value(key) }
      return nil
    }
    guard sort == "rate" else {
      let think = reader.required("think", .distribution)
      let users = reader.required("users", .integer(in: 1...10_000_000))
      if reader.has("arrivals") {
        reader.fail("arrivals", "has no meaning beside users", hint: "remove it, or write rate:")
      }
      guard let think, let users else { return nil }
      return .closed(ClosedLoad(users: users, think: think))
    }
    let arrivals = reader.optional("arrivals", .choice(["poisson", "constant"]))
    if reader.has("think") {
      reader.fail("think", "has no meaning beside rate", hint: "remove it, or write users:")
    }
    guard let value = reader.value("rate"), let rate = profile(value) else { return nil }
    return .open(OpenLoad(arrivals: arrivals == "constant" ? .constant : .poisson, rate: rate))
  }

  /// A constant rate, or a list of stretches of time with their rates.
  private static func profile(_ value: ValueReader) -> RateProfile? {
    if case .scalar = value.node {
      return value.scalar(.rate).map(RateProfile.constant)
    }
    guard let items = value.items else { return nil }
    guard !items.isEmpty else {
      value.fail(.wrongValue, "is empty", hint: "write a rate such as 25/s")
      return nil
    }
    var pieces: [RateProfile.Piece] = []
    for (index, item) in items.enumerated() {
      let isLast = index == items.count - 1
      if let piece = item.object({ piece($0, isLast: isLast) }) { pieces.append(piece) }
    }
    return pieces.count == items.count ? RateProfile(pieces) : nil
  }

  private static func piece(_ reader: MappingReader, isLast: Bool) -> RateProfile.Piece? {
    let isRamp = reader.has("from") || reader.has("to")
    let from: Rate?
    let to: Rate?
    if isRamp {
      from = reader.required("from", .rate)
      to = reader.required("to", .rate)
      if reader.has("rate") {
        reader.fail("rate", "has no meaning beside from and to", hint: "keep one of them")
      }
    } else {
      from = reader.required("rate", .rate)
      to = from
    }
    let length =
      isLast && !isRamp
      ? reader.optional("for", .positiveDuration) : reader.required("for", .positiveDuration)
    guard let from, let to, isLast || length != nil, !isRamp || length != nil else { return nil }
    return RateProfile.Piece(length: length, from: from, to: to)
  }

  private static func mix(_ reader: MappingReader) -> [MixEntry] {
    guard let value = reader.value("ask") else { return [] }
    if case .scalar = value.node {
      return value.scalar(.name).map { [MixEntry(endpoint: $0)] } ?? []
    }
    let entries = value.entries ?? []
    let mix = entries.compactMap { entry -> MixEntry? in
      guard let weight = entry.value.scalar(.number(in: 0...1e9)) else { return nil }
      guard weight > 0 else {
        entry.value.fail(.wrongValue, "is 0", hint: "write a weight above 0, or remove the line")
        return nil
      }
      return MixEntry(endpoint: entry.key.value, weight: weight)
    }
    if entries.isEmpty { value.fail(.wrongValue, "is empty", hint: "write endpoints with weights") }
    return mix
  }

  private static func retries(_ reader: MappingReader) -> RetryDesign? {
    var retries = RetryDesign()
    reader.read(ClientParameters.retries, into: &retries)
    if let causes = reader.list("on", of: ScalarFormat<RetryDesign.Cause>.word) {
      retries.causes = RetryDesign.Cause.allCases.filter(causes.contains)
        .sorted { $0.rawValue < $1.rawValue }
    }
    return retries
  }
}

extension ScalarFormat where Value == ServiceTarget {
  /// A Service's port: `app:80`, or `shop/app:80` in another namespace.
  static var serviceTarget: ScalarFormat {
    .parsed(as: "a Service and its port, such as app:80") { text in
      let wrong = ValueProblem(
        "is \(quoted(text))", hint: "write a Service and its port, such as app:80")
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2, let name = parts.first, !name.isEmpty else { throw wrong }
      guard parts.count == 2, let port = Int32(parts[1]), (1...65_535).contains(port) else {
        throw parts.count == 1
          ? ValueProblem("is \(quoted(text)), which has no port", hint: "did you mean \(text):80?")
          : wrong
      }
      let path = name.split(separator: "/", omittingEmptySubsequences: false)
      guard path.count <= 2, !path.contains(where: \.isEmpty) else { throw wrong }
      return ServiceTarget(
        namespace: path.count == 2 ? String(path[0]) : "default",
        name: String(path[path.count - 1]), port: port)
    }
  }
}
