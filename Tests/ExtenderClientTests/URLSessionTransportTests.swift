import ExtenderClient
import Foundation
import KubeAPI
import Scheduler
import Testing
import Units

/// Extenders over real HTTP, on this machine.
struct URLSessionTransportTests {
  private static func node(_ name: String) -> Node {
    var node = Node(metadata: ObjectMeta(name: name))
    node.status.allocatable["cpu"] = 4_000
    node.status.allocatable["memory"] = 8 << 30
    node.status.allocatable["pods"] = 110
    return node
  }

  private static func pod(_ name: String) -> Pod {
    var container = Container(name: "c", image: "registry.example/app:v1")
    container.resources.requests["cpu"] = 100
    return Pod(
      metadata: ObjectMeta(name: name, namespace: "default"),
      spec: PodSpec(containers: [container]))
  }

  private static func place(
    _ settings: ExtenderSettings, nodes: [Node] = ["a", "b", "c"].map(node)
  ) throws -> PlacementEngine.Placement {
    let extender = HTTPExtender(settings, over: URLSessionTransport())
    let engine = try PlacementEngine(
      nodes: nodes, configuration: SchedulerConfiguration(.standard, nodeSampling: .all),
      extenders: [extender])
    return engine.place(pod("p"))
  }

  private static func serving(
    _ reply: @escaping @Sendable (LocalServer.Request) -> LocalServer.Reply,
    _ body: (LocalServer) throws -> Void
  ) throws {
    let server = try LocalServer(reply)
    defer { server.stop() }
    try body(server)
  }

  @Test func `filter, prioritize and bind go to their verbs as JSON`() throws {
    try Self.serving({ request in
      switch request.path {
      case "/scheduler/filter": .answer(status: 200, body: #"{"NodeNames": ["b", "c"]}"#)
      case "/scheduler/prioritize":
        .answer(status: 200, body: #"[{"Host": "c", "Score": 10}]"#)
      default: .answer(status: 200, body: "{}")
      }
    }) { server in
      var settings = ExtenderSettings(urlPrefix: server.url + "/scheduler")
      settings.filterVerb = "filter"
      settings.prioritizeVerb = "prioritize"
      settings.weight = 5
      settings.bindVerb = "bind"
      settings.isNodeCacheCapable = true
      let placed = try Self.place(settings)
      #expect(placed.node == "c")
      #expect(
        server.requests.map(\.path) == [
          "/scheduler/filter", "/scheduler/prioritize", "/scheduler/bind",
        ])
      #expect(server.requests.allSatisfy { $0.contentType == "application/json" })
      #expect(server.requests.last?.body.contains(#""Node":"c""#) == true)
    }
  }

  @Test func `five hundred whole nodes go there and back`() throws {
    try Self.serving({ request in
      let names = request.body.matches(of: /"name":"(node-[0-9]+)"/).map(\.1)
      let items = names.suffix(1).map { #"{"metadata":{"name":"\#($0)"}}"# }
      return .answer(
        status: 200, body: #"{"Nodes": {"items": [\#(items.joined(separator: ","))]}}"#)
    }) { server in
      var settings = ExtenderSettings(urlPrefix: server.url)
      settings.filterVerb = "filter"
      let nodes = (100..<600).map { Self.node("node-\($0)") }
      let placed = try Self.place(settings, nodes: nodes)
      #expect(placed.node == "node-599")
    }
  }

  @Test(arguments: [
    (LocalServer.Reply.answer(status: 500, body: "{}"), "code 500"),
    (.answer(status: 200, body: "Hello"), "not JSON"),
    (.hangUp, "Post \"http://127.0.0.1:"),
    (.silence, "no answer"),
  ])
  func `a server that misbehaves ends the try and hangs nobody`(
    reply: LocalServer.Reply, message: String
  ) throws {
    try Self.serving({ _ in reply }) { server in
      var settings = ExtenderSettings(urlPrefix: server.url)
      settings.filterVerb = "filter"
      // Only silence is to be cut short; how slow this machine is must not matter to the others.
      if case .silence = reply {
        settings.httpTimeout = .milliseconds(300)
      } else {
        settings.httpTimeout = .minutes(5)
      }
      let refused = try Self.place(settings)
      #expect(refused.node == nil)
      #expect(refused.message.contains(message), "\(refused.message)")
      settings.isIgnorable = true
      let placed = try Self.place(settings)
      #expect(placed.node == "a")
    }
  }

  @Test func `where nobody listens the connection is refused`() throws {
    let server = try LocalServer { _ in .hangUp }
    let url = server.url
    server.stop()
    var settings = ExtenderSettings(urlPrefix: url)
    settings.filterVerb = "filter"
    let refused = try Self.place(settings)
    #expect(refused.message == "Post \"\(url)/filter\": connection refused")
  }
}
