import ClusterSim
import Results
import Testing
import Units

/// What goes wrong on purpose, and how the cluster gets over it.
struct FaultTests {
  private static let manifest = Web.manifests(replicas: 3)

  private static let world = """
    cluster:
      pools: [{name: pool, machine: {cpu: "2", memory: 8Gi}, count: 3}]
    manifests: [web.yaml]
    images:
      - {image: test/*, size: 10Mi, plain: {service: exponential 100ms, servers: 8}}

    """

  private static func run(_ text: String, trace: Bool = false) throws -> Record {
    try Stage.withFolder { folder in
      try Stage.write(manifest, "web.yaml", in: folder)
      let design = try Stage.design(world + text, folder: folder)
      return try Record(design, trace: trace ? .all : .none)
    }
  }

  /// A node is lost at 60 s and comes back at 600 s, under 30 requests a second from a machine that
  /// is no node.
  private static let lostNode = Result {
    try run(
      """
      clients:
        - name: users
          target: web:80
          from: inside
          rate: 30/s
          ask: page
          timeout: 5s
          connect-timeout: 2s
          start: 20s
      timeline:
        - {phase: well, at: 20s}
        - {phase: lost, at: 60s, fault: {kill-node: 0}}
        - {run: kubectl get nodes, at: 58s}
        - {run: kubectl get nodes, at: 130s}
        - {run: kubectl get pods, at: 130s}
        - {phase: degraded, at: 135s}
        - {run: kubectl get pods, at: 450s}
        - {phase: repaired, at: 460s}
        - {phase: restored, at: 600s, fault: {restore-node: 0}}
        - {run: kubectl get nodes, at: 750s}
        - {run: kubectl get pods, at: 751s}
      end: {at: 13m}
      """, trace: true)
  }

  @Test func `requests to the pods of a dead node time out until the endpoints drop`() throws {
    let run = try Self.lostNode.get()
    #expect(run.brokenPromises == [])
    let died = try #require(run.phase("lost")?.from)
    let firstLoss = try #require(run.rows.filter { $0.outcome != .succeeded }.map(\.arrived).min())
    #expect(firstLoss > died - .seconds(1), "\(firstLoss.seconds) s")
    let late = run.rows.filter { $0.outcome == .timedOut && $0.cause == "connect timeout" }
    // A third of 30 requests a second for 40 s and more.
    #expect(late.count > 350, "\(late.count)")
    let lastLoss = try #require(late.map(\.arrived).max())
    let drop = try #require(unready(run)).at
    #expect(lastLoss <= drop + .seconds(3), "\(lastLoss.seconds) s, dropped \(drop.seconds) s")
    #expect(late.allSatisfy { $0.arrived >= died - .seconds(2) })
    // Without a readiness probe the pod's replacement is asked before it listens.
    let refused = run.count("connection refused (nothing listens)", in: "degraded")
    #expect(run.phase("degraded")?.figures.lost == refused && refused < 10)
    #expect(run.phase("repaired")?.figures.lost == 0)
  }

  private func unready(_ run: Record) -> EventRow? {
    run.results.events.first { $0.reason == "NodeNotReady" && $0.object.hasPrefix("node/") }
  }

  @Test func `the node is NotReady within a minute and its pod is replaced five minutes later`()
    throws
  {
    let run = try Self.lostNode.get()
    let died = try #require(run.phase("lost")?.from)
    let silent = try #require(unready(run)).at - died
    // Its last sign of life is up to 10 s old when it dies; the examination comes every 5 s.
    #expect(silent >= .seconds(40) && silent <= .seconds(60), "\(silent.seconds) s")
    #expect(run.output("get nodes", 1).contains("NotReady"))
    #expect(!run.output("get nodes", 0).contains("NotReady"))
    let pods = run.results.pods
    #expect(pods.count == 4)
    let lost = try #require(pods.first { $0.deletionRequested != nil })
    let evicted = try #require(lost.deletionRequested) - (died + silent)
    #expect(evicted >= .seconds(300) && evicted <= .seconds(306), "\(evicted.seconds) s")
    let reborn = try #require(pods.last)
    #expect(reborn.created >= lost.deletionRequested ?? .never)
    #expect(reborn.node != lost.node)
    #expect(reborn.ready != nil)
    #expect(run.output("get pods", 1).contains("Terminating"))
    #expect(run.results.unscheduledPods == [])
  }

  @Test func `a node that comes back is ready again and loses what is left of its old pods`()
    throws
  {
    let run = try Self.lostNode.get()
    #expect(run.output("restore node").contains("has power already") == false)
    #expect(!run.output("get nodes", 2).contains("NotReady"), "\(run.output("get nodes", 2))")
    #expect(!run.output("get pods", 2).contains("Terminating"), "\(run.output("get pods", 2))")
    #expect(run.results.pods.filter { $0.ended == nil }.count == 3)
    #expect(run.phase("restored")?.figures.lost == 0)
  }

  @Test func `a killed process is started again, and only what it was doing is lost`() throws {
    let run = try Self.run(
      """
      clients:
        - name: users
          target: web:80
          from: inside
          users: 100
          think: exponential 500ms
          ask: page
          start: 20s
      timeline:
        - {phase: well, at: 20s}
        - {phase: killed, at: 60s, fault: {kill-process: <name=web>}}
        - {run: kubectl get pods, at: 90s}
        - {phase: again, at: 91s}
      end: {at: 2m}
      """, trace: true)
    #expect(run.brokenPromises == [])
    #expect(run.output("kill process").contains("got SIGKILL"))
    #expect(run.results.pods.count == 3)
    #expect(run.results.pods.map(\.restarts).sorted() == [0, 0, 1])
    let died = try #require(run.phase("killed")?.from)
    let resets = run.rows.filter { $0.cause == "connection reset (server killed)" }
    #expect(resets.count > 0)
    #expect(resets.allSatisfy { $0.arrived < died && $0.outcome == .failed })
    // The others of that pod are refused until it listens again.
    let rest = run.rows.filter { $0.outcome != .succeeded && $0.cause != resets.first?.cause }
    #expect(rest.allSatisfy { $0.cause.hasPrefix("connection refused") })
    #expect(rest.allSatisfy { $0.arrived > died - .seconds(1) && $0.arrived < died + .seconds(8) })
    #expect(run.phase("again")?.figures.lost == 0)
    #expect(run.output("get pods").contains("1/1     Running   1 ("))
  }
}
