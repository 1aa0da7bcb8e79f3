import ClusterSim
import Foundation
import Results
import Testing

/// A deployment in a whole run: rolled out, taken back, paused and scaled under traffic, by the
/// commands that a person types.
struct RolloutTests {
  private static let manifest = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: app, labels: {name: app}}
    spec:
      replicas: 3
      selector: {matchLabels: {name: app}}
      strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
      template:
        metadata: {labels: {name: app}}
        spec:
          containers:
            - name: app
              image: shop:1
              ports: [{containerPort: 80}]
              readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 1}
              lifecycle: {preStop: {sleep: {seconds: 5}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: app}
    spec: {selector: {name: app}, ports: [{port: 80}]}
    """

  private static let scenario = """
    cluster: {pools: [{machine: e2-medium, count: 3}]}
    images: [{image: "shop:*", plain: {service: 5ms, servers: 4}}]
    clients: [{name: users, target: app:80, rate: 20/s, ask: page, start: phase traffic}]
    timeline:
      - run: kubectl create -f app.yaml
      - run: kubectl rollout status deployment/app
      - wait: {rollout: deployment/app, complete: true}
        run: kubectl get all
      - {phase: traffic, after: 10s}
      - run: kubectl set image deployment/app app=shop:2
      - run: kubectl rollout status deploy/app
      - run: kubectl get deploy,rs
      - run: kubectl describe deployment app
      - run: kubectl rollout history deployment app
      - run: kubectl rollout undo deployment/app
      - wait: {pods: name=app, ready: all}
        run: kubectl rollout history deployment/app
      - run: kubectl rollout undo deployment/app --to-revision=7
      - run: kubectl rollout pause deployment/app
      - run: kubectl rollout undo deployment/app
      - run: kubectl set image deployment/app app=shop:3
      - run: kubectl rollout status deployment/app --timeout=5s
      - run: kubectl rollout resume deployment/app
      - run: kubectl rollout restart deployment/app
      - run: kubectl rollout status deployment/app
      - run: "kubectl patch deployment app -p '{\\"spec\\": {\\"replicas\\": 2}}'"
      - run: "kubectl patch deployment app -p '{\\"spec\\": {\\"replicas\\": 2}}'"
      - wait: {pods: name=app, ready: all}
        run: kubectl get pods
      - run: kubectl label pod <name=app> tier=web
      - run: kubectl label deployment app name=other
      - run: kubectl label deployment app missing-
      - run: kubectl annotate deploy/app note=one
      - run: kubectl scale deployment app --replicas=1
      - wait: {pods: name=app, ready: all}
        run: kubectl logs deploy/app
      - {phase: end, run: kubectl delete deployment app}
      - wait: {pods: name=app, gone: true}
        run: kubectl get rs
    end: {after: 5s}
    """

  private static let record = Result {
    try Stage.withFolder { folder in
      try Stage.write(manifest, "app.yaml", in: folder)
      return try Record(Stage.design(scenario, folder: folder))
    }
  }

  private let run: Record

  init() throws { run = try Self.record.get() }

  @Test(arguments: [
    ("create -f", 0, "deployment.apps/app created\nservice/app created\n"),
    ("rollout status deployment/app", 0, "deployment \"app\" successfully rolled out\n"),
    ("set image", 0, "deployment.apps/app image updated\n"),
    ("rollout status deploy/app", 0,
      "Waiting for deployment \"app\" rollout to finish: 1 out of 3 new replicas have been "
        + "updated...\n"),
    ("rollout status deploy/app", 0,
      "Waiting for deployment \"app\" rollout to finish: 1 old replicas are pending "
        + "termination...\n"),
    ("describe deployment", 0, "RollingUpdateStrategy:  0 max unavailable, 1 max surge\n"),
    ("describe deployment", 0,
      "Replicas:               3 desired | 3 updated | 3 total | 3 available | 0 unavailable\n"),
    ("describe deployment", 0, "(0/0 replicas created)\nNewReplicaSet:"),
    ("rollout history deployment app", 0,
      "deployment.apps/app \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n"),
    ("rollout undo", 0, "deployment.apps/app rolled back\n"),
    ("rollout history deployment/app", 0, "\n2         <none>\n3         <none>\n"),
    ("--to-revision=7", 0, "error: unable to find specified revision 7 in history\n"),
    ("rollout pause", 0, "deployment.apps/app paused\n"),
    ("rollout undo deployment/app", 2, "error: you cannot rollback a paused deployment"),
    ("--timeout=5s", 0, "error: timed out waiting for the condition\n"),
    ("rollout resume", 0, "deployment.apps/app resumed\n"),
    ("rollout restart", 0, "deployment.apps/app restarted\n"),
    ("rollout status deployment/app", 2, "deployment \"app\" successfully rolled out\n"),
    ("kubectl patch", 0, "deployment.apps/app patched\n"),
    ("kubectl patch", 1, "deployment.apps/app patched (no change)\n"),
    ("label pod", 0, " labeled\n"),
    ("label deployment app name", 0, "error: 'name' already has a value (app)"),
    ("label deployment app missing-", 0,
      "label \"missing\" not found.\ndeployment.apps/app not labeled\n"),
    ("annotate", 0, "deployment.apps/app annotated\n"),
    ("scale deployment", 0, "deployment.apps/app scaled\n"),
    ("delete deployment", 0, "deployment.apps \"app\" deleted from default namespace\n"),
    ("kubectl get rs", 0, "No resources found in default namespace.\n"),
  ])
  func `a command prints what kubectl prints`(command: String, place: Int, expected: String) {
    let output = run.output(command, place)
    #expect(output.contains(expected), "\(output)")
  }

  @Test func `what is listed is a deployment, its replica sets and its pods`() {
    let all = run.output("get all")
    #expect(all.contains("NAME                  READY   UP-TO-DATE   AVAILABLE   AGE\n"))
    #expect(all.contains("deployment.apps/app   3/3     3            3"))
    #expect(all.contains("replicaset.apps/app-"))
    let pods = run.output("get pods").split(separator: "\n").dropFirst()
    #expect(pods.count == 2)
  }

  @Test func `with readiness, a pause before the end and room for one more nothing is lost`() {
    #expect(run.phase("traffic")?.figures.failed == 0)
    #expect((run.phase("traffic")?.figures.arrived ?? 0) > 1_000)
    #expect(run.brokenPromises == [])
  }

  @Test func `an unknown image of a later step is told before the run`() throws {
    try Stage.withFolder { folder in
      try Stage.write(Self.manifest, "app.yaml", in: folder)
      let text = Self.scenario.replacing("app=shop:3", with: "app=shpo:3")
      let error = #expect(throws: (any Error).self) { try Stage.design(text, folder: folder) }
      #expect("\(error.map { "\($0)" } ?? "")".contains("\"shpo:3\""))
    }
  }
}
