import Foundation
import Testing

/// `wavetank init`: what it writes runs at once, and it never writes over anything.
@Suite(.enabled(if: Program.path != nil, "the wavetank binary is not built beside the tests"))
struct InitTests {
  /// A stack as people have them: one file, several documents, kinds that are not simulated, a
  /// namespace that nothing makes, a list, another group's objects.
  private static let stack = """
    # The shop.
    apiVersion: v1
    kind: Service
    metadata: {name: shop, namespace: store}
    spec: {selector: {app: shop}, ports: [{name: http, port: 80, targetPort: web}]}
    ---
    apiVersion: v1
    kind: ReplicationController
    metadata: {name: shop, namespace: store}
    spec:
      replicas: 3
      selector: {app: shop}
      template:
        metadata: {labels: {app: shop}}
        spec:
          nodeSelector: {tier: front}
          containers:
          - name: shop
            image: registry.example.com/shop/web:2.1
            command: [gunicorn, shop.wsgi, --workers, "4"]  # four
            ports: [{name: web, containerPort: 8080}]
            resources: {requests: {cpu: 300m, memory: 200Mi}}
          - {name: metrics, image: "prom/nginx-exporter:1", ports: [{containerPort: 9113}]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: front, namespace: store}
    spec:
      rules:
      - http:
          paths:
          - {path: /, pathType: Prefix, backend: {service: {name: shop, port: {name: http}}}}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: shop}
    ---
    apiVersion: v1
    kind: List
    items:
    - apiVersion: batch/v1
      kind: CronJob
      metadata: {name: nightly, namespace: store}
    - apiVersion: v1
      kind: Pod
      metadata: {name: db, namespace: store, labels: {app: db, note: "yes"}}
      spec:
        containers:
        - name: db
          image: postgres:15
          env: [{name: POSTGRES_PASSWORD, value: "no"}]
    - {apiVersion: v1, kind: Service, metadata: {name: db, namespace: store},
       spec: {selector: {app: db}, ports: [{port: 5432}]}}
    - {apiVersion: v1, kind: Pod, metadata: {name: cache, namespace: store, labels: {app: cache}},
       spec: {containers: [{name: c, image: "redis:7-alpine"}]}}

    """

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  /// What `wavetank run` of the new folder says, and the requests that were answered.
  private func runs(_ name: String, in folder: String) throws -> (status: Int32, answered: Int) {
    let outcome = try Program.run(
      ["run", name, "--out", "out", "--quiet", "--set", "end.after=30s"], in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    struct Summary: Decodable {
      struct Run: Decodable { var succeeded: Int }
      var run: Run
    }
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/out/summary.json"))
    return (outcome.status, try JSONDecoder().decode(Summary.self, from: data).run.succeeded)
  }

  @Test func `a stack gets clients, programs and machines, each guess with its reason`() throws {
    try Stage.withFolder { folder in
      try Stage.write(Self.stack, "k8s/shop.yaml", in: folder)
      let outcome = try Program.run(["init", "k8s", "--out", "mine"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("now: wavetank run mine\n"))
      for left in ["the Ingress itself", "kind ServiceMonitor", "kind CronJob"] {
        #expect(outcome.errors.contains(left), "\(outcome.errors)")
      }
      let scenario = try text(folder + "/mine/scenario.yaml")
      for line in [
        "because its command holds \"gunicorn\"", "workers: 4", "port: 8080",
        "database: {service: db, port: 5432, found-by: name}",
        "because it has a variable of PostgreSQL's image",
        "because the image's name holds \"redis\"",
        "because the Ingress front sends requests here", "target: \"store/shop:80\"",
        "tier: front", "an exporter of metrics",
      ] {
        #expect(scenario.contains(line), "\(line) is not in:\n\(scenario)")
      }
      let guesses = scenario.split(separator: "\n").filter { $0.contains("# guess: ") }.count
      #expect(outcome.output.contains("first check the \(guesses) guesses"))
      let copy = try text(folder + "/mine/manifests/shop.yaml")
      #expect(copy.contains("# four") && copy.contains("# The shop."))
      #expect(copy.contains("note: \"yes\"") && !copy.contains("CronJob"))
      #expect(try runs("mine", in: folder).answered > 100)
    }
  }

  @Test func `the article's manifests become a scenario that runs`() throws {
    try Stage.withFolder { folder in
      let article = Stage.root + "/scenarios/article"
      let outcome = try Program.run(
        ["init", article + "/app", article + "/database", "--out", "mine"], in: folder)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let scenario = try text(folder + "/mine/scenario.yaml")
      #expect(scenario.contains("because the image's name holds \"django\""))
      #expect(scenario.contains("because the Service is a LoadBalancer"))
      #expect(try runs("mine", in: folder).answered > 100)
      let valid = try Program.run(["validate", "mine"], in: folder)
      #expect(valid.status == 0 && valid.errors == "", "\(valid.errors)")
    }
  }

  @Test func `nothing is written over, and broken manifests are told where`() throws {
    try Stage.withFolder { folder in
      try Stage.write(Self.stack, "shop.yaml", in: folder)
      try Stage.write("mine\n", "taken/notes.md", in: folder)
      let taken = try Program.run(["init", "shop.yaml", "--out", "taken"], in: folder)
      #expect(taken.status == 2)
      #expect(taken.errors.contains("cannot write to taken: it is there already"))
      try Stage.write("apiVersion: v1\nkind: Pdo\n", "a.yaml", in: folder)
      try Stage.write("{\"kind\": ", "b.json", in: folder)
      let broken = try Program.run(
        ["init", "a.yaml", "b.json", "c.yaml", "--out", "new"], in: folder)
      #expect(broken.status == 2)
      for line in [
        "a.yaml:2:7: error: there is no kind \"Pdo\"; did you mean Pod?",
        "b.json:1:10: error: not JSON", "c.yaml:1:1: error: there is no such file",
      ] {
        #expect(broken.errors.contains(line), "\(broken.errors)")
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["a.yaml", "b.json", "shop.yaml", "taken"])
    }
  }
}
