import KubeAPI

/// A kind whose status is written apart from the rest.
protocol StatusBearing: KubeObject, Hashable {
  associatedtype Status: Hashable
  var status: Status { get set }
}

extension Pod: StatusBearing {}
extension Node: StatusBearing {}
extension ReplicationController: StatusBearing {}
extension ReplicaSet: StatusBearing {}
extension Deployment: StatusBearing {}
extension Service: StatusBearing {}
extension PodDisruptionBudget: StatusBearing {}
extension PersistentVolume: StatusBearing {}
extension PersistentVolumeClaim: StatusBearing {}

/// Whether objects like `object` have a status of their own to write.
func hasStatus(_ object: any KubeObject) -> Bool { object is any StatusBearing }

/// `object` with what a write of the status may change, as `other` has it: the status, and of a
/// deployment the annotations, too (its controller keeps the revision there).
///
/// Source: `pkg/registry/apps/deployment/strategy.go` (deploymentStatusStrategy), v1.36.
func withWrittenStatus(of other: any KubeObject, in object: any KubeObject) -> any KubeObject {
  var merged = withStatus(of: other, in: object)
  if object.kind == .deployment { merged.metadata.annotations = other.metadata.annotations }
  return merged
}

/// `object` with the status of `other`, when its kind has one.
func withStatus(of other: any KubeObject, in object: any KubeObject) -> any KubeObject {
  func merge<Object: StatusBearing>(_ object: Object) -> any KubeObject {
    guard let other = other as? Object else { return object }
    var merged = object
    merged.status = other.status
    return merged
  }
  guard let object = object as? any StatusBearing else { return object }
  return merge(object)
}

/// Whether both are the same in every field.
func areEqual(_ a: any KubeObject, _ b: any KubeObject) -> Bool {
  func compare<Object: Equatable>(_ a: Object) -> Bool { a == b as? Object }
  guard let a = a as? any Equatable else { return false }
  return compare(a)
}

/// Whether both want the same, whatever their status and metadata.
func wantTheSame(_ a: any KubeObject, _ b: any KubeObject) -> Bool {
  func compare<Object: KubeObject>(_ a: Object) -> Bool {
    guard let b = b as? Object else { return false }
    return a.wantsTheSame(as: b)
  }
  return compare(a)
}
