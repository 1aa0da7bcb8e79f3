import Documents
import KubeAPI
import Scheduler

/// A cluster at one instant, as objects tell it that a person or a dump of a cluster has written,
/// with all that the API server adds to them before a scheduler sees them.
///
/// That is: defaults (while the objects are read), the priority of pods from their classes, the
/// values of label keys in selectors, and unique ids. Default tolerations, limit ranges, runtime
/// classes and default storage classes are left out.
public struct RecordedCluster: Sendable {
  /// The nodes, in the order given.
  public private(set) var nodes: [Node] = []
  /// The pods that have a node and have not ended, in the order given.
  public private(set) var bound: [Pod] = []
  /// The pods that wait for a node and have not ended, in the order given.
  public private(set) var waiting: [Pod] = []
  /// All other objects, in the order given: claims, budgets, services …
  public private(set) var others: [any KubeObject] = []
  private let classes: PriorityClasses

  /// The cluster that `objects` are, as read from their documents.
  public init(_ objects: [any KubeObject] = []) {
    classes = PriorityClasses(objects.compactMap { $0 as? PriorityClass })
    for object in objects {
      switch object {
      case let node as Node: nodes.append(node)
      case let pod as Pod:
        if pod.isTerminal { continue }
        let ready = prepared(pod)
        if pod.spec.nodeName.isEmpty { waiting.append(ready) } else { bound.append(ready) }
      default: others.append(object)
      }
    }
  }

  /// `pod` as the API server of this cluster would have stored it.
  public func prepared(_ pod: Pod) -> Pod {
    var pod = pod
    pod.admitPriority(from: classes)
    pod.mergeLabelKeys()
    if pod.metadata.uid.isEmpty { pod.metadata.uid = pod.key.description }
    return pod
  }

  /// What plugins look up beside nodes, pods and volumes.
  public var directory: ObjectDirectory { ObjectDirectory(others) }
  /// Claims, volumes, their classes, and what drivers say of nodes.
  public var volumes: VolumeCache { VolumeCache(others) }
}

extension RecordedCluster {
  /// The objects that the items of a list are, as a server has them: with status, and of kinds too
  /// that nobody here keeps running. What is wrong goes to `log`.
  ///
  /// - Parameter path: The way to the list.
  public static func objects(
    in list: DocumentNode, at path: FieldPath, log: ProblemLog
  ) -> [any KubeObject] {
    let reader = ValueReader(list, path: path, log: log, origin: .record)
    return (reader.items ?? []).compactMap { ManifestReader.object(from: $0) }
  }
}
