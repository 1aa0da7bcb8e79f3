import Documents
import KubeAPI
import Testing

/// Broken manifests with the exact text that a person sees.
struct BrokenManifestsTests {
  private static func pod(_ spec: String) -> String {
    let lines = spec.split(separator: "\n", omittingEmptySubsequences: false)
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n"
      + lines.map { "  " + $0 + "\n" }.joined()
  }

  private static func container(_ fields: String) -> String {
    let lines = fields.split(separator: "\n", omittingEmptySubsequences: false)
    return pod("containers:\n- name: c\n  image: x\n" + lines.map { "  " + $0 }.joined(
      separator: "\n"))
  }

  private static func service(_ spec: String) -> String {
    "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: \(spec)\n"
  }

  private static func controller(_ spec: String) -> String {
    "apiVersion: v1\nkind: ReplicationController\nmetadata: {name: a}\nspec:\n" + spec
  }

  /// A deployment with these fields beside its template.
  private static func deployment(_ fields: String) -> String {
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec: {\(fields), template: "
      + "{metadata: {labels: {name: app}}, spec: {containers: [{name: c, image: i}]}}}\n"
  }

  static let cases: [(text: String, complaints: [String])] = [
    (
      "kind: Pod\nmetadata: {name: a}\n",
      ["1:1: error: \"apiVersion\" is missing in the document; add apiVersion: v1"]
    ),
    (
      "apiVersion: v1\nkind: Pdo\n",
      ["2:7: error: there is no kind \"Pdo\"; did you mean Pod?"]
    ),
    (
      "apiVersion: apps/v1\nkind: DaemonSet\n",
      [
        "2:7: error: objects of kind DaemonSet are not simulated; kinds read here: CSINode, "
          + "ConfigMap, Deployment, Endpoints, Namespace, Node, PersistentVolume, "
          + "PersistentVolumeClaim, Pod, PodDisruptionBudget, PriorityClass, ReplicaSet, "
          + "ReplicationController, Secret, Service, StorageClass"
      ]
    ),
    (
      "apiVersion: v1\nkind: Deployment\n",
      ["1:13: error: apiVersion is \"v1\"; Deployment is of apiVersion apps/v1"]
    ),
    (
      Self.deployment("selector: {matchLabels: {name: web}}"),
      [
        "4:18: error: spec.selector does not match the labels of its template; add name: web to "
          + "template.metadata.labels"
      ]
    ),
    (
      Self.deployment("replicas: 2"),
      ["4:7: error: spec has no selector; add selector: with matchLabels: of its pods"]
    ),
    (
      Self.deployment(
        "selector: {matchLabels: {name: app}}, strategy: {type: Recreate, rollingUpdate: {}}"),
      [
        "4:88: error: spec.strategy.rollingUpdate stands beside type: Recreate; remove one of them"
      ]
    ),
    (
      Self.deployment(
        "selector: {matchLabels: {name: app}}, strategy: {rollingUpdate: {maxSurge: 0, "
          + "maxUnavailable: 0%}}"),
      [
        "4:102: error: spec.strategy.rollingUpdate.maxUnavailable is 0, and so is maxSurge; let "
          + "one of them be more than 0"
      ]
    ),
    (
      Self.deployment(
        "selector: {matchLabels: {name: app}}, strategy: {rollingUpdate: {maxSurge: 1.5, "
          + "maxUnavailable: 200%}}"),
      [
        "4:83: error: spec.strategy.rollingUpdate.maxSurge is \"1.5\"; write a whole number such "
          + "as 3",
        "4:104: error: spec.strategy.rollingUpdate.maxUnavailable is 200%; write at most 100%",
      ]
    ),
    (
      Self.deployment(
        "selector: {matchLabels: {name: app}}, minReadySeconds: 60, progressDeadlineSeconds: 60"),
      [
        "4:92: error: spec.progressDeadlineSeconds is 60, and pods count as available after 60 s "
          + "only; let it be more than minReadySeconds"
      ]
    ),
    (
      "apiVersion: apps/v1\nkind: Pod\n",
      ["1:13: error: apiVersion is \"apps/v1\"; Pod is of apiVersion v1"]
    ),
    ("- a\n", ["1:1: error: the document is a list; write an object: apiVersion, kind …"]),
    (
      "apiVersion: v1\nkind: Pod\nspecs: {}\n",
      [
        "1:1: error: \"metadata\" is missing in the document; add metadata: with a mapping: its "
          + "fields below, indented",
        "1:1: error: \"spec\" is missing in the document; add spec: with a mapping: its fields "
          + "below, indented",
        "3:1: error: unknown field \"specs\"; did you mean \"spec\"?",
      ]
    ),
    (
      "apiVersion: v1\nkind: Pod\nmetadata: {name: App_1, labels: {a: b c, -x: d}}\n"
        + "spec: {containers: []}\n",
      [
        "3:18: error: metadata.name is \"App_1\"; write lower-case letters, digits, \"-\" and "
          + "\".\", with a letter or digit at both ends and at most 253 in all",
        "3:37: error: metadata.labels.a is \"b c\"; write letters, digits, \"-\", \"_\" and "
          + "\".\", with a letter or digit at both ends and at most 63 in all",
        "3:42: error: metadata.labels has the name \"-x\"; write a name such as app or "
          + "example.com/app: letters, digits, \"-\", \"_\" and \".\", with a letter or digit at "
          + "both ends and at most 63 in all",
        "4:20: error: spec.containers is an empty list; write one container at least",
      ]
    ),
    (
      pod("containers:\n- name: c\n  image: x\n  imagePullpolicy: Always\n  port: []"),
      [
        "8:5: error: unknown field \"imagePullpolicy\" in spec.containers[0]; did you mean "
          + "\"imagePullPolicy\"?",
        "9:5: error: unknown field \"port\" in spec.containers[0]; did you mean \"ports\"?",
      ]
    ),
    (
      pod("containers:\n- name: c\n- {name: c, image: \"a b\"}"),
      [
        "6:5: error: \"image\" is missing in spec.containers[0]; add image: with text",
        "7:12: error: spec.containers[1].name is \"c\", as another container's; rename one of them",
        "7:22: error: spec.containers[1].image is \"a b\"; an image's name has no blanks",
      ]
    ),
    (
      container("resources:\n  requests: {cpu: 2, memory: 1Gi, disk: 1}\n  limits: {cpu: 500m}"),
      [
        "9:23: error: spec.containers[0].resources.requests.cpu is 2, more than its limit 500m; "
          + "ask for at most the limit",
        "9:39: error: spec.containers[0].resources.requests has the resource \"disk\"; write cpu, "
          + "memory, ephemeral-storage, or a name with a domain",
      ]
    ),
    (
      container("resources: {limits: {cpu: -1, memory: 5 GB, a.b/c: 1.5}}"),
      [
        "8:31: error: spec.containers[0].resources.limits.cpu is \"-1\"; write zero or more",
        "8:43: error: spec.containers[0].resources.limits.memory is \"5 GB\"; did you mean 5G?",
        "8:56: error: spec.containers[0].resources.limits[\"a.b/c\"] is 1500m; a.b/c is counted "
          + "in whole numbers",
      ]
    ),
    (
      pod("resources: {requests: {cpu: 1, disk: 1}}\n"
        + "containers: [{name: c, image: x, resources: {requests: {cpu: 2}}}]"),
      [
        "5:14: error: spec.resources requests less cpu than the containers together; raise it, or "
          + "leave it out",
        "5:34: error: spec.resources.requests has the resource \"disk\"; write cpu or memory; "
          + "give others to containers",
      ]
    ),
    (
      container("resources: {requests: {nvidia.com/gpu: 1}}"),
      [
        "8:44: error: spec.containers[0].resources.requests.nvidia.com/gpu has no limit; "
          + "nvidia.com/gpu cannot be shared: set the limit to the same amount"
      ]
    ),
    (
      container("ports:\n- {containerPort: 0}\n- {containerPort: \"80\", protocol: tcp}"),
      [
        "9:23: error: spec.containers[0].ports[0].containerPort is \"0\"; write a whole number "
          + "from 1 to 65535",
        "10:23: error: spec.containers[0].ports[1].containerPort is the quoted text \"80\"; write "
          + "it without quotes",
        "10:39: error: spec.containers[0].ports[1].protocol is \"tcp\"; did you mean TCP?",
      ]
    ),
    (
      container("readinessProbe: {initialDelaySeconds: -1}\n"
        + "livenessProbe: {httpGet: {port: 70000}, tcpSocket: {port: 1}}\n"
        + "startupProbe: {exec: {command: []}, successThreshold: 2}"),
      [
        "8:21: error: spec.containers[0].readinessProbe has none of httpGet, tcpSocket, exec, "
          + "grpc; write one of them",
        "8:43: error: spec.containers[0].readinessProbe.initialDelaySeconds is \"-1\"; write a "
          + "whole number of at least 0",
        "9:45: error: spec.containers[0].livenessProbe has both httpGet and tcpSocket; keep one "
          + "of them",
        "10:26: error: spec.containers[0].startupProbe.exec has no command; add command: with a "
          + "list of a program and its arguments",
        "10:59: error: spec.containers[0].startupProbe.successThreshold is 2; only a readiness "
          + "probe may want more than 1",
      ]
    ),
    (
      container("env: [{name: A=B}, {value: x}, {name: C, value: x, valueFrom: {fieldRef: "
        + "{fieldPath: metadata.nam}}}]\nvolumeMounts: [{name: dat, mountPath: /x}]"),
      [
        "8:18: error: spec.containers[0].env[0].name is \"A=B\"; write printable ASCII without "
          + "\"=\"",
        "8:24: error: \"name\" is missing in spec.containers[0].env[1]; add name: with text",
        "8:90: error: spec.containers[0].env[2].valueFrom.fieldRef.fieldPath is "
          + "\"metadata.nam\"; did you mean \"metadata.name\"?",
        "9:27: error: spec.containers[0].volumeMounts[0].name is \"dat\", but the pod has no such "
          + "volume; add it to the pod's volumes",
      ]
    ),
    (
      pod("containers: [{name: c, image: x}]\ntolerations:\n- {value: x, operator: Exists}\n"
        + "- {effect: NoSchedul}\nrestartPolicy: always\nterminationGracePeriodSeconds: soon"),
      [
        "7:13: error: spec.tolerations[0].value is \"x\"; operator: Exists takes no value",
        "8:5: error: spec.tolerations[1] has no key; add key: or operator: Exists",
        "8:14: error: spec.tolerations[1].effect is \"NoSchedul\"; did you mean NoSchedule?",
        "9:18: error: spec.restartPolicy is \"always\"; did you mean Always?",
        "10:34: error: spec.terminationGracePeriodSeconds is \"soon\"; write a whole number such "
          + "as 3",
      ]
    ),
    (
      controller(
        "  replica: 3\n  selector: {app: web}\n  template:\n    metadata: {labels: {app: wbe}}\n"
          + "    spec: {restartPolicy: Never, containers: [{name: c, image: x}]}\n"),
      [
        "5:3: error: unknown field \"replica\" in spec; did you mean \"replicas\"?",
        "6:13: error: spec.selector does not match the labels of its template; add app: web to "
          + "template.metadata.labels",
        "9:27: error: spec.template.spec.restartPolicy is Never; a controller's pods can only be "
          + "started again: write Always",
      ]
    ),
    (
      controller("  replicas: \"3\"\n"),
      [
        "5:3: error: \"template\" is missing in spec; add template: with a mapping: its fields "
          + "below, indented",
        "5:13: error: spec.replicas is the quoted text \"3\"; write it without quotes",
      ]
    ),
    (
      service("{ports: [{port: 80}, {port: 80, name: a}], type: Loadbalancer}"),
      [
        "4:16: error: spec.ports[0] has no name; add name: to each of several ports",
        "4:35: error: spec.ports[1].port is 80, as another port's; take another number",
        "4:56: error: spec.type is \"Loadbalancer\"; did you mean LoadBalancer?",
      ]
    ),
    (
      service("{clusterIP: None, type: LoadBalancer, ports: [{port: 80, nodePort: 80}]}"),
      [
        "4:19: error: spec.clusterIP is None, but a service of type LoadBalancer needs an "
          + "address; remove it",
        "4:74: error: spec.ports[0].nodePort is 80; write a number from 30000 to 32767",
      ]
    ),
    (
      "apiVersion: v1\nkind: Service\nmetadata: {name: 1a, namespace: B}\nspec: {}\n",
      [
        "3:18: error: metadata.name is \"1a\"; write lower-case letters, digits and \"-\", a "
          + "letter first, a letter or digit last and at most 63 in all",
        "3:33: error: metadata.namespace is \"B\"; write lower-case letters, digits and \"-\", "
          + "with a letter or digit at both ends and at most 63 in all",
        "4:7: error: spec has no ports; add ports: with a list of one at least",
      ]
    ),
    (
      "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: a, namespace: b}\n"
        + "spec: {capacity: {storage: 0}, accessModes: [RWO]}\n",
      [
        "3:32: error: metadata.namespace is \"b\", but objects of this kind belong to no "
          + "namespace; remove it",
        "4:7: error: spec has no source of storage; add one such as hostPath or gcePersistentDisk",
        "4:28: error: spec.capacity.storage is 0; write a size such as 50Gi",
        "4:46: error: spec.accessModes[0] is \"RWO\"; write one of ReadWriteOnce, ReadOnlyMany, "
          + "ReadWriteMany, ReadWriteOncePod",
      ]
    ),
    (
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nmetadata: {name: b}\nspec: [\n",
      [
        "4:1: error: the key \"metadata\" is here twice; remove one; the other is in line 3",
        "6:1: error: not YAML: while parsing a flow node: did not find expected node content; "
          + "close what { or [ opens, and put text that has them in quotes",
      ]
    ),
    (
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a/b: aGk=, c: \"%%\"}\n",
      [
        "4:8: error: data has the key \"a/b\"; write at most 253 letters, digits, \"-\", \"_\" "
          + "and \".\"",
        "4:22: error: data.c is \"%%\", which is not base64; encode it, or put it under "
          + "stringData as it is",
      ]
    ),
    (
      "apiVersion: v1\nkind: PodDisruptionBudget\n",
      ["1:13: error: apiVersion is \"v1\"; PodDisruptionBudget is of apiVersion policy/v1"]
    ),
    (
      "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n"
        + "spec: {minAvailable: 120%, maxUnavailable: \"2\", selector: {matchLabel: {a: b}},\n"
        + "  unhealthyPodEvictionPolicy: Always}\n",
      [
        "4:22: error: spec.minAvailable is \"120%\"; write a share from 0% to 100%",
        "4:44: error: spec.maxUnavailable is the quoted text \"2\"; write it without quotes",
        "4:44: error: spec.maxUnavailable stands beside minAvailable; keep one of them",
        "4:60: error: unknown field \"matchLabel\" in spec.selector; did you mean \"matchLabels\"?",
        "5:31: error: spec.unhealthyPodEvictionPolicy is \"Always\"; write one of "
          + "IfHealthyBudget, AlwaysAllow",
      ]
    ),
    (
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata: {a: b}\n"
        + "binaryData: {a: aGk=}\n",
      ["5:13: error: binaryData has the key \"a\", as data has; keep one of them"]
    ),
    (
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ntype: kubernetes.io/tls\n"
        + "stringData: {tls.crt: x}\n",
      [
        "4:7: error: type is kubernetes.io/tls, and there is no key \"tls.key\"; add it under "
          + "stringData, or leave type out"
      ]
    ),
    (
      container("envFrom:\n- {prefix: \"a=\", secretRef: {}}\n- {secretRef: {name: a}, "
        + "configMapRef: {name: b}}"),
      [
        "9:16: error: spec.containers[0].envFrom[0].prefix is \"a=\"; write printable ASCII "
          + "without \"=\"",
        "9:33: error: \"name\" is missing in spec.containers[0].envFrom[0].secretRef; add name: "
          + "with text",
        "10:30: error: spec.containers[0].envFrom[1] has both secretRef and configMapRef; keep one "
          + "of them",
      ]
    ),
    (
      pod("containers: [{name: c, image: x}]\nvolumes:\n- {name: v, secret: {name: s}}\n"
        + "- {name: w, projected: {sources: [{configMap: {name: m, items: "
        + "[{key: k, path: ../k}]}}]}}"),
      [
        "7:23: error: \"secretName\" is missing in spec.volumes[0].secret; add secretName: with "
          + "text",
        "7:24: error: unknown field \"name\" in spec.volumes[0].secret; allowed here: defaultMode, "
          + "items, optional, secretName",
        "8:82: error: spec.volumes[1].projected.sources[0].configMap.items[0].path is \"../k\"; "
          + "write a path below the volume's own",
      ]
    ),
  ]

  @Test(arguments: cases)
  func `each mistake is located and says what would be right`(
    text: String, complaints: [String]
  ) {
    do {
      let manifest = try ManifestReader.read(SourceFile(name: "m.yaml", text: text))
      Issue.record("accepted: \(manifest.objects.count) objects")
    } catch {
      #expect(error.errors.map(\.description) == complaints.map { "m.yaml:" + $0 })
    }
  }
}
