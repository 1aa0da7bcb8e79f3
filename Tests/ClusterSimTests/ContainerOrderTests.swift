import ClusterSim
import Results
import Testing
import Units

/// Init containers, tasks and startup probes, as a person at the prompt sees them.
struct ContainerOrderTests {
  private static func run(
    pod: String, images: String, timeline: String, end: String = "2m"
  ) throws -> Record {
    let text = """
      cluster:
        pools: [{name: pool, machine: {cpu: "2", memory: 8Gi}, count: 1}]
      manifests: [pod.yaml]
      images: \(images)
      timeline: \(timeline)
      end: {at: \(end)}

      """
    return try Stage.withFolder { folder in
      try Stage.write(pod, "pod.yaml", in: folder)
      return try Record(Stage.design(text, folder: folder))
    }
  }

  /// The STATUS column of each `kubectl get pods`, in order.
  private static func states(_ record: Record) -> [String] {
    record.results.steps.filter { $0.text.hasPrefix("kubectl get pods") }.map { step in
      let words = step.output.split(separator: "\n").dropFirst().first?.split(separator: " ") ?? []
      return words.count > 2 ? String(words[2]) : "-"
    }
  }

  @Test func `tasks run one after the other before the site, and kubectl counts them`() throws {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec:
        initContainers:
          - {name: wait, image: "task/wait:1"}
          - {name: work, image: "task/work:1"}
        containers: [{name: web, image: "web:1"}]
      """
    let record = try Self.run(
      pod: pod,
      images: """

          - {image: "task/wait:*", size: 1Mi, task: {time: 10s}}
          - {image: "task/work:*", size: 1Mi, task: {time: 4s, cpu: 6s}}
          - {image: "web:*", size: 1Mi, plain: {service: 1ms}}
        """,
      timeline: "[{at: 6s, run: kubectl get pods}, {at: 17s, run: kubectl get pods}, "
        + "{at: 40s, run: kubectl get pods}, {at: 41s, run: kubectl describe pods p}]")
    #expect(Self.states(record) == ["Init:0/2", "Init:1/2", "Running"])
    let started = record.results.pods.first?.started?.seconds ?? 0
    // Two tasks of 10 s each, three starts of 0.3 s, a sandbox, pulls, and looks once a second.
    #expect((21...27).contains(started))
    let described = record.output("describe")
    #expect(described.components(separatedBy: "Reason:       Completed").count == 3)
    #expect(record.brokenPromises.isEmpty)
  }

  @Test(arguments: ["Always", "OnFailure", "Never"])
  func `a task that fails is tried again, or fails its pod, by the restart policy`(
    policy: String
  ) throws {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec:
        restartPolicy: \(policy)
        initContainers: [{name: work, image: "task:1"}]
        containers: [{name: web, image: "web:1"}]
      """
    let record = try Self.run(
      pod: pod,
      images: """

          - {image: "task:*", size: 1Mi, task: {time: 1s, exit: 3}}
          - {image: "web:*", size: 1Mi, plain: {service: 1ms}}
        """,
      timeline: "[{at: 1m, run: kubectl get pods}, {at: 100s, run: kubectl get pods}]")
    let states = Self.states(record)
    if policy == "Never" {
      #expect(states == ["Init:Error", "Init:Error"])
      #expect(record.results.pods.first?.restarts == 0)
    } else {
      #expect(states.allSatisfy { ["Init:Error", "Init:CrashLoopBackOff"].contains($0) })
      // At 0, 0, 10, 20, 40 s after the end before; 80 s is after the end.
      #expect(record.results.pods.first?.restarts == 4)
    }
    #expect(record.results.pods.first?.started == nil)
  }

  @Test func `a site's init container migrates the database once that answers`() throws {
    let manifests = """
      apiVersion: v1
      kind: Pod
      metadata: {name: database, labels: {name: database}}
      spec: {containers: [{name: db, image: "db:1", ports: [{containerPort: 5432}]}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: database}
      spec: {selector: {name: database}, ports: [{port: 5432}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {name: web}, ports: [{port: 80, targetPort: 8000}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {name: web}}
      spec:
        initContainers:
          - {name: migrate, image: "site:1", command: [python, manage.py, migrate]}
        containers:
          - name: web
            image: site:1
            ports: [{containerPort: 8000}]
            readinessProbe: {httpGet: {path: /hello, port: 8000}, periodSeconds: 1}
      """
    let text = """
      cluster:
        pools: [{name: pool, machine: {cpu: "2", memory: 8Gi}, count: 1}]
      manifests: [all.yaml]
      images:
        - {image: "db:*", size: 1Mi, postgresql: {boot: 8s, initialise: 1s}}
        - {image: "site:*", size: 1Mi, gunicorn: {database: {found-by: name}}}
      clients:
        - {name: users, target: "web:80", rate: 5/s, ask: list, start: 80s}
      timeline: [{at: 79s, run: kubectl logs web -c migrate}]
      end: {at: 2m}

      """
    let record = try Stage.withFolder { folder in
      try Stage.write(manifests, "all.yaml", in: folder)
      return try Record(Stage.design(text, folder: folder))
    }
    let web = record.results.pods.first { $0.name == "web" }
    #expect((web?.restarts ?? 0) >= 1)
    #expect(record.output("kubectl logs").contains("Applying blog.0001_initial... OK"))
    #expect(record.results.run.arrived > 150)
    #expect(record.results.run.lost == 0)
    #expect(record.results.events.contains { $0.reason == "BackOff" })
  }

  /// A server that needs 25 s to listen, and a liveness probe that would kill it after 15 s.
  private static func slowStart(_ startup: String) throws -> Record {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec:
        containers:
          - name: web
            image: web:1
            ports: [{containerPort: 80}]
            livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 3}
            readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 5}
            \(startup)
      """
    return try run(
      pod: pod, images: "[{image: \"web:*\", size: 1Mi, plain: {service: 1ms, boot: 25s}}]",
      timeline: "[{wait: 1s}]", end: "150s")
  }

  @Test func `a startup probe holds the others back until it has passed`() throws {
    let without = try Self.slowStart("")
    // Killed after 10 to 15 s each time, so it never listens.
    #expect((without.results.pods.first?.restarts ?? 0) >= 2)
    #expect(without.results.pods.first?.ready == nil)
    let with = try Self.slowStart(
      "startupProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 10}")
    #expect(with.results.pods.first?.restarts == 0)
    let pod = with.results.pods.first
    let wait = (pod?.ready?.seconds ?? 0) - (pod?.started?.seconds ?? 0)
    // The first look after 25 s: readiness follows at once.
    #expect((25...32).contains(wait))
  }

  @Test func `a startup probe that fails too often kills the container`() throws {
    let record = try Self.slowStart(
      "startupProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 2}")
    #expect((record.results.pods.first?.restarts ?? 0) >= 3)
    #expect(record.results.events.contains { $0.message.contains("failed startup probe") })
    #expect(record.results.events.contains { $0.message.hasPrefix("Startup probe failed") })
  }
}
