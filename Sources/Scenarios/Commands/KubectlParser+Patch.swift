import ClusterSim
import Documents
import KubeAPI
import Printing

/// `kubectl patch KIND NAME [--type strategic|merge|json] -p TEXT`.
extension KubectlParser {
  func patch(
    _ words: [CommandWords.Word], _ verb: CommandWords.Word
  ) throws(CommandProblem) -> PatchCommand {
    let flags = try flags(words, [FlagRule("patch", letter: "p"), FlagRule("type")], of: "patch")
    guard let text = flags.value("patch") else {
      throw CommandProblem(
        verb.offset, "does not say what to change",
        hint: "add -p '{\"spec\": {…}}', in JSON or YAML")
    }
    let target = try patchTarget(flags, verb)
    let namespace = try namespace(flags)
    let sort = try patchSort(flags)
    do {
      let patch = try ObjectPatch(sort, text: text.text)
      try check(patch, target, namespace)
      return PatchCommand(target: target, patch: patch, namespace: namespace)
    } catch {
      throw Self.problem(error, in: text)
    }
  }

  private func patchSort(_ flags: CommandFlags) throws(CommandProblem) -> ObjectPatch.Sort {
    guard let word = flags.value("type") else { return .strategic }
    guard let sort = ObjectPatch.Sort(rawValue: word.text) else {
      throw CommandProblem(
        word.offset, "gives --type the value \(quoted(word.text))",
        hint: Suggestion.hint(for: word.text, among: ObjectPatch.Sort.allCases.map(\.rawValue)))
    }
    return sort
  }

  private func patchTarget(
    _ flags: CommandFlags, _ verb: CommandWords.Word
  ) throws(CommandProblem) -> CommandTarget {
    if let pick = try PodArgument.pick(flags.arguments) { return .pod(pick) }
    let resources = try ResourceArguments(
      flags.arguments, verb: verb, example: "patch deployment NAME -p '{…}'")
    guard !resources.names.isEmpty else {
      throw CommandProblem(verb.offset, "does not say which", hint: "add a name")
    }
    if let kind = resources.kinds.first(where: { !ManifestWriter.kinds.contains($0) }) {
      let known = ManifestWriter.kinds.map(\.plural).sorted().joined(separator: ", ")
      throw CommandProblem(
        flags.arguments[0].offset, "patches \(kind.plural), which nobody can here",
        hint: "can be patched: \(known)")
    }
    return .names(resources.names)
  }

  /// Tries the patch on the object that a manifest of the scenario describes; on one that none
  /// does (a node, a pod of a controller), only fields that nothing of the kind has are reported.
  private func check(
    _ patch: ObjectPatch, _ target: CommandTarget, _ namespace: String
  ) throws(Problems) {
    var references: [ObjectReference] = []
    switch target {
    case .names(let names): references = names.map { $0.reference(in: namespace) }
    case .pod: references = [ObjectReference(.pod, ObjectKey(name: ""))]
    case .selected: break
    }
    for reference in references {
      if let known = parser.context.known(reference) {
        _ = try patch.applied(to: known)
      } else if let example = PatchExamples.object(of: reference.kind) {
        do {
          _ = try patch.applied(to: example)
        } catch {
          let unknown = error.errors.filter { $0.code == .unknownField }
          if !unknown.isEmpty { throw Problems(unknown) }
        }
      }
    }
  }

  /// The first problem of a patch, at its place in the command.
  private static func problem(
    _ problems: Problems, in word: CommandWords.Word
  ) -> CommandProblem {
    let first = problems.errors.first
    let mark = first?.mark ?? .start
    let lines = word.text.unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false)
    let before = mark.line > 1
      ? lines.prefix(mark.line - 1).reduce(0) { $0 + $1.count + 1 } : 0
    let place = mark.line > 0 ? before + mark.column - 1 : 0
    return CommandProblem(
      word.offset(ofScalar: place),
      "has a patch in which \(first?.message ?? "something is wrong")", hint: first?.hint)
  }
}

/// Objects that stand for those that no manifest describes.
private enum PatchExamples {
  static func object(of kind: Kind) -> (any KubeObject)? {
    let metadata = ObjectMeta(name: "example", namespace: kind.isClusterScoped ? "" : "default")
    let labels: StringMap = ["example": "example"]
    let selector = LabelSelector(matchLabels: labels)
    let pod = PodSpec(containers: [Container(name: "example", image: "example:1")])
    let template = PodTemplate(metadata: ObjectMeta(labels: labels), spec: pod)
    switch kind {
    case .pod: return Pod(metadata: metadata, spec: pod)
    case .node: return Node(metadata: metadata)
    case .configMap: return ConfigMap(metadata: metadata, data: [:])
    case .service:
      return Service(
        metadata: metadata,
        spec: ServiceSpec(
          selector: labels, ports: [ServicePort(port: 80, targetPort: .number(80))]))
    case .replicationController:
      return ReplicationController(
        metadata: metadata,
        spec: ReplicationControllerSpec(replicas: 1, selector: labels, template: template))
    case .replicaSet:
      return ReplicaSet(
        metadata: metadata,
        spec: ReplicaSetSpec(replicas: 1, selector: selector, template: template))
    case .deployment:
      return Deployment(
        metadata: metadata,
        spec: DeploymentSpec(replicas: 1, selector: selector, template: template))
    default: return nil
    }
  }
}
