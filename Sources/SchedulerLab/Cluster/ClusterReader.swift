import Documents
import KubeAPI

/// Reads clusters from manifests and dumps, with what a server says of the objects (status) and
/// what it would add to them.
public enum ClusterReader {
  /// The nodes of the files at `nodes` and the pods of those at `pods`; whatever else the files
  /// hold goes to the cluster's other objects.
  ///
  /// - Throws: `Problems`, everything that is wrong with the files.
  public static func read(nodes: [String], pods: [String]) throws -> ClusterInput {
    var input = ClusterInput()
    let log = ProblemLog(file: "")
    for path in nodes + pods {
      let own = ProblemLog(file: path)
      let objects = ManifestReader.objects(
        in: try SourceFile(path: path), log: own, origin: .record)
      for object in objects.map(\.object) { input.take(object) }
      do { try own.throwIfErrors() } catch { log.add(error) }
    }
    try log.throwIfErrors()
    input.admit()
    return input
  }
}

extension ClusterInput {
  /// Puts `object` where it belongs.
  package mutating func take(_ object: any KubeObject) {
    switch object {
    case let node as Node: nodes.append(node)
    case let pod as Pod: pod.spec.nodeName.isEmpty ? pending.append(pod) : bound.append(pod)
    default: others.append(object)
    }
  }
}
