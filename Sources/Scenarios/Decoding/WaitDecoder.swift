import ClusterSim
import Documents
import KubeAPI
import Printing
import Units

/// Reads what a step waits for, and for how long at most.
enum WaitDecoder {
  static func wait(_ reader: MappingReader) -> (WaitCondition, TimeSpan)? {
    let timeout = reader.optional("timeout", .positiveDuration) ?? .minutes(10)
    let ready = reader.value("ready")
    let gone = reader.optional("gone", .boolean)
    let address = reader.optional("address", .boolean)
    let endpoints = reader.optional("endpoints", .integer(in: 0...100_000))
    let complete = reader.optional("complete", .boolean)
    guard let sort = reader.exactlyOne(of: ["pods", "service", "nodes", "rollout"]) else {
      return nil
    }
    let foreign: [(String, String)] = [
      ("ready", "pods"), ("gone", "pods"), ("address", "service"), ("endpoints", "service"),
      ("complete", "rollout"),
    ]
    for (key, owner) in foreign where owner != sort && reader.has(key) {
      reader.fail(key, "has no meaning beside \(sort)", hint: "remove it")
    }
    let found = sort == "rollout"
      ? rollout(reader, complete) : condition(reader, sort, ready, gone, address, endpoints)
    return found.map { ($0, timeout) }
  }

  private static func rollout(_ reader: MappingReader, _ complete: Bool?) -> WaitCondition? {
    guard let target = reader.optional("rollout", .rolloutTarget) else { return nil }
    guard complete == true else {
      reader.fail(
        "says nothing to wait for", hint: "add complete: true", code: .missingField)
      return nil
    }
    return .rolloutComplete(namespace: target.namespace, name: target.name)
  }

  private static func condition(
    _ reader: MappingReader, _ sort: String, _ ready: ValueReader?, _ gone: Bool?,
    _ address: Bool?, _ endpoints: Int?
  ) -> WaitCondition? {
    switch sort {
    case "nodes":
      return reader.optional("nodes", .integer(in: 0...100_000)).map { .nodesReady(count: $0) }
    case "service":
      guard let name = reader.optional("service", .objectPath) else { return nil }
      if let endpoints {
        return .endpointsReady(namespace: name.namespace, name: name.name, count: endpoints)
      }
      guard address == true else {
        reader.fail(
          "says nothing to wait for", hint: "add address: true or endpoints: 3",
          code: .missingField)
        return nil
      }
      return .serviceHasAddress(namespace: name.namespace, name: name.name)
    default:
      guard let labels = reader.optional("pods", .labels) else { return nil }
      if gone == true { return .podsGone(labels: labels) }
      guard let ready else {
        reader.fail(
          "says nothing to wait for", hint: "add ready: 3, ready: all or gone: true",
          code: .missingField)
        return nil
      }
      if case .scalar(let scalar) = ready.node, scalar.text == "all" {
        return .podsReady(labels: labels, count: nil)
      }
      return ready.scalar(.integer(in: 0...100_000)).map {
        .podsReady(labels: labels, count: $0)
      }
    }
  }
}

/// A name with its namespace.
struct ObjectPath: Sendable {
  let namespace: String
  let name: String
}

extension ScalarFormat where Value == ObjectPath {
  /// `deployment/NAME`, with a namespace in front if it is not the default one.
  static var rolloutTarget: ScalarFormat {
    .parsed(as: "a deployment such as deployment/app") { text in
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard (2...3).contains(parts.count), !parts.contains(where: \.isEmpty),
        Kind(resource: parts[parts.count - 2]) == .deployment
      else { throw ValueProblem("is \(quoted(text))", hint: "write deployment/NAME") }
      return ObjectPath(
        namespace: parts.count == 3 ? parts[0] : "default", name: parts[parts.count - 1])
    }
  }

  /// A name, or `namespace/name`.
  static var objectPath: ScalarFormat {
    .parsed(as: "a name such as app") { text in
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard parts.count <= 2, !parts.contains(where: \.isEmpty) else {
        throw ValueProblem("is \(quoted(text))", hint: "write a name, or namespace/name")
      }
      return ObjectPath(
        namespace: parts.count == 2 ? parts[0] : "default", name: parts[parts.count - 1])
    }
  }
}
