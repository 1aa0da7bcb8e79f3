import ControllerRuntime
import KubeAPI

/// Makes the environment that a container is started with.
///
/// Source: `pkg/kubelet/kubelet_pods.go` (makeEnvironmentVariables), v1.36.
struct ContainerEnvironment {
  /// Looks a secret up; nil when there is none of that name.
  var secret: (ObjectKey) -> StringMap?
  /// Looks a config map up; nil when there is none of that name.
  var configMap: (ObjectKey) -> StringMap?

  /// The environment of `container`: the variables of `services`, those that secrets and config
  /// maps give as a whole, then its own, of which later ones win; `$(NAME)` in a value stands for a
  /// variable defined before it.
  /// - Throws: `CreateContainerConfigError` for a reference to something that is not there.
  func variables(
    of container: Container, pod: Pod, podIP: String, hostIP: String, services: [Service]
  ) throws(RuntimeError) -> StringMap {
    var all = ServiceVariables.of(
      services, namespace: pod.metadata.namespace, areLinked: pod.spec.enableServiceLinks)
    for entry in container.envFrom {
      for (key, value) in try content(of: entry.source, pod).entries {
        all[entry.prefix + key] = value
      }
    }
    for variable in container.env {
      switch variable.source {
      case .value(let text): all[variable.name] = Self.expand(text, with: all)
      case .fieldRef(let path):
        all[variable.name] = try field(path, of: pod, podIP: podIP, hostIP: hostIP)
      case .resourceFieldRef(let name):
        all[variable.name] = Self.resource(name, of: container)
      case .secretKeyRef(let name, let key, let isOptional):
        let source = DataSource(.secret, name, isOptional: isOptional, keys: [key])
        if let value = try self.value(of: source, pod) { all[variable.name] = value }
      case .configMapKeyRef(let name, let key, let isOptional):
        let source = DataSource(.configMap, name, isOptional: isOptional, keys: [key])
        if let value = try self.value(of: source, pod) { all[variable.name] = value }
      }
    }
    return all
  }

  /// All that a secret or config map holds; nothing when it is missing and may be.
  private func content(of source: DataSource, _ pod: Pod) throws(RuntimeError) -> StringMap {
    let key = ObjectKey(namespace: pod.metadata.namespace, name: source.name)
    if let data = source.sort == .secret ? secret(key) : configMap(key) { return data }
    if source.isOptional { return [:] }
    throw RuntimeError(
      reason: "CreateContainerConfigError",
      message: "\(source.sort.word) \"\(source.name)\" not found")
  }

  /// What stands under the one key of `source`; nil when it is missing and may be.
  private func value(of source: DataSource, _ pod: Pod) throws(RuntimeError) -> String? {
    let data = try content(of: source, pod)
    let key = source.keys.first ?? ""
    if let value = data[key] { return value }
    if source.isOptional { return nil }
    throw RuntimeError(
      reason: "CreateContainerConfigError",
      message: "couldn't find key \(key) in \(source.sort.kind.rawValue) "
        + "\(pod.metadata.namespace)/\(source.name)")
  }

  /// Puts the values of known variables in the place of `$(NAME)`; `$$` is a dollar, and an
  /// unknown name stays as it is written.
  ///
  /// Source: `third_party/forked/golang/expansion/expand.go`, v1.36.
  static func expand(_ text: String, with variables: StringMap) -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      if rest.first == "$" {
        result += "$"
        rest = rest.dropFirst()
      } else if rest.first == "(", let close = rest.firstIndex(of: ")") {
        let name = String(rest[rest.index(after: rest.startIndex)..<close])
        result += variables[name] ?? "$(\(name))"
        rest = rest[rest.index(after: close)...]
      } else {
        result += "$"
      }
    }
    return result + rest
  }

  private func field(
    _ path: String, of pod: Pod, podIP: String, hostIP: String
  ) throws(RuntimeError) -> String {
    switch path {
    case "metadata.name": return pod.metadata.name
    case "metadata.namespace": return pod.metadata.namespace
    case "metadata.uid": return pod.metadata.uid
    case "spec.nodeName": return pod.spec.nodeName
    case "spec.serviceAccountName": return "default"
    case "status.podIP", "status.podIPs": return podIP
    case "status.hostIP", "status.hostIPs": return hostIP
    default: break
    }
    if let key = Self.subscriptKey(of: path, "metadata.labels") {
      return pod.metadata.labels[key] ?? ""
    }
    if let key = Self.subscriptKey(of: path, "metadata.annotations") {
      return pod.metadata.annotations[key] ?? ""
    }
    throw RuntimeError(
      reason: "CreateContainerConfigError", message: "field label not supported: \(path)")
  }

  private static func subscriptKey(of path: String, _ field: String) -> String? {
    guard path.hasPrefix("\(field)['"), path.hasSuffix("']") else { return nil }
    return String(path.dropFirst(field.count + 2).dropLast(2))
  }

  /// A request or limit in whole cores or bytes, as with the divisor 1: cores are rounded up.
  private static func resource(_ path: String, of container: Container) -> String {
    let parts = path.split(separator: ".", maxSplits: 1)
    guard parts.count == 2 else { return "0" }
    let list = parts[0] == "limits" ? container.resources.limits : container.resources.requests
    let amount = list[String(parts[1])] ?? 0
    return parts[1] == "cpu" ? "\((amount + 999) / 1_000)" : "\(amount)"
  }
}

extension DataSource.Sort {
  /// What the kubelet's messages call it.
  var word: String { self == .secret ? "secret" : "configmap" }
  /// The kind of object that it is.
  var kind: Kind { self == .secret ? .secret : .configMap }
}
