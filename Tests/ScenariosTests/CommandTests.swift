import ClusterSim
import KubeAPI
import Scenarios
import Testing

/// Commands as people type them, and what they mean.
struct CommandTests {
  private static let head = """
    cluster: {pools: [{machine: e2-medium, count: 1}]}
    timeline:

    """

  private func command(_ line: String) throws -> Command {
    let design = try ScenarioLoader.load(text: Self.head + "  - run: >-\n      \(line)\n")
    guard case .command(let command) = design.timeline[0].action else {
      throw Unexpected(line: line)
    }
    return command
  }

  struct Unexpected: Error {
    let line: String
  }

  @Test(arguments: [
    "kubectl scale --replicas=3 rc app-orange", "kubectl scale rc/app-orange --replicas=3",
    "kubectl scale --replicas 3 replicationcontrollers app-orange",
    "kubectl scale replicationcontroller/app-orange --replicas=3",
  ])
  func `all ways of naming a controller scale it`(line: String) throws {
    guard case .scale(let scale) = try command(line) else { throw Unexpected(line: line) }
    #expect(scale.targets == [ObjectName(.replicationController, "app-orange")])
    #expect(scale.replicas == 3)
    #expect(scale.namespace == "default")
  }

  @Test(
    arguments: [
      ("pods", [.pod], false), ("rc,svc", [.replicationController, .service], true),
      ("all", [.pod, .replicationController, .service, .deployment, .replicaSet], true),
      ("no", [.node], false), ("deploy,rs", [.deployment, .replicaSet], true),
      ("deployments.apps", [.deployment], false),
      ("ep", [.endpoints], false), ("ev", [.event], false), ("pv", [.persistentVolume], false),
      ("pvc", [.persistentVolumeClaim], false), ("PODS", [.pod], false),
      ("rc/a svc/b", [.replicationController, .service], true),
    ] as [(String, [Kind], Bool)])
  func `short names and lists of kinds are understood`(
    resources: String, kinds: [Kind], prefix: Bool
  ) throws {
    guard case .get(let get) = try command("kubectl get \(resources)") else {
      throw Unexpected(line: resources)
    }
    #expect(get.kinds == kinds)
    #expect(get.hasKindPrefix == prefix)
  }

  @Test func `flags stand anywhere and in either form`() throws {
    let line = "kubectl -n shop get pods -o wide -l name=app,colour=orange --show-labels"
    guard case .get(let get) = try command(line) else { throw Unexpected(line: line) }
    #expect(get.namespace == "shop")
    #expect(get.output == .wide)
    #expect(get.selector?.text == "name=app,colour=orange")
    #expect(get.showLabels)
  }

  @Test func `the story's pod-id is any pod with these labels`() throws {
    let labels = LabelMatch([LabelDesign("name", "app"), LabelDesign("colour", "orange")])
    for line in [
      "kubectl delete pod <name=app,colour=orange>", "kubectl delete pod/<name=app,colour=orange>",
    ] {
      guard case .delete(let delete) = try command(line) else { throw Unexpected(line: line) }
      #expect(delete.target == .pod(.any(labels)))
    }
    let all = "kubectl delete pods -l name=app,colour=orange --now"
    guard case .delete(let delete) = try command(all) else { throw Unexpected(line: all) }
    #expect(delete.target == .selected([.pod], labels))
    #expect(delete.gracePeriodSeconds == 1)
  }

  @Test(
    arguments: [
      ("<name=app> -- python manage.py migrate", .migrate),
      ("-it rc/app-orange -- python /app/manage.py createsuperuser", .createSuperuser),
      ("pod/x -c app -- python manage.py collectstatic", .manage("collectstatic")),
      ("x -- ls -l", .other),
    ] as [(String, ExecCommand.Work)])
  func `what runs inside a container is recognised`(line: String, work: ExecCommand.Work) throws {
    guard case .exec(let exec) = try command("kubectl exec \(line)") else {
      throw Unexpected(line: line)
    }
    #expect(exec.work == work)
  }

  @Test func `the verbs of roll-outs are understood`() throws {
    let image = "kubectl set image deployment/app app=shop:2 *=x -n shop"
    let images = "images: [{image: \"*\", pause: {}}]\n"
    let design = try ScenarioLoader.load(text: images + Self.head + "  - run: \(image)\n")
    guard case .command(.setImage(let set)) = design.timeline[0].action else {
      throw Unexpected(line: image)
    }
    #expect(set.targets == [ObjectName(.deployment, "app")])
    #expect(
      set.changes
        == [.init(container: "app", image: "shop:2"), .init(container: "*", image: "x")])
    #expect(set.namespace == "shop")
    let verbs: [(String, RolloutCommand.Verb)] = [
      ("status deploy/app", .status(timeoutSeconds: nil)),
      ("status deployment app --timeout=90s", .status(timeoutSeconds: 90)),
      ("undo deploy app --to-revision=3", .undo(toRevision: 3)),
      ("undo deploy/app --to-revision=0", .undo(toRevision: nil)),
      ("restart deploy/app", .restart), ("pause deploy/app", .pause),
      ("resume deploy/app", .resume), ("history deploy/app", .history(revision: nil)),
      ("history deploy/app --revision=2", .history(revision: 2)),
    ]
    for (line, verb) in verbs {
      guard case .rollout(let rollout) = try command("kubectl rollout \(line)") else {
        throw Unexpected(line: line)
      }
      #expect(rollout.verb == verb)
      #expect(rollout.targets == ["app"])
    }
  }

  @Test func `labels and annotations are set and taken away`() throws {
    let line = "kubectl label pods <name=app> colour=blue tier- --overwrite"
    guard case .mark(let mark) = try command(line) else { throw Unexpected(line: line) }
    #expect(mark.sort == .labels)
    #expect(mark.target == .pod(.any(LabelMatch([LabelDesign("name", "app")]))))
    #expect(mark.set == [LabelDesign("colour", "blue")])
    #expect(mark.remove == ["tier"])
    #expect(mark.overwrites)
    let note = "kubectl annotate deploy -l a=b note='two words'"
    guard case .mark(let second) = try command(note) else { throw Unexpected(line: note) }
    #expect(second.sort == .annotations)
    #expect(second.set == [LabelDesign("note", "two words")])
    #expect(second.target == .selected([.deployment], LabelMatch([LabelDesign("a", "b")])))
  }

  @Test func `a patch is taken in JSON and YAML`() throws {
    for text in [#"'{"spec": {"replicas": 2}}'"#, "'spec: {replicas: 2}'"] {
      let line = "kubectl patch deployment app --type merge -p \(text)"
      guard case .patch(let patch) = try command(line) else { throw Unexpected(line: line) }
      #expect(patch.patch.sort == .merge)
      #expect(patch.target == .names([ObjectName(.deployment, "app")]))
    }
  }

  @Test func `a cluster's defaults are the provider's`() throws {
    let line = "gcloud container clusters create demo"
    guard case .createCluster(let create) = try command(line) else { throw Unexpected(line: line) }
    #expect(create.name == "demo")
    #expect(create.pool.count == 3)
    #expect(create.pool.machine == .type("e2-medium"))
    let last = "gcloud container clusters delete demo --zone us-east1-c -q"
    guard case .deleteCluster("demo", zone: "us-east1-c") = try command(last) else {
      throw Unexpected(line: last)
    }
  }

  @Test(
    arguments: [
      ("drain n1", [.name("n1")]), ("drain node/n1 0", [.name("n1"), .index(0)]),
      ("drain <name=database>", [.of(.any(LabelMatch([LabelDesign("name", "database")])))]),
    ] as [(String, [NodePick])])
  func `a node is written as faults write it`(line: String, nodes: [NodePick]) throws {
    guard case .drain(let drain) = try command("kubectl \(line)") else {
      throw Unexpected(line: line)
    }
    #expect(drain.nodes == nodes)
    #expect(drain.timeout == nil)
    #expect(drain.gracePeriodSeconds == nil)
  }

  @Test func `drain takes its flags`() throws {
    let line = "kubectl drain n1 --ignore-daemonsets --delete-emptydir-data --force "
      + "--grace-period=5 --timeout=90s --disable-eviction --pod-selector=name=app"
    guard case .drain(let drain) = try command(line) else { throw Unexpected(line: line) }
    #expect(drain.isForced && drain.deletesEmptyDirData && drain.disablesEviction)
    #expect(drain.gracePeriodSeconds == 5)
    #expect(drain.timeout == .seconds(90))
    #expect(drain.podSelector?.text == "name=app")
    guard case .cordon(let cordon) = try command("kubectl uncordon n1") else {
      throw Unexpected(line: line)
    }
    #expect(!cordon.isCordon)
  }

  @Test func `taints are put on and taken off`() throws {
    let line = "kubectl taint nodes <name=database> 1 a=b:NoSchedule c:NoExecute d- e:NoSchedule-"
    guard case .taint(let taint) = try command(line) else { throw Unexpected(line: line) }
    #expect(taint.nodes?.count == 2)
    #expect(
      taint.added == [
        Taint(key: "a", value: "b", effect: .noSchedule), Taint(key: "c", effect: .noExecute),
      ])
    #expect(
      taint.removed == [
        .init(key: "d", effect: nil), .init(key: "e", effect: .noSchedule),
      ])
    guard case .taint(let all) = try command("kubectl taint no --all a:NoSchedule --overwrite")
    else { throw Unexpected(line: line) }
    #expect(all.nodes == nil)
    #expect(all.overwrites)
  }

  @Test func `create makes secrets, config maps and budgets without a file`() throws {
    func object(_ line: String) throws -> any KubeObject {
      guard case .create(let create) = try command("kubectl create \(line)"),
        let object = create.objects.first?.object
      else { throw Unexpected(line: line) }
      return object
    }
    let secret = try object(
      "secret generic db -n shop --from-literal=password='s3 cr=t' --from-literal user=app")
    #expect((secret as? Secret)?.data == ["password": "s3 cr=t", "user": "app"])
    #expect(secret.metadata.namespace == "shop")
    let map = try object("cm settings --from-literal=mode=fast")
    #expect((map as? ConfigMap)?.data == ["mode": "fast"])
    let budget = try object("pdb app --selector=name=app --max-unavailable=50%")
    #expect((budget as? PodDisruptionBudget)?.spec.maxUnavailable == .percent(50))
  }

  @Test(arguments: [
    (
      "kubectl drain",
      "3:18: error: timeline[0].run names no node; write a name, 0 for the first by name, or "
        + "<name=app> for the node of such a pod"
    ),
    (
      "kubectl drain n1 --ignore-daemonset",
      "3:27: error: timeline[0].run has the flag --ignore-daemonset, which kubectl drain does not "
        + "take here; did you mean --ignore-daemonsets?"
    ),
    (
      "kubectl cordon pod/x",
      "3:25: error: timeline[0].run names \"pod/x\", which is no node; write a node's name"
    ),
    (
      "kubectl taint nodes n1 a=b",
      "3:33: error: timeline[0].run has the taint \"a=b\" without an effect; write "
        + "key=value:NoSchedule, PreferNoSchedule or NoExecute, with - at the end to take it off"
    ),
    (
      "kubectl taint nodes n1",
      "3:18: error: timeline[0].run says no taint; add key=value:NoSchedule, or key:NoSchedule- to "
        + "take one off"
    ),
    (
      "kubectl create secret tls x",
      "3:25: error: timeline[0].run creates a secret of a sort that is not known here; write "
        + "kubectl create secret generic NAME --from-literal=key=value"
    ),
    (
      "kubectl create configmap x --from-literal=a",
      "3:52: error: timeline[0].run gives --from-literal the value \"a\"; write "
        + "--from-literal=key=value"
    ),
    (
      "kubectl create pdb x --selector=a=b --min-available=150%",
      "3:62: error: timeline[0].run gives --min-available a value that is \"150%\"; write a share "
        + "from 0% to 100%"
    ),
    (
      "kubectl scale rc app",
      "3:18: error: timeline[0].run does not say how many; add --replicas=3"
    ),
    (
      "kubectl exec app python manage.py migrate",
      "3:27: error: timeline[0].run does not tell the pod from the command; write -- between "
        + "them: kubectl exec POD -- python manage.py migrate"
    ),
    (
      "kubectl expose rc app",
      "3:18: error: timeline[0].run has the verb \"expose\", which is not known here; known "
        + "verbs: create, apply, get, describe, scale, set, rollout, label, annotate, patch, "
        + "delete, exec, logs, cordon, uncordon, drain, taint"
    ),
    (
      "kubectl rollout staus deploy/app",
      "3:26: error: timeline[0].run asks rollout for \"staus\"; did you mean status?"
    ),
    (
      "kubectl rollout undo rc/app",
      "3:31: error: timeline[0].run names a replicationcontroller, which has no roll-outs; write "
        + "deployment/NAME"
    ),
    (
      "kubectl rollout pause deploy/app --to-revision=2",
      "3:43: error: timeline[0].run has the flag --to-revision, which rollout pause does not take; "
        + "remove it"
    ),
    (
      "kubectl set image deploy/app",
      "3:22: error: timeline[0].run names no image; add CONTAINER=IMAGE, or *=IMAGE for all "
        + "containers"
    ),
    (
      "kubectl set image svc/app app=shop:2",
      "3:28: error: timeline[0].run names services, which keep no pods of a template; write "
        + "deployment/NAME, rs/NAME or rc/NAME"
    ),
    (
      "kubectl label pod x a=b a-",
      "3:34: error: timeline[0].run names the key \"a\" twice; keep one of them"
    ),
    (
      "kubectl patch deploy app -p '{\"spec\":{\"replica\":2}}'",
      "3:48: error: timeline[0].run has a patch in which unknown field \"replica\" in spec; did "
        + "you mean \"replicas\"?"
    ),
    (
      "kubectl patch deploy app --type=yaml -p '{}'",
      "3:42: error: timeline[0].run gives --type the value \"yaml\"; allowed here: json, "
        + "merge, strategic"
    ),
    (
      "kubectl scale svc app --replicas=2",
      "3:24: error: timeline[0].run scales services, which cannot be scaled; scale a "
        + "deployment, a replicaset or a replicationcontroller"
    ),
    (
      "kubectl get pods -o yml",
      "3:30: error: timeline[0].run asks for the output \"yml\"; write wide or name, or leave it "
        + "out"
    ),
    (
      "helm install x",
      "3:10: error: timeline[0].run begins with \"helm\", which is not known here; write a "
        + "kubectl or a gcloud command"
    ),
    (
      "kubectl delete pod <name>",
      "3:29: error: timeline[0].run names a pod that is \"name\"; write labels such as "
        + "name=app,colour=orange"
    ),
    (
      "gcloud container clusters creat x",
      "3:36: error: timeline[0].run has the verb \"creat\", which is not known here; did you "
        + "mean \"create\"?"
    ),
  ])
  func `a wrong command is located inside its text`(line: String, expected: String) {
    let text = Self.head + "  - run: \(line)\n"
    let told = told { try ScenarioLoader.load(text: text, name: "s.yaml") }
    #expect(told == ["s.yaml:" + expected])
  }
}
