import Documents
import KubeAPI
import Scheduler

/// The API server's share: what it adds to objects before a scheduler sees them.
///
/// Defaults are filled in while objects are read. Here follow the priority of pods from their
/// classes, the values of label keys in selectors, and unique ids. Default tolerations, limit
/// ranges, runtime classes and default storage classes are left out.
extension ClusterInput {
  /// The cluster of `objects`, with the API server's share.
  public init(_ objects: some Sequence<any KubeObject>) {
    self.init()
    for object in objects { take(object) }
    admit()
  }

  /// Does the API server's share.
  ///
  /// Doing it again changes nothing.
  public mutating func admit() {
    let classes = classes
    bound.admit(classes)
    pending.admit(classes)
  }

  /// `pod` as the API server of this cluster would have stored it.
  public func admitted(_ pod: Pod) -> Pod { pod.admitted(classes) }

  private var classes: PriorityClasses {
    PriorityClasses(others.compactMap { $0 as? PriorityClass })
  }

  /// What plugins look up beside nodes, pods and volumes.
  public var directory: ObjectDirectory { ObjectDirectory(others) }

  /// Claims, volumes and classes, as a scheduler knows them that has decided nothing yet.
  public var volumes: VolumeCache { VolumeCache(others) }
}

extension Pod {
  fileprivate func admitted(_ classes: PriorityClasses) -> Pod {
    var pod = self
    pod.admitPriority(from: classes)
    pod.mergeLabelKeys()
    if pod.metadata.uid.isEmpty { pod.metadata.uid = key.description }
    return pod
  }
}
