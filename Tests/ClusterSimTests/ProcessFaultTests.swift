import ClusterSim
import Results
import Testing
import Units

/// Processes that hang, machines that come back in time, and a registry that does not answer.
struct ProcessFaultTests {
  private static func run(_ text: String, probe: String = "") throws -> Record {
    let manifest = Web.manifests(
      replicas: 2, pod: "terminationGracePeriodSeconds: 10", container: probe)
    let world = """
      cluster: {pools: [{name: pool, machine: {cpu: "1", memory: 8Gi}, count: 3}]}
      manifests: [web.yaml]
      images:
        - {image: test/*, size: 10Mi, plain: {service: exponential 50ms, servers: 8}}

      """
    return try Stage.withFolder { folder in
      try Stage.write(manifest, "web.yaml", in: folder)
      return try Record(try Stage.design(world + text, folder: folder), trace: .all)
    }
  }

  private static func users(timeout: String) -> String {
    """
    clients:
      - {name: users, target: 'web:80', rate: 20/s, ask: page, timeout: \(timeout), start: 50s}

    """
  }

  @Test func `a liveness probe finds a process that hangs and SIGKILL ends it`() throws {
    let run = try Self.run(
      Self.users(timeout: "5s") + """
        timeline:
          - {phase: hung, at: 60s, fault: {hang-process: <name=web>}}
          - {run: kubectl get events, at: 119s}
          - {phase: again, at: 2m}
          - {run: kubectl get pods, at: 121s}
        end: {at: 3m}
        """,
      probe: """
        livenessProbe: {httpGet: {path: /page, port: 80}, periodSeconds: 10, timeoutSeconds: 1}
        """)
    #expect(run.brokenPromises == [])
    #expect(run.output("hang process <name=web>").contains("hang\n"))
    // Three probes fail within 30 s, SIGTERM waits for ever, SIGKILL comes 10 s later.
    let killing = try #require(run.results.events.first { $0.reason == "Killing" }).at
    #expect(killing.seconds > 80 && killing.seconds < 95, "\(killing.seconds)")
    let started = try #require(run.results.events.last { $0.reason == "Started" }).at
    #expect((started - killing).seconds > 10 && (started - killing).seconds < 14)
    #expect(run.results.pods.map(\.restarts).sorted() == [0, 1])
    let lost = run.rows.filter { $0.outcome != .succeeded }
    #expect(lost.count > 300)
    #expect(run.phase("again")?.figures.lost == 0)
  }

  @Test func `a process that hangs for a while answers late, and nobody else notices`() throws {
    let run = try Self.run(
      Self.users(timeout: "30s") + """
        timeline:
          - {phase: hung, at: 60s, fault: {hang-process: <name=web>, for: 12s}}
        end: {at: 2m}
        """,
      probe: "livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 2}")
    #expect(run.phase("hung")?.figures.lost == 0)
    // A probe that only connects is answered by the kernel.
    #expect(run.results.pods.allSatisfy { $0.restarts == 0 })
    let slow = run.rows.filter { ($0.latency?.seconds ?? 0) > 0.9 }
    #expect(slow.count > 80, "\(slow.count)")
    #expect(slow.allSatisfy { $0.arrived + ($0.latency ?? .zero) > .start + .seconds(72) })
  }

  @Test func `a machine back within five minutes starts the same pods again`() throws {
    let run = try Self.run(
      """
      timeline:
        - {at: 60s, fault: {crash-node: {node: <name=web>, for: 2m}}}
        - {run: kubectl get pods, at: 6m}
        - {run: kubectl get nodes, at: 6m}
      end: {at: 7m}
      """)
    #expect(run.brokenPromises == [])
    #expect(run.output("crash node <name=web> for 2m").contains("has lost power, for 120 s"))
    #expect(run.results.pods.count == 2)
    #expect(run.results.pods.map(\.restarts).sorted() == [0, 1])
    #expect(run.output("get pods").components(separatedBy: "1/1").count == 3)
    #expect(!run.output("get nodes").contains("NotReady"))
    #expect(run.results.events.contains { $0.reason == "Rebooted" })
  }

  @Test func `labels find the machine to restore when its pod is replaced already`() throws {
    let run = try Self.run(
      """
      timeline:
        - {at: 60s, fault: {kill-node: <name=web>}}
        - {at: 9m, fault: {restore-node: <name=web>}}
        - {run: kubectl get pods, at: 12m}
      end: {at: 13m}
      """)
    #expect(run.output("restore node").contains("is switched on"))
    #expect(run.results.pods.count == 3)
    #expect(!run.output("get pods").contains("Terminating"))
  }

  @Test func `pulls fail and back off without a registry, and resume when it is back`() throws {
    let run = try Self.run(
      """
      timeline:
        - {at: 60s, fault: {registry-outage: {for: 70s}}}
        - {run: kubectl scale --replicas=3 rc web, at: 61s}
        - {run: kubectl get pods, at: 69s}
        - {run: kubectl get pods, at: 90s}
        - {run: kubectl get pods, at: 4m}
      end: {at: 5m}
      """)
    #expect(run.brokenPromises == [])
    #expect(run.output("registry outage for 70s") == "the registry does not answer, for 70 s\n")
    #expect(run.output("get pods").contains("ErrImagePull"), "\(run.output("get pods"))")
    #expect(run.output("get pods", 1).contains("ImagePullBackOff"), "\(run.output("get pods", 1))")
    #expect(run.output("get pods", 2).components(separatedBy: "1/1").count == 4)
    // Tries at about 62, 82, 112 and 162 s; each takes 5 s to fail, and waits 10, 20, 40 s after.
    let third = try #require(run.results.pods.last?.ready)
    #expect(third > .start + .seconds(135) && third < .start + .seconds(185), "\(third.seconds)")
  }

  @Test func `a pod that has ended when its machine dies is let go when it is back`() throws {
    let run = try Self.run(
      """
      timeline:
        - {at: 60s, run: kubectl scale --replicas=1 rc web}
        - {at: 60600ms, fault: {crash-node: {node: 0, for: 20s}}}
        - {at: 60600ms, fault: {crash-node: {node: 1, for: 20s}}}
        - {at: 60600ms, fault: {crash-node: {node: 2, for: 20s}}}
        - {run: kubectl get pods, at: 63s}
        - {run: kubectl get pods, at: 5m}
      end: {at: 6m}
      """)
    #expect(run.output("get pods").contains("Completed"), "\(run.output("get pods"))")
    #expect(!run.output("get pods", 1).contains("Completed"), "\(run.output("get pods", 1))")
    #expect(run.brokenPromises == [])
  }
}
