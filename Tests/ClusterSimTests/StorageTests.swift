import ClusterSim
import Results
import Scenarios
import Testing
import Units

/// Where a database keeps its data, and what becomes of it.
struct StorageTests {
  private static let folder = "\(Stage.root)/scenarios/database-node-dies"

  private static func run(_ changes: [String], seed: UInt64 = 1) throws -> Record {
    try Record(ScenarioLoader.load(path: folder, overrides: changes), seed: seed)
  }

  private static func database(_ run: Record) throws -> DatabaseFigures {
    try #require(run.results.databases.first { $0.name == "database" })
  }

  /// A small site whose database process is killed by hand.
  private static func crash(_ manifests: String) throws -> Record {
    try Record(
      Stage.design(
        """
        cluster:
          pools: [{name: pool, machine: {cpu: "2", memory: 8Gi}, count: 2, labels: {disk: local}}]
        images:
          - image: hnarayanan/djangogirls-app:*
            size: 50Mi
            gunicorn: {database: {service: database, found-by: name}}
          - {image: hnarayanan/postgresql:*, size: 50Mi, postgresql: {checkpoint-timeout: 60s}}
        clients:
          - name: writers
            target: site:80
            rate: 10/s
            ask: create
            timeout: 5s
            start: phase traffic
        manifests: [\(manifests), site]
        timeline:
          - wait: {pods: name=database, ready: 1}
            after: 20s
            run: kubectl get nodes
          - wait: {service: site, address: true}
            after: 10s
            run: kubectl exec <name=site> -- python manage.py migrate
          - {phase: traffic, run: kubectl get pods}
          - {phase: crash, after: 170s, fault: {kill-process: <name=database>}}
          - {phase: after, after: 30s, run: kubectl logs <name=database>}
          - {run: kubectl delete pod <name=database>, after: 60s}
          - {wait: {pods: name=database, ready: 1}, after: 30s, run: kubectl logs <name=database>}
        end: {after: 30s}
        """, folder: folder))
  }

  @Test func `a crash on a disk loses nothing and costs a recovery`() throws {
    let run = try Self.crash("disk")
    let figures = try Self.database(run)
    #expect(figures.commitsAcknowledged > 1_000 && figures.commitsLost == 0)
    #expect(figures.starts == 3 && figures.emptyStarts == 1 && figures.crashRecoveries == 1)
    // Checkpoints every 60 s that count when they are 54 s old: what was written since is redone.
    let perCommit = 8_192.0
    let sinceCheckpoint = Double(figures.redo.count) / perCommit
    #expect(sinceCheckpoint > 300 && sinceCheckpoint < 1_200, "\(sinceCheckpoint)")
    #expect(figures.recovery > .zero && figures.recovery < .seconds(10))
    let log = run.output("kubectl logs")
    for line in [
      "database system was interrupted; last known up at 2024-01-01", "redo starts at 0/",
      "not properly shut down; automatic recovery in progress", "redo done at 0/",
      "database system is ready to accept connections",
    ] { #expect(log.contains(line), "\(line) in \(log)") }
    #expect(run.output("kubectl logs", 1).contains("database system was shut down at 2024-01-01"))
    #expect(run.count("500 database not migrated", in: "after") == 0)
    #expect(run.brokenPromises == [])
  }

  @Test func `a crash in a container loses everything, tables and all`() throws {
    let run = try Self.crash("container")
    let figures = try Self.database(run)
    #expect(figures.commitsAcknowledged > 1_000)
    #expect(figures.commitsLost == figures.commitsAcknowledged)
    #expect(figures.emptyStarts == 3 && figures.crashRecoveries == 0)
    #expect(run.count("500 database not migrated", in: "after") > 500)
  }

  /// The disk stays where its pod's status says that a container runs: nobody changes that on a
  /// dead node, so that only the machine's return, or somebody who acts, frees it.
  @Test func `a disk on a dead machine comes free only when the machine is back`() throws {
    let run = try Self.run([])
    let figures = try Self.database(run)
    #expect(figures.commitsLost == 0 && figures.emptyStarts == 1 && figures.crashRecoveries == 1)
    #expect(figures.longestOutage > .minutes(20) && figures.longestOutage < .minutes(26))
    let events = run.results.events
    #expect(
      events.contains {
        $0.reason == "FailedAttachVolume" && $0.message.contains("Multi-Attach error for volume")
          && $0.message.contains("Volume is already used by pod(s) database-")
      })
    #expect(
      events.contains {
        $0.reason == "FailedMount"
          && $0.message.contains("unmounted volumes=[pg-data], unattached volumes=[pg-data]")
      })
    #expect(run.brokenPromises == [])
    #expect(run.results.isTrustworthy)
  }

  @Test func `after its pod is deleted by force a dead machine's disk is waited for six minutes`()
    throws
  {
    let run = try Self.run([
      "timeline.operator.run=kubectl delete pod <name=database> --force --grace-period=0"
    ])
    let figures = try Self.database(run)
    #expect(figures.commitsLost == 0)
    // 3 minutes until somebody acts, 6 of patience, then detach, attach, mount, pull, recovery.
    #expect(
      figures.longestOutage > .minutes(9) && figures.longestOutage < .minutes(12),
      "\(figures.longestOutage)")
  }

  @Test func `a volume of one machine keeps its pod waiting for that machine`() throws {
    let run = try Self.run(["manifests.0=local"])
    let figures = try Self.database(run)
    #expect(figures.commitsLost == 0 && figures.crashRecoveries == 1)
    #expect(figures.longestOutage > .minutes(20) && figures.longestOutage < .minutes(23))
    #expect(
      run.results.events.contains {
        $0.reason == "FailedScheduling"
          && $0.message.contains("node(s) didn't match PersistentVolume's node affinity")
      })
  }

  @Test func `data in the container is gone, and the database soon back without tables`() throws {
    let run = try Self.run(["manifests.0=container"])
    let figures = try Self.database(run)
    #expect(figures.commitsAcknowledged > 50)
    #expect(figures.commitsLost == figures.commitsAcknowledged && figures.emptyStarts == 2)
    #expect(figures.longestOutage > .minutes(5) && figures.longestOutage < .minutes(8))
  }

  @Test func `the article's own volume and claim are bound and used as they are`() throws {
    let run = try Stage.withFolder { folder in
      try Stage.write(
        """
        apiVersion: v1
        kind: ReplicationController
        metadata: {name: database}
        spec:
          replicas: 1
          selector: {name: database}
          template:
            metadata: {labels: {name: database}}
            spec:
              containers:
                - name: postgres
                  image: hnarayanan/postgresql:9.5
                  env: [{name: PGDATA, value: /var/lib/postgresql/data/pgdata}]
                  volumeMounts: [{mountPath: /var/lib/postgresql/data, name: pg-data}]
              volumes:
                - name: pg-data
                  persistentVolumeClaim: {claimName: pg-data-claim}
        """, "rc.yaml", in: folder)
      let files = ["persistent-volume.yaml", "persistent-volume-claim.yaml"]
        .map { "\(Stage.article)/database/\($0)" }
      for file in files {
        let name = file.split(separator: "/").last.map(String.init) ?? ""
        try Stage.write(try String(contentsOfFile: file, encoding: .utf8), name, in: folder)
      }
      return try Record(
        Stage.design(
          """
          cluster:
            pools: [{name: pool, machine: n1-standard-1, count: 2}]
          images:
            - {image: hnarayanan/postgresql:*, size: 50Mi, postgresql: {}}
          clients: []
          timeline:
            - {run: kubectl create -f persistent-volume-claim.yaml, after: 10s}
            - {run: kubectl create -f persistent-volume.yaml}
            - {run: kubectl create -f rc.yaml}
            - wait: {pods: name=database, ready: 1}
              run: kubectl get pv,pvc
            - {run: kubectl delete pod <name=database>, after: 60s}
            - wait: {pods: name=database, ready: 1}
              after: 10s
              run: kubectl logs <name=database>
          end: {after: 10s}
          """, folder: folder))
    }
    let table = run.output("kubectl get pv,pvc")
    #expect(table.contains("default/pg-data-claim") && table.contains("Bound"), "\(table)")
    #expect(run.output("kubectl logs").contains("database system was shut down at"))
    let figures = try Self.database(run)
    #expect(figures.starts == 2 && figures.emptyStarts == 1 && figures.crashRecoveries == 0)
    #expect(run.brokenPromises == [])
  }
}
