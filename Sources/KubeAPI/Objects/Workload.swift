/// What all kinds of object that keep pods want.
public protocol WorkloadSpec: Hashable, Sendable {
  /// How many pods; zero or more.
  var replicas: Int { get set }
  /// What a new pod looks like.
  var template: PodTemplate { get set }
}

extension ReplicationControllerSpec: WorkloadSpec {}
extension ReplicaSetSpec: WorkloadSpec {}
extension DeploymentSpec: WorkloadSpec {}

/// A kind of object that keeps a number of pods made from a template.
public protocol Workload: KubeObject {
  /// The type of its wishes.
  associatedtype Spec: WorkloadSpec
  /// What is wanted.
  var spec: Spec { get set }
}

extension ReplicationController: Workload {}
extension ReplicaSet: Workload {}
extension Deployment: Workload {}

extension Workload {
  /// How many pods are wanted.
  public var replicas: Int {
    get { spec.replicas }
    set { spec.replicas = newValue }
  }

  /// What a new pod looks like.
  public var template: PodTemplate {
    get { spec.template }
    set { spec.template = newValue }
  }
}
