import ClusterSim
import Results
import Testing

/// What a reader of the story sees in the terminal.
struct TranscriptTests {
  private let run: Record
  private let text: String

  init() throws {
    run = try Stage.articleRun.get()
    text = Transcript.text(run.results.steps)
  }

  @Test func `the commands stand in the order of the story`() {
    let commands = run.results.steps.map(\.text)
    let expected = [
      "gcloud container clusters create blog --num-nodes=3 --machine-type=n1-standard-1",
      "kubectl create -f database/replication-controller.yaml",
      "kubectl create -f database/service.yaml",
      "kubectl create -f app/replication-controller-orange.yaml",
      "kubectl create -f app/service.yaml",
      "kubectl exec <name=app,colour=orange> -- python manage.py migrate",
      "kubectl exec <name=app,colour=orange> -- python manage.py createsuperuser",
      "kubectl scale --replicas=1 rc app-orange",
      "kubectl scale --replicas=3 rc/app-orange",
      "kubectl delete pod <name=app,colour=orange>",
      "kubectl create -f app/replication-controller-maroon.yaml",
      "kubectl scale --replicas=0 rc app-orange",
      "kubectl delete rc app-orange",
      "gcloud container clusters delete blog --quiet",
    ]
    var place = 0
    for command in commands where place < expected.count && command == expected[place] {
      place += 1
    }
    #expect(place == expected.count, "not found in order: \(expected.dropFirst(place).prefix(1))")
    let times = run.results.steps.map(\.at)
    #expect(times == times.sorted())
  }

  @Test(arguments: [
    ("clusters create", "Created [blog]."),
    ("get nodes", "   Ready    <none>   "),
    ("database/replication-controller.yaml", "replicationcontroller/database created"),
    ("database/service.yaml", "service/database created"),
    ("describe svc database", "Port:                     <unset>  5432/TCP"),
    ("replication-controller-orange.yaml", "replicationcontroller/app-orange created"),
    ("logs <name=app,colour=orange>", "[1] [INFO] Listening at: http://0.0.0.0:8000 (1)"),
    ("app/service.yaml", "service/app created"),
    ("describe svc app", "LoadBalancer Ingress:     35."),
    ("manage.py migrate", "  Applying blog.0001_initial... OK"),
    ("createsuperuser", "Superuser created successfully."),
    ("scale --replicas=1 rc app-orange", "replicationcontroller/app-orange scaled"),
    ("scale --replicas=3 rc/app-orange", "replicationcontroller/app-orange scaled"),
    ("delete pod <name=app", "\" deleted from default namespace"),
    ("describe rc app-orange", "Replicas:     3 current / 3 desired"),
    ("replication-controller-maroon.yaml", "replicationcontroller/app-maroon created"),
    ("get endpoints app", ":8000 + 1 more..."),
    ("delete rc app-orange", "replicationcontroller \"app-orange\" deleted from default namespace"),
    ("clusters delete", "Deleted [blog] in us-central1-b."),
  ])
  func `a command prints what it would print`(command: String, expected: String) {
    #expect(run.output(command).contains(expected), "\(run.output(command))")
  }

  @Test func `nothing that was typed was refused`() {
    #expect(!text.contains("Error from server"))
    #expect(!text.contains("error:"))
    #expect(!text.contains("no such"))
  }

  @Test func `the outside address is pending first and then there`() {
    #expect(run.output("kubectl get svc", 1).contains("LoadBalancer   10.96."))
    #expect(run.output("kubectl get svc", 1).contains("<pending>     80:"))
    #expect(run.output("kubectl get svc app").contains("   35."))
  }

  @Test func `pods are three, one, three again, and then of both colours`() {
    #expect(pods(in: "get pods -o wide", 1) == ["app-orange": 3, "database": 1])
    #expect(pods(in: "get pods -l name=app") == ["app-orange": 1])
    #expect(pods(in: "get pods -l name=app", 1) == ["app-orange": 3])
    #expect(pods(in: "get pods -l name=app -o wide") == ["app-maroon": 3, "app-orange": 1])
  }

  /// How many running pods of each controller a command showed.
  private func pods(in command: String, _ place: Int = 0) -> [String: Int] {
    var counts: [String: Int] = [:]
    for line in run.output(command, place).split(separator: "\n").dropFirst() {
      guard line.contains("1/1     Running"), let name = line.split(separator: " ").first,
        let dash = name.lastIndex(of: "-")
      else { continue }
      counts[String(name[..<dash]), default: 0] += 1
    }
    return counts
  }

  @Test func `the pod that was deleted is not the one that is born again`() throws {
    let told = run.output("kubectl delete pod <name=app,colour=orange>")
    let name = try #require(told.split(separator: "\"").dropFirst().first.map(String.init))
    let deleted = try #require(run.results.pods.first { $0.name == name })
    let begun = try #require(run.phase("reborn")?.from)
    let born = run.results.pods.filter { $0.created >= begun && $0.owner.hasSuffix("app-orange") }
    #expect(born.count == 1)
    #expect(born.first?.name != name)
    let requested = try #require(deleted.deletionRequested)
    let ended = try #require(deleted.ended)
    let created = try #require(born.first?.created)
    #expect(requested >= begun)
    // The next pod is made when the deletion begins, not when the old one is gone.
    #expect(created >= requested && created < ended)
    #expect(run.output("describe rc app-orange").contains("Created pod: \(born[0].name)"))
  }
}
