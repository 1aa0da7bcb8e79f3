import ControllerRuntime
import KubeAPI

/// An API server with a planted bug: it binds twice, loses writes or changes, or shows nodes as
/// larger than they are.
final class SabotagedServer: APIServer {
  private let server: any APIServer
  private let saboteur: Saboteur
  private var lastNode = ""

  init(_ server: any APIServer, by saboteur: Saboteur) {
    self.server = server
    self.saboteur = saboteur
  }

  func perform(_ request: APIRequest) -> APIResult {
    switch (saboteur.bug, request) {
    case (.doubleBind, .bind(let pod, _, let node)): bindTwice(request, pod, node)
    case (.lostWrite, .patch(let reference, let patch)) where patch.isStatus:
      saboteur.strikes(every: 10) ? server.perform(.get(reference)) : server.perform(request)
    case (.lostWrite, .updateStatus(let object)):
      saboteur.strikes(every: 10)
        ? server.perform(.get(object.reference)) : server.perform(request)
    case (.overCommittedNode, .list): enlarged(server.perform(request))
    default: server.perform(request)
    }
  }

  func watch(
    _ kind: Kind, after resourceVersion: UInt64, _ handler: @escaping (WatchEvent) -> Void
  ) throws(APIError) -> WatchToken {
    try server.watch(kind, after: resourceVersion) { [saboteur] event in
      switch saboteur.bug {
      case .lostWatchEvent where kind == .pod && saboteur.strikes(every: 10): break
      case .overCommittedNode: handler(WatchEvent(event.change, Self.enlarged(event.object)))
      default: handler(event)
      }
    }
  }

  func stopWatching(_ token: WatchToken) { server.stopWatching(token) }

  private func bindTwice(_ request: APIRequest, _ pod: ObjectKey, _ node: String) -> APIResult {
    let result = server.perform(request)
    let other = lastNode
    lastNode = node
    guard case .success = result, !other.isEmpty, other != node, saboteur.strikes(every: 4) else {
      return result
    }
    saboteur.move = other
    let touch = Patch("bind once more") { object throws(APIError) in
      object.metadata.labels["bound"] = "twice"
    }
    _ = server.perform(.patch(ObjectReference(.pod, pod), touch))
    return result
  }

  private func enlarged(_ result: APIResult) -> APIResult {
    guard case .success(.list(let objects, let version)) = result else { return result }
    return .success(.list(objects.map(Self.enlarged), resourceVersion: version))
  }

  private static func enlarged(_ object: any KubeObject) -> any KubeObject {
    guard var node = object as? Node else { return object }
    for (name, amount) in node.status.allocatable.entries {
      node.status.allocatable[name] = 2 * amount
    }
    return node
  }
}
