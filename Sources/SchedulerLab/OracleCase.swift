import Documents
import KubeAPI
import Scheduler
import Units

/// One case of the scheduler's recorded truth: a cluster, pods to place in turn, and what the real
/// kube-scheduler v1.34.1 said of each.
///
/// The corpus' own FORMAT.md says what each field means, and what the API server's part is, which
/// ``ClusterInput`` does.
public struct OracleCase: Sendable {
  /// The case's name, unique in the corpus.
  public let name: String
  /// The category that the case is of; empty when it does not say.
  public let category: String
  /// The cluster before the first pod comes.
  public let cluster: ClusterInput
  /// The pods to place, in order, as the API server would have stored them.
  public let incoming: [Pod]
  /// What the real scheduler said of each; empty when the case comes without its result.
  public let steps: [OracleStep]

  /// The cases of one category, in the order of its file.
  ///
  /// - Throws: `Problems` when the file cannot be read, is no JSON, or has a case that is wrong.
  public static func all(_ category: String, in truth: TruthFolder) throws -> [OracleCase] {
    let file = try truth.file("oracle/scheduler/\(category).json")
    let log = ProblemLog(file: file.name)
    let cases = try JSONReader.documents(in: file).flatMap(\.list)
      .map { OracleCase($0, log: log) }
    try log.throwIfErrors()
    return cases
  }

  /// The case that `node` is: one alone, or the `case` beside its `result`. What is wrong goes to
  /// `log`.
  public init(_ node: DocumentNode, log: ProblemLog) {
    let one = node["case"] ?? node
    name = one["name"]?.string ?? ""
    category = one["category"]?.string ?? ""
    let path = FieldPath.root(name)
    func objects(_ key: String) -> [any KubeObject] {
      guard let list = one[key], !list.isNull else { return [] }
      let reader = ValueReader(list, path: path.child(key), log: log, origin: .record)
      return (reader.items ?? []).compactMap { ManifestReader.object(from: $0) }
    }
    let cluster = ClusterInput(objects("nodes") + objects("pods") + objects("extra"))
    self.cluster = cluster
    incoming = objects("incoming").compactMap { $0 as? Pod }.map(cluster.admitted)
    steps = (node["result", "results"]?.list ?? []).map(OracleStep.init)
  }
}
