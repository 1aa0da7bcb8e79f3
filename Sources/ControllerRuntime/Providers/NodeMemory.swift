public import Units

/// What a kubelet can learn of its machine's memory.
public protocol NodeMemory: AnyObject {
  /// Memory that neither the system nor any container uses.
  var available: Bytes { get }

  /// What the containers of a pod use now, by name and in the order of their start; containers
  /// that do not run are left out.
  func use(ofPod uid: String) -> [(container: String, bytes: Bytes)]
}
