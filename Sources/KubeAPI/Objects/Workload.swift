/// A kind of object that keeps a number of pods made from a template.
public protocol Workload: KubeObject {
  /// How many pods are wanted.
  var replicas: Int { get set }
  /// What a new pod looks like.
  var template: PodTemplate { get set }
}

extension ReplicationController: Workload {
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

extension ReplicaSet: Workload {
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

extension Deployment: Workload {
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
