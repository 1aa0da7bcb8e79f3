import ControllerRuntime
import KubeAPI

/// The admission plugins that every API server has on, as far as they are simulated.
extension KubeStore {
  func admitBuiltIn(_ object: inout any KubeObject) throws(APIError) {
    switch object {
    case var pod as Pod:
      addDefaultTolerations(&pod)
      try admitPriority(&pod)
      object = pod
    case var node as Node:
      taintAsNotReady(&node)
      object = node
    case is PersistentVolume: protect(&object, "kubernetes.io/pv-protection")
    case var claim as PersistentVolumeClaim:
      if claim.storageClassName == nil {
        claim.storageClassName = all(StorageClass.self).defaultClass?.metadata.name
      }
      object = claim
      protect(&object, "kubernetes.io/pvc-protection")
    default: break
    }
  }

  /// Keeps a volume or claim that is in use from vanishing.
  ///
  /// Source: `plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go`, v1.36; the
  /// default class above: `storage/storageclass/setdefault/admission.go`.
  private func protect(_ object: inout any KubeObject, _ finalizer: String) {
    if !object.metadata.finalizers.contains(finalizer) {
      object.metadata.finalizers.append(finalizer)
    }
  }

  /// Gives a pod the priority of its class, which must be there.
  ///
  /// Source: `plugin/pkg/admission/priority/admission.go`, v1.34.
  private func admitPriority(_ pod: inout Pod) throws(APIError) {
    guard pod.admitPriority(from: PriorityClasses(all(PriorityClass.self))) else {
      throw .forbidden(
        .pod, pod.metadata.name,
        "no PriorityClass with name \(pod.spec.priorityClassName) was found")
    }
  }

  /// A pod that says nothing of its priority any more keeps the one that it was admitted with.
  func keepPriority(of old: Pod, in pod: inout Pod) {
    pod.spec.statedPriority = pod.spec.statedPriority ?? old.spec.statedPriority
    pod.spec.statedPreemption = pod.spec.statedPreemption ?? old.spec.statedPreemption
  }

  /// Lets a pod put up with a silent node for a while, unless it says otherwise.
  ///
  /// Source: `plugin/pkg/admission/defaulttolerationseconds/admission.go`, v1.36.
  private func addDefaultTolerations(_ pod: inout Pod) {
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
      let isTolerated = pod.spec.tolerations.contains {
        ($0.key == key || $0.key.isEmpty) && ($0.effect == .noExecute || $0.effect == nil)
      }
      guard !isTolerated else { continue }
      pod.spec.tolerations.append(
        Toleration(
          key: key, comparison: .exists, effect: .noExecute,
          tolerationSeconds: parameters.defaultTolerationSeconds))
    }
  }

  /// Keeps pods off a new node until the node lifecycle controller has looked at it.
  ///
  /// Source: `plugin/pkg/admission/nodetaint/admission.go`, v1.36.
  private func taintAsNotReady(_ node: inout Node) {
    let taint = Taint(key: "node.kubernetes.io/not-ready", effect: .noSchedule)
    if !node.spec.taints.contains(where: { $0.key == taint.key && $0.effect == taint.effect }) {
      node.spec.taints.append(taint)
    }
  }

  /// Refuses a change of a pod's spec beyond what may change in a pod's life.
  ///
  /// Source: `pkg/apis/core/validation/validation.go` (ValidatePodUpdate), v1.36.
  func checkPodUpdate(_ pod: Pod, over old: Pod) throws(APIError) {
    var allowed = old.spec
    allowed.tolerations = pod.spec.tolerations
    allowed.schedulingGates = pod.spec.schedulingGates
    allowed.containers = withImages(of: pod.spec.containers, in: allowed.containers)
    allowed.initContainers = withImages(of: pod.spec.initContainers, in: allowed.initContainers)
    let keepsTolerations = old.spec.tolerations.allSatisfy(pod.spec.tolerations.contains)
    guard allowed != pod.spec || !keepsTolerations else { return }
    throw .invalid(
      .pod, pod.metadata.name,
      "spec: Forbidden: pod updates may not change fields other than "
        + "`spec.containers[*].image`,`spec.initContainers[*].image`,"
        + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing "
        + "tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was "
        + "previously negative)")
  }

  private func withImages(of new: [Container], in old: [Container]) -> [Container] {
    guard new.count == old.count else { return old }
    return zip(new, old).map { new, old in
      var container = old
      container.image = new.image
      return container
    }
  }
}
