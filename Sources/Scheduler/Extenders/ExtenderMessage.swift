import Documents
import KubeAPI

/// What is sent to extenders. Fields are called as Go calls them: the types have no other names.
///
/// Source: `staging/src/k8s.io/kube-scheduler/extender/v1/types.go`, v1.34.
enum ExtenderMessage {
  /// ExtenderArgs: a pod and the nodes in question, whole or by name.
  static func arguments(_ pod: PodInfo, _ nodes: [NodeInfo], namesOnly: Bool) -> DocumentNode {
    var names = DocumentNode.null
    var list = DocumentNode.null
    if namesOnly {
      names = .items(nodes.map { .word($0.name) })
    } else {
      list = .fields([
        ("metadata", .fields([])),
        ("items", .items(nodes.map { ManifestWriter.stored($0.node) })),
      ])
    }
    return .fields([("Pod", document(pod)), ("Nodes", list), ("NodeNames", names)])
  }

  /// ExtenderBindingArgs.
  static func binding(_ pod: PodInfo, to node: String) -> DocumentNode {
    .fields([
      ("PodName", .word(pod.name)), ("PodNamespace", .word(pod.namespace)),
      ("PodUID", .word(pod.identity)), ("Node", .word(node)),
    ])
  }

  /// ExtenderPreemptionArgs: the pods that could go, whole or by id.
  static func preemption(
    _ pod: PodInfo, _ candidates: [ExtenderVictims], idsOnly: Bool
  ) -> DocumentNode {
    let sorted = candidates.sorted { utf8Precedes($0.node, $1.node) }
    let victims = DocumentNode.fields(
      sorted.map { candidate in
        let pods = candidate.pods.map { pod in
          idsOnly ? .fields([("UID", .word(pod.identity))]) : document(pod)
        }
        let fields = DocumentNode.fields([
          ("Pods", .items(pods)), ("NumPDBViolations", .number(candidate.budgetViolations)),
        ])
        return (candidate.node, fields)
      })
    return .fields([
      ("Pod", document(pod)), ("NodeNameToVictims", idsOnly ? .null : victims),
      ("NodeNameToMetaVictims", idsOnly ? victims : .null),
    ])
  }

  /// A pod that has no id yet goes by its namespace and name.
  private static func document(_ pod: PodInfo) -> DocumentNode {
    ManifestWriter.stored(pod.pod, uid: pod.identity)
  }
}

extension DocumentNode {
  fileprivate static var null: DocumentNode {
    .scalar(.init(text: "null", style: .literal, mark: .start))
  }

  fileprivate static func word(_ text: String) -> DocumentNode {
    .scalar(.init(text: text, style: .quoted, mark: .start))
  }

  fileprivate static func number(_ value: Int) -> DocumentNode {
    .scalar(.init(text: "\(value)", style: .literal, mark: .start))
  }

  fileprivate static func items(_ items: [DocumentNode]) -> DocumentNode {
    .sequence(.init(items: items, mark: .start))
  }

  fileprivate static func fields(_ fields: [(String, DocumentNode)]) -> DocumentNode {
    .mapping(
      .init(
        entries: fields.map { .init(key: $0.0, keyMark: .start, value: $0.1) }, mark: .start))
  }
}
