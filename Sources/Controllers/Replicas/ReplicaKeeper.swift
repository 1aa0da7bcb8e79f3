import ControllerRuntime
import KubeAPI
import Units

/// A kind of object that keeps a number of equal pods running.
///
/// Source: `pkg/controller/replicaset/replica_set.go` does it for ReplicaSets; the controller for
/// ReplicationControllers is an adapter over it (`pkg/controller/replication`), v1.36.
package protocol ReplicaKeeper: Workload {
  /// By which it knows its pods.
  var podSelector: LabelSelector { get }
  /// How long a pod must be ready to count as available.
  var minReadyTime: TimeSpan { get }
  /// What it last reported.
  var status: ReplicaSetStatus { get set }
  /// Whether it reports pods that are being deleted.
  static var reportsTerminating: Bool { get }
}

extension ReplicationController: ReplicaKeeper {
  package var podSelector: LabelSelector { LabelSelector(matchLabels: spec.selector) }
  package var minReadyTime: TimeSpan { .seconds(Int64(spec.minReadySeconds)) }
  package static var reportsTerminating: Bool { false }
}

extension ReplicaSet: ReplicaKeeper {
  package var podSelector: LabelSelector { spec.selector }
  package var minReadyTime: TimeSpan { .seconds(Int64(spec.minReadySeconds)) }
  package static var reportsTerminating: Bool { true }
}

extension ReplicaKeeper {
  /// A pod as its template says, to be named by the server, with the server's defaults.
  ///
  /// Source: `pkg/controller/controller_utils.go` (GetPodFromTemplate), v1.36.
  func newPod() -> Pod {
    var pod = Pod(
      metadata: ObjectMeta(
        namespace: metadata.namespace, labels: template.metadata.labels,
        annotations: template.metadata.annotations),
      spec: template.spec)
    pod.metadata.generateName = "\(metadata.name)-"
    pod.metadata.finalizers = template.metadata.finalizers
    pod.metadata.ownerReferences = [ownerReference]
    pod.setDefaults()
    return pod
  }
}
