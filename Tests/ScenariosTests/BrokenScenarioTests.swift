import ClusterSim
import Documents
import Scenarios
import Testing

/// Broken scenarios with the exact text that a person gets to see.
struct BrokenScenarioTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let expected: [String]
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ expected: String...) {
      self.name = name
      self.text = text
      self.expected = expected
    }
  }

  /// A scenario that is right, in lines that cases replace or add to.
  static let base = """
    cluster:
      pools:
        - {name: pool, machine: e2-medium, count: 1}
    images:
      - {image: "web:*", plain: {service: 10ms}}

    """

  static let fields = [
    Case(
      "an unknown field", base + "clinets: []\n",
      "6:1: error: unknown field \"clinets\"; did you mean \"clients\"?"),
    Case(
      "a duration without a unit",
      base + "timeline:\n  - after: 30\n    run: kubectl get pods\n",
      "7:12: error: timeline[0].after is \"30\", which has no unit; did you mean 30s or 30ms?"),
    Case(
      "a misspelt machine type",
      "cluster:\n  pools:\n    - {machine: n1-standart-1, count: 3}\n",
      "3:17: error: cluster.pools[0].machine is \"n1-standart-1\", which is no machine type of "
        + "gcp; did you mean n1-standard-1?"),
    Case(
      "a question about no phase",
      base + "timeline: [{phase: update, wait: 1s}]\nquestion: {phase: updat}\n",
      "7:19: error: question.phase is \"updat\", and no phase of the timeline is called so; did "
        + "you mean \"update\"?"),
    Case(
      "a distribution out of range",
      base.replacing("10ms", with: "hyperexponential 10ms cv 0.5"),
      "5:39: error: images[0].plain.service is \"hyperexponential 10ms cv 0.5\", where cv is out "
        + "of range; cv must be above 1 and at most 1000 (gamma and lognormal go lower)"),
    Case(
      "a server that passes requests on to nobody",
      base.replacing("10ms", with: "10ms, next: \"app:80\""),
      "5:51: error: images[0].plain.next names the Service \"app\", which nothing makes; create it "
        + "in a step, or list its file in manifests:"),
    Case(
      "shares that are more than all",
      base.replacing(
        "10ms", with: "10ms, next: [{service: \"a:80\", share: 60%}, {service: \"b:80\"}]"),
      "5:51: error: images[0].plain.next has shares that add up to more than 100%; let the rest "
        + "end here"),
    Case(
      "a share of nothing and a misspelt priority",
      base.replacing(
        "10ms",
        with: "10ms, endpoints: {a: {prority: 1}}, next: [{service: \"a:80\", share: 0%}]"),
      "5:61: error: unknown field \"prority\" in images[0].plain.endpoints.a; did you mean "
        + "\"priority\"?",
      "5:107: error: images[0].plain.next[0].share is 0; write a share above 0, or remove the item"
    ),
    Case(
      "a CPU that is interrupted",
      base.replacing("10ms", with: "10ms, preemptive: true, cpu-bound: true"),
      "5:57: error: images[0].plain.preemptive has no meaning beside cpu-bound; the CPU is shared, "
        + "not interrupted"),
    Case(
      "a client without load and with a wrong target",
      base + "clients:\n  - {name: readers, target: app, ask: list}\n",
      "7:5: error: clients[0] has none of rate, users; write one of them",
      "7:29: error: clients[0].target is \"app\", which has no port; did you mean app:80?"),
    Case(
      "a client of a Service that nothing makes",
      base + "clients:\n  - {name: readers, target: app:80, rate: 5/s, ask: list}\n",
      "7:29: error: clients[0].target names the Service \"app\", which nothing makes; create it "
        + "in a step, or list its file in manifests:"),
    Case(
      "a client that asks for nothing",
      base + "clients:\n  - {name: readers, target: app:80, rate: 5/s}\n",
      "7:5: error: clients[0] does not say what it asks for; add ask: with endpoints and weights, "
        + "such as {list: 3, detail: 1}",
      "7:29: error: clients[0].target names the Service \"app\", which nothing makes; create it "
        + "in a step, or list its file in manifests:"),
    Case(
      "no machines", "name: empty\n",
      "1:1: error: the document has no machines; add cluster: pools:, or a step gcloud container "
        + "clusters create"),
    Case(
      "two programs in one image", base.replacing("plain:", with: "pause: {}, plain:"),
      "5:5: error: images[0] says plain and pause; write one of gunicorn, postgresql, plain, "
        + "task, pause"),
    Case(
      "text that is not YAML", "cluster:\n\t- x\n",
      "2:1: error: not YAML: while scanning for the next token: found character that cannot start "
        + "any token; put the value in quotes, and indent with spaces, not tabs"),
    Case(
      "an empty file", "# nothing\n",
      "1:1: error: there is no scenario in this file; write at least cluster: and clients:"),
    Case(
      "a key that is here twice", base + "seed: 1\nseed: 2\n",
      "7:1: error: the key \"seed\" is here twice; remove one; the other is in line 6"),
  ]

  static let timelines = [
    Case(
      "a misspelt verb", base + "timeline:\n  - run: kubectl crate -f app.yaml\n",
      "7:18: error: timeline[0].run has the verb \"crate\", which is not known here; "
        + "did you mean create?"),
    Case(
      "a misspelt flag and a misspelt resource",
      base + "timeline:\n  - run: kubectl scale --replica=3 rc app\n"
        + "  - run: \"kubectl get podz\"\n",
      "7:24: error: timeline[0].run has the flag --replica, which kubectl scale does not take "
        + "here; did you mean --replicas?",
      "8:23: error: timeline[1].run asks for \"podz\", and there is no such resource here; "
        + "did you mean pods?"),
    Case(
      "a file that is not there", base + "timeline:\n  - run: kubectl create -f nowhere.yaml\n",
      "7:28: error: timeline[0].run names a file that is \"nowhere.yaml\", and there is no such "
        + "file or folder in .; check the path, which is relative to the scenario's folder"),
    Case(
      "a delete that does not say which", base + "timeline:\n  - run: kubectl delete pods\n",
      "7:18: error: timeline[0].run does not say which; add a name, -l LABELS, --all, or "
        + "<name=app> for any one pod"),
    Case(
      "expectations of figures that do not exist",
      base + "expect: [run.faild == 0, phases.update.failed == 0]\n",
      "6:10: error: expect[0] is \"run.faild == 0\", which asks for \"faild\", which is not "
        + "there; did you mean failed?",
      "6:26: error: expect[1] is \"phases.update.failed == 0\", which names \"update\", which is "
        + "not among the phases; write phase: update at a step"),
    Case(
      "a moment after a step without that name",
      base + "timeline:\n  - {name: opened, run: kubectl get pods}\n"
        + "window: {from: after open}\n",
      "8:16: error: window.from is \"after open\", and no step of the timeline is called open; "
        + "did you mean \"opened\"?"),
    Case(
      "a shell's pipe", base + "timeline:\n  - run: kubectl get pods | wc -l\n",
      "7:27: error: timeline[0].run holds \"|\", and no shell reads it; write one command a "
        + "step, without pipes and variables"),
    Case(
      "a fault without a node and a wait for nothing",
      base + "timeline:\n  - fault: {kill-nod: 0}\n  - wait: {pods: name=app}\n",
      "7:12: error: timeline[0].fault has none of kill-node, crash-node, restore-node, "
        + "kill-process, hang-process, resume-process, zone-outage, restore-zone, cut-link, "
        + "heal-link, registry-outage, registry-returns; write one of them",
      "7:13: error: unknown field \"kill-nod\" in timeline[0].fault; did you mean \"kill-node\"?",
      "8:11: error: timeline[1].wait says nothing to wait for; add ready: 3, ready: all or "
        + "gone: true"),
  ]

  @Test(arguments: fields + timelines)
  func `a broken scenario is told what would be right`(example: Case) {
    let told = told { try ScenarioLoader.load(text: example.text, name: "s.yaml") }
    #expect(told == example.expected.map { "s.yaml:" + $0 })
  }

  @Test func `the scenario that the cases break is right`() throws {
    #expect(try ScenarioLoader.load(text: Self.base).warnings == [])
  }

  @Test func `a path without a scenario is refused`() {
    let told = told { try ScenarioLoader.load(path: "no/such/folder") }
    #expect(
      told == [
        "no/such/folder:1:1: error: there is no such file or folder; name a scenario's folder or "
          + "file, such as scenarios/article"
      ])
  }
}
