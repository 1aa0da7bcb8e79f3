import Results
import Units

extension Story {
  static var steps: [StepRow] {
    [
      StepRow(
        at: at(0), text: "gcloud container clusters create blog --num-nodes 3 --zone zone-a",
        label: "cluster created", output: "Creating cluster blog...done."),
      StepRow(
        at: at(170), text: "kubectl create -f database/",
        output: "replicationcontroller/database created\nservice/database created"),
      StepRow(
        at: at(185), text: "kubectl create -f app/replication-controller-orange.yaml",
        output: "replicationcontroller/app-orange created"),
      StepRow(
        at: at(200), text: "kubectl create -f app/service.yaml", output: "service/app created"),
      StepRow(
        at: at(255), kind: .query, text: "kubectl get pods -o wide",
        output: """
          NAME               READY   STATUS    RESTARTS   AGE   IP          NODE
          app-orange-4kx2p   1/1     Running   0          70s   10.0.0.5    pool-1-a
          app-orange-9dh7c   1/1     Running   0          70s   10.0.1.4    pool-1-b
          app-orange-zt5wq   1/1     Running   0          70s   10.0.2.4    pool-1-c
          database-8m3xs     1/1     Running   0          85s   10.0.0.4    pool-1-a
          """),
      StepRow(
        at: at(260), text: "kubectl exec app-orange-4kx2p -- python manage.py migrate",
        output: "Operations to perform:\n  Apply all migrations: admin, auth, blog\n  OK"),
      StepRow(
        at: at(270),
        text: "kubectl exec -it app-orange-4kx2p -- python manage.py createsuperuser",
        output: "Superuser created successfully."),
      StepRow(at: at(290), kind: .load, text: "readers: 29 requests/s", label: "traffic"),
      StepRow(
        at: at(380), text: "kubectl scale rc app-orange --replicas=1",
        output: "replicationcontroller/app-orange scaled"),
      StepRow(
        at: at(430), text: "kubectl scale rc app-orange --replicas=3",
        output: "replicationcontroller/app-orange scaled"),
      StepRow(
        at: at(500), kind: .fault, text: "kill pod app-orange-4kx2p",
        label: "a pod dies"),
      StepRow(
        at: at(560), text: "kubectl scale rc app-orange --replicas=1",
        output: "replicationcontroller/app-orange scaled"),
      StepRow(
        at: at(565), text: "kubectl create -f app/replication-controller-maroon.yaml",
        output: "replicationcontroller/app-maroon created"),
      StepRow(
        at: at(640), text: "kubectl scale rc app-orange --replicas=0",
        output: "replicationcontroller/app-orange scaled"),
      StepRow(
        at: at(655), text: "kubectl delete rc app-orange",
        output: "replicationcontroller \"app-orange\" deleted"),
      StepRow(
        at: at(760), text: "gcloud container clusters delete blog --quiet",
        output: "Deleting cluster blog...done."),
    ]
  }

  static var pods: [PodRow] {
    [
      pod("database-8m3xs", "postgresql:9.5", 0, created: 170, ready: 186, deleted: 760),
      pod("app-orange-4kx2p", orange, 0, created: 185, ready: 214, deleted: 500),
      pod("app-orange-9dh7c", orange, 1, created: 185, ready: 216, deleted: 380),
      pod("app-orange-zt5wq", orange, 2, created: 185, ready: 217, deleted: 380),
      pod("app-orange-b2k4m", orange, 1, created: 430, ready: 433, deleted: 560),
      pod("app-orange-r8qlt", orange, 2, created: 430, ready: 432.5, deleted: 560),
      pod("app-orange-n6v9j", orange, 0, created: 500.4, ready: 503, deleted: 640),
      pod("app-maroon-5tqd8", maroon, 1, created: 565, ready: 583, deleted: 760),
      pod("app-maroon-h7wzk", maroon, 2, created: 565, ready: 584, deleted: 760),
      pod("app-maroon-x3c2n", maroon, 0, created: 565, ready: 588, deleted: 760),
    ]
  }

  private static func pod(
    _ name: String, _ version: String, _ node: Int, created: Double, ready: Double,
    deleted: Double
  ) -> PodRow {
    var pod = PodRow(
      name: name, owner: "ReplicationController/" + name.dropLast(6), version: version,
      created: at(created))
    pod.node = nodes[node]
    pod.scheduled = at(created + 0.2)
    pod.imagesPulled = at(ready - 1.5)
    pod.started = at(ready - 1)
    pod.ready = at(ready)
    pod.deletionRequested = at(deleted)
    pod.ended = at(min(deleted + 12, 780))
    return pod
  }

  static var nodeRows: [NodeRow] {
    nodes.enumerated().map { index, name in
      NodeRow(
        name: name, pool: "pool-1", machineType: "e2-medium", zone: "zone-a", created: at(0),
        ready: at(152 + Double(index) * 4), ended: at(775), podsPeak: 4,
        resources: ResourceFigures(
          cpuAllocatable: MilliCPU(940), cpuRequested: MilliCPU(300),
          cpuUsed: MilliCPU(170 + 40 * Int64(index)), cpuUsedPeak: MilliCPU(680),
          memoryAllocatable: .mebibytes(2_730), memoryRequested: .mebibytes(200),
          memoryUsed: .mebibytes(340), memoryUsedPeak: .mebibytes(466)),
        cost: CostItem(run: Dollars(0.00726), month: Dollars(24.455)))
    }
  }

  static var limits: LimitFigures {
    var limits = LimitFigures([
      LimitRow(.cpu), LimitRow(.workers, since: at(561), seconds: 14), LimitRow(.connections),
      LimitRow(.memory, since: at(600), seconds: 2),
    ])
    limits.objective.brokenSince = at(565)
    limits.objective.rateAtBreak = 30.6
    limits.objective.servedRequests = 11_900
    return limits
  }

  static var containers: [ContainerFigures] {
    var app = ContainerFigures("app-orange/app")
    app.pods = 5
    app.cpuLimit = MilliCPU(500)
    app.cpuPeriods = 4_000
    app.cpuPeriodsThrottled = 400
    app.cpuThrottled = .seconds(21)
    app.memoryLimit = .mebibytes(128)
    app.memoryPeak = .mebibytes(128)
    app.oomKills = 2
    return [app, ContainerFigures("database/db")]
  }

  static var series: TimeSeries {
    var state: UInt64 = 42
    func noise() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24)
    }
    let pods = pods
    func count(_ second: Double, _ version: String?, _ wanted: PodState) -> Int {
      pods.filter { pod in
        (version.map { pod.version == $0 } ?? true)
          && pod.spans(until: at(780)).contains {
            $0.state == wanted && $0.from <= at(second) && at(second) < $0.to
          }
      }.count
    }
    let buckets = (0..<780).map { second -> TimeBucket in
      let time = Double(second)
      var bucket = TimeBucket(start: at(time))
      let (oranges, maroons) = (count(time, orange, .ready), count(time, maroon, .ready))
      bucket.podsRunning = count(time, nil, .ready)
      bucket.podsPending = count(time, nil, .pending) + count(time, nil, .starting)
      bucket.podsTerminating = count(time, nil, .terminating)
      bucket.readyEndpoints = [oranges + maroons, time >= 186 && time < 760 ? 1 : 0]
      bucket.nodeCPU = nodes.indices.map { index in
        time < 152 + Double(index) * 4 || time > 775
          ? nil : 0.04 + (time > 290 && time < 750 ? 0.12 + 0.2 * noise() : 0.02 * noise())
      }
      bucket.nodeMemory = bucket.nodeCPU.map { $0.map { 0.2 + $0 / 4 } }
      guard time >= 290, time < 750 else { return bucket }
      bucket.arrived = 22 + Int(16 * noise())
      let lost = [(380.0, 6.0), (500, 4), (560, 9), (583, 12), (640, 5)].reduce(0.0) {
        time >= $1.0 && time < $1.0 + 7 ? $0 + $1.1 * noise() : $0
      }
      bucket.failed = Int(lost)
      bucket.timedOut = second == 566 ? 4 : 0
      bucket.succeeded = max(0, bucket.arrived - bucket.failed - bucket.timedOut)
      let share = Double(maroons) / Double(max(1, oranges + maroons))
      let answered = Int(Double(bucket.succeeded) * share)
      bucket.responsesByVersion = [answered, bucket.succeeded - answered]
      bucket.inFlight = Int(3 * noise()) + (oranges + maroons == 1 ? Int(14 * noise()) : 0)
      let slow = oranges + maroons <= 1 ? 9.0 : 1
      bucket.latencyP50 = TimeSpan(seconds: (0.0055 + 0.002 * noise()) * (slow > 1 ? 1.5 : 1))
      bucket.latencyMean = TimeSpan(seconds: (0.007 + 0.003 * noise()) * slow)
      bucket.latencyP95 = TimeSpan(seconds: (0.012 + 0.01 * noise()) * slow)
      bucket.latencyP99 = TimeSpan(seconds: (0.02 + 0.05 * noise()) * slow)
      return bucket
    }
    return TimeSeries(
      versions: [maroon, orange], services: ["app", "database"], nodes: nodes,
      buckets: buckets.map { bucket in
        var bucket = bucket
        if bucket.responsesByVersion.isEmpty { bucket.responsesByVersion = [0, 0] }
        return bucket
      })
  }
}
