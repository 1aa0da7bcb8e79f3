import ClusterSim
import Results
import Testing
import Units

/// Memory that runs out, as the whole cluster shows it.
struct MemoryTests {
  /// A site on one node with the given memory, and a steady load.
  private static func world(
    image: String, memory: String = "8Gi", rate: String = "20/s",
    timeline: String = "[{wait: 1s}]", controlPlane: String = "{}"
  ) -> String {
    """
    cluster:
      pools: [{name: pool, machine: {cpu: "2", memory: \(memory)}, count: 1}]
    control-plane: \(controlPlane)
    manifests: [web.yaml]
    images:
      - {image: "test/*", size: 10Mi, \(image)}
    clients:
      - {name: users, target: "web:80", rate: \(rate), ask: hello, start: 20s, timeout: 5s}
    timeline: \(timeline)
    end: {at: 3m}

    """
  }

  private static func manifest(_ resources: String, replicas: Int = 1) -> String {
    """
    apiVersion: v1
    kind: ReplicationController
    metadata: {name: web}
    spec:
      replicas: \(replicas)
      selector: {name: web}
      template:
        metadata: {labels: {name: web}}
        spec:
          containers:
            - name: web
              image: test/web:1
              ports: [{containerPort: 8000}]
              resources: \(resources)
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {selector: {name: web}, ports: [{port: 80, targetPort: 8000}]}

    """
  }

  private static func run(_ text: String, _ resources: String, replicas: Int = 1) throws -> Record {
    try Stage.withFolder { folder in
      try Stage.write(manifest(resources, replicas: replicas), "web.yaml", in: folder)
      return try Record(Stage.design(text, folder: folder), trace: .all)
    }
  }

  private static func container(_ record: Record) -> ContainerFigures? {
    record.results.containers.first { $0.name == "web/web" }
  }

  @Test func `a leaking site is killed at its limit, whole, and starts again with back-off`()
    throws
  {
    // 25 + 2 x 38 MiB, and 20 requests a second that each leave 100 KiB behind: 49 MiB in 25 s.
    let resources = "{limits: {memory: 150Mi}, requests: {memory: 100Mi}}"
    let record = try Self.run(
      Self.world(
        image: "gunicorn: {workers: 2, database: none, memory-per-request: 100Ki}",
        timeline: "[{at: 2m, run: kubectl describe pods}]"), resources)
    let web = Self.container(record)
    // Killed about 25 s after each start; waits of 0, 10 and 20 s lie between.
    #expect((3...6).contains(web?.oomKills ?? 0))
    let kills = record.results.events.filter { $0.reason == "OOMKilling" }
    #expect(kills.count == web?.oomKills)
    #expect(kills.first?.object == "node/\(record.results.nodes[0].name)")
    #expect(kills.first?.message.hasPrefix("Memory cgroup out of memory") == true)
    let first = kills.first?.at.seconds ?? 0
    #expect((40...52).contains(first))
    // The peak is the limit and at most a request more.
    let peak = web?.memoryPeak ?? .zero
    #expect(peak > .mebibytes(150) && peak <= .mebibytes(151))
    // After the last kill it may still wait for its start.
    let restarts = record.results.pods.first?.restarts ?? 0
    #expect([0, 1].contains((web?.oomKills ?? 0) - restarts))
    let described = record.output("describe")
    #expect(described.contains("Reason:       OOMKilled"))
    #expect(described.contains("Exit Code:    137"))
    #expect(record.results.events.contains { $0.reason == "BackOff" })
    #expect(record.results.run.failed > 0)
    #expect(record.results.limits.first?.resource == .memory)
    #expect(record.brokenPromises.isEmpty)
  }

  @Test func `workers that are replaced in time keep a leaking site below its limit`() throws {
    let resources = "{limits: {memory: 150Mi}}"
    let record = try Self.run(
      Self.world(
        image: "gunicorn: {workers: 2, database: none, memory-per-request: 100Ki, "
          + "max-requests: 200, max-requests-jitter: 20}"), resources)
    #expect(Self.container(record)?.oomKills == 0)
    // Each worker leaves at most 220 x 100 KiB behind.
    let peak = Self.container(record)?.memoryPeak ?? .zero
    #expect(peak > .mebibytes(125) && peak < .mebibytes(25 + 2 * (38 + 22)))
    #expect(record.results.run.lost == 0)
    #expect(record.results.limits.rows.last?.since == nil)
  }

  @Test func `where one process is killed alone, the master forks another worker`() throws {
    let resources = "{limits: {memory: 150Mi}}"
    let record = try Self.run(
      Self.world(
        image: "gunicorn: {workers: 2, database: none, memory-per-request: 100Ki}",
        controlPlane: "{single-process-oom-kill: true}"), resources)
    #expect(record.results.pods.first?.restarts == 0)
    #expect(record.results.events.contains { $0.reason == "OOMKilling" })
    #expect(record.results.run.succeeded > 3_000)
  }

  @Test func `a container that does not fit its limit crashes again and again`() throws {
    let text = Self.world(image: "pause: {}").split(separator: "\n")
      .filter { !$0.contains("clients:") && !$0.contains("users") }.joined(separator: "\n")
    let record = try Self.run(text, "{limits: {memory: 1Ki}}")
    // Starts at 0, 0, 10, 20, 40, 80 s after the end before: the seventh would come after 3 min.
    #expect(record.results.pods.first?.restarts == 5)
    #expect(["OOMKilled", "CrashLoopBackOff"].contains(record.results.pods.first?.reason))
  }

  @Test func `a machine without memory kills who asked for nothing first`() throws {
    // Three pods of 139 MiB and their leak on 512 MiB, looked at too seldom for an eviction.
    let resources = "{requests: {cpu: 10m}}"
    let record = try Self.run(
      Self.world(
        image: "gunicorn: {workers: 3, database: none, memory-per-request: 200Ki}",
        memory: "512Mi", controlPlane: "{eviction-monitor-period: 1h}"), resources, replicas: 3)
    let kill = record.results.events.first { $0.reason == "OOMKilling" }
    #expect(kill?.message.hasPrefix("Out of memory: Killed process (gunicorn)") == true)
    let used = record.results.series.buckets.compactMap { $0.nodeMemory.first ?? nil }.max() ?? 0
    #expect(used > 0.95 && used <= 1)
    #expect(Self.container(record)?.oomKills ?? 0 >= 1)
  }

  @Test func `a kubelet evicts before that, and the scheduler keeps pods away for five minutes`()
    throws
  {
    let resources = "{requests: {cpu: 10m, memory: 10Mi}}"
    let record = try Self.run(
      Self.world(
        image: "gunicorn: {workers: 3, database: none, memory-per-request: 50Ki}",
        memory: "512Mi", timeline: "[{at: 170s, run: kubectl describe pods}]"), resources,
      replicas: 3)
    let eviction = record.results.events.first { $0.reason == "Evicted" }
    #expect(eviction?.message.hasPrefix("The node was low on resource: memory.") == true)
    #expect(record.results.events.contains { $0.reason == "EvictionThresholdMet" })
    #expect(record.results.events.contains { $0.reason == "NodeHasInsufficientMemory" })
    #expect(record.results.events.allSatisfy { $0.reason != "OOMKilling" })
    let evicted = record.results.pods.filter { $0.reason == "Evicted" }
    #expect(!evicted.isEmpty)
    // The replacement finds no node while the taint is on.
    #expect(record.results.unscheduledPods.contains { $0.reason.contains("memory-pressure") })
    #expect(record.output("describe").contains("Evicted"))
    let free = record.results.series.buckets.compactMap { $0.nodeMemory.first ?? nil }.max() ?? 0
    #expect(free < 1)
  }

  @Test func `each connection costs a database memory, and the one too many kills it`() throws {
    let text = """
      cluster:
        pools: [{name: pool, machine: {cpu: "4", memory: 8Gi}, count: 1}]
      manifests: [web.yaml]
      images:
        - {image: "db/*", size: 10Mi, postgresql: {boot: 100ms, initialise: 100ms}}
        - image: "test/*"
          size: 10Mi
          gunicorn:
            workers: 12
            needs-migration: false
            database: {found-by: name, connections: persistent}
      clients:
        - {name: users, target: "web:80", rate: 40/s, ask: login, start: 30s, timeout: 5s}
      end: {at: 90s}

      """
    let database = """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: database, labels: {name: database}}
      spec:
        containers:
          - {name: db, image: "db/pg:1", ports: [{containerPort: 5432}],
             resources: {limits: {memory: LIMIT}}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: database}
      spec: {selector: {name: database}, ports: [{port: 5432}]}

      """
    // 40 MiB and 12 connections of 1.5 MB: 57.2 MiB.
    for (limit, isKilled) in [("58Mi", false), ("57Mi", true)] {
      let record = try Stage.withFolder { folder in
        try Stage.write(
          Self.manifest("{}") + database.replacing("LIMIT", with: limit), "web.yaml", in: folder)
        return try Record(Stage.design(text, folder: folder))
      }
      let kills = record.results.containers.first { $0.name == "database/db" }?.oomKills ?? -1
      #expect((kills > 0) == isKilled, "limit \(limit)")
      let lost = record.results.run.failuresByCause.filter { $0.cause.hasPrefix("500 database") }
      #expect(lost.isEmpty == !isKilled)
    }
  }
}
