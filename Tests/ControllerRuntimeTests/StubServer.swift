import ControllerRuntime
import KubeAPI
import Units

/// A server that keeps what it is sent and answers from a script.
final class StubServer: APIServer {
  private(set) var requests: [(at: Instant, request: APIRequest)] = []
  private var watchers: [(WatchEvent) -> Void] = []
  var stored: [any KubeObject] = []
  var answer: (Int, APIRequest) -> APIResult = { _, _ in .success(.done) }
  let clock: ManualClock

  init(_ clock: ManualClock) { self.clock = clock }

  func perform(_ request: APIRequest) -> APIResult {
    if case .list = request { return .success(.list(stored, resourceVersion: 1)) }
    requests.append((clock.now, request))
    return answer(requests.count - 1, request)
  }

  func watch(
    _ kind: Kind, after resourceVersion: UInt64, _ handler: @escaping (WatchEvent) -> Void
  ) throws(APIError) -> WatchToken {
    watchers.append(handler)
    return WatchToken(rawValue: 1)
  }

  func stopWatching(_ token: WatchToken) { watchers = [] }

  func emit(_ change: WatchEvent.Change, _ object: any KubeObject) {
    for watcher in watchers { watcher(WatchEvent(change, object)) }
  }

  var times: [Double] { requests.map { $0.at.seconds } }
}

func pod(_ name: String, labels: StringMap = [:], uid: String = "u") -> Pod {
  var pod = Pod(
    metadata: ObjectMeta(name: name, namespace: "default", labels: labels),
    spec: PodSpec(containers: [Container(name: "c", image: "i")]))
  pod.metadata.uid = uid
  return pod
}

extension APIRequest {
  static func ping(_ name: String = "x") -> APIRequest {
    .get(ObjectReference(.pod, ObjectKey(namespace: "default", name: name)))
  }
}

func client(
  _ server: StubServer, limit: ClientLimit = ClientLimit(qps: 0, burst: 1),
  oneWay: TimeSpan = .milliseconds(5)
) -> APIClient {
  APIClient(
    name: "test", server: server, clock: server.clock,
    transport: ConstantTransport(oneWay: oneWay), limit: limit)
}
