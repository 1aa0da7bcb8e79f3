import ClusterSim
import Results
import Testing
import Units

/// Links that are cut and mended, zones that are lost, and who notices.
struct LinkFaultTests {
  /// Three pods on three machines of two zones, `service` in front.
  private static func run(_ text: String, service: String = "") throws -> Record {
    let manifest = Web.manifests(
      replicas: 3,
      container: "readinessProbe: {httpGet: {path: /page, port: 80}, periodSeconds: 5}",
      service: service)
    let world = """
      cluster:
        zones: [zone-a, zone-b]
        pools: [{name: pool, machine: {cpu: "1", memory: 8Gi}, count: 3}]
      manifests: [web.yaml]
      images:
        - {image: test/*, size: 10Mi, plain: {service: exponential 50ms, servers: 8}}

      """
    return try Stage.withFolder { folder in
      try Stage.write(manifest, "web.yaml", in: folder)
      return try Record(try Stage.design(world + text, folder: folder), trace: .all)
    }
  }

  private static func client(_ from: String) -> String {
    """
    clients:
      - {name: users, target: 'web:80', from: \(from), rate: 30/s, ask: page, timeout: 5s,
         connect-timeout: 2s, start: 90s}

    """
  }

  @Test func `a node cut from the control plane is NotReady though users are served`() throws {
    let run = try Self.run(
      Self.client("inside") + """
        timeline:
          - {phase: cut, at: 100s, fault: {cut-link: {between: [1, control-plane], for: 150s}}}
          - {run: kubectl get nodes, at: 165s}
          - {run: kubectl get nodes, at: 275s}
          - {run: kubectl get pods, at: 290s}
        end: {at: 5m}
        """)
    #expect(run.brokenPromises == [])
    #expect(run.output("cut link 1 and control-plane for 150s").contains("for 150 s"))
    let silent = try #require(run.results.events.first { $0.reason == "NodeNotReady" }).at
    // Silent for 50 s after its last lease, which is up to 10 s old, seen every 5 s.
    #expect(silent >= .start + .seconds(140) && silent <= .start + .seconds(160))
    #expect(run.output("get nodes").contains("NotReady"))
    #expect(!run.output("get nodes", 1).contains("NotReady"), "\(run.output("get nodes", 1))")
    #expect(run.phase("cut")?.figures.lost == 0)
    // Nobody was evicted or restarted: the cut is shorter than five minutes.
    #expect(run.results.pods.count == 3)
    #expect(run.results.pods.allSatisfy { $0.restarts == 0 })
    #expect(run.output("get pods").components(separatedBy: "1/1").count == 4)
  }

  @Test func `a node cut from users loses their connections until the balancer leaves it out`()
    throws
  {
    let run = try Self.run(
      Self.client("outside") + """
        timeline:
          - {phase: cut, at: 180s, fault: {cut-link: {between: [0, outside]}}}
          - {phase: later, at: 220s}
          - {run: kubectl get nodes, at: 225s}
          - {phase: healed, at: 230s, fault: {heal-link: all}}
        end: {at: 5m}
        """, service: ", type: LoadBalancer")
    #expect(run.brokenPromises == [])
    let timeouts = run.count("connect timeout", in: "cut")
    // A third of 30 requests a second, for the 16 to 25 s of three failed checks.
    #expect(timeouts > 100 && timeouts < 300, "\(timeouts)")
    #expect(run.phase("later")?.figures.lost == 0)
    #expect(run.phase("healed")?.figures.lost == 0)
    #expect(!run.output("get nodes").contains("NotReady"))
  }

  @Test func `a short cut between machines delays requests and loses none`() throws {
    let run = try Self.run(
      Self.client("inside") + """
        timeline:
          - {phase: cut, at: 100s, fault: {cut-link: {between: [everything, zone-b], for: 900ms}}}
          - {phase: after, at: 105s}
        end: {at: 2m}
        """)
    #expect(run.phase("cut")?.figures.lost == 0)
    let slow = run.rows.filter { ($0.latency?.seconds ?? 0) > 0.9 }
    #expect(slow.count > 3 && slow.allSatisfy { $0.arrived < .start + .seconds(101) })
  }

  @Test func `a zone without power comes back as its machines boot, with its pods`() throws {
    let run = try Self.run(
      Self.client("inside") + """
        timeline:
          - {phase: dark, at: 100s, fault: {zone-outage: zone-a, for: 2m}}
          - {run: kubectl get nodes, at: 165s}
          - {phase: quiet, at: 170s}
          - {phase: back, at: 330s}
          - {run: kubectl get pods, at: 331s}
        end: {at: 6m}
        """)
    #expect(run.brokenPromises == [])
    #expect(run.output("zone outage zone-a for 2m").contains("lost power: 2 machines, for 120 s"))
    #expect(run.output("get nodes").components(separatedBy: "NotReady").count == 3)
    #expect((run.phase("dark")?.figures.lost ?? 0) > 100)
    #expect(run.phase("quiet")?.figures.lost == 0)
    #expect(run.phase("back")?.figures.lost == 0)
    // Two minutes and a boot are less than the five until eviction: the same pods start again.
    #expect(run.results.pods.count == 3)
    #expect(run.results.pods.map(\.restarts).sorted() == [0, 1, 1])
  }
}
