import ControllerRuntime
import KubeAPI

/// The stored objects of one kind.
struct ObjectTable {
  private var objects: [ObjectKey: any KubeObject] = [:]
  private var order = SortedKeys()

  var count: Int { objects.count }

  subscript(key: ObjectKey) -> (any KubeObject)? { objects[key] }

  /// Stores `object` under its key.
  /// - Complexity: O(1) for a key that is there, O(*n*) as a move of memory otherwise.
  mutating func store(_ object: any KubeObject) {
    if objects.updateValue(object, forKey: object.key) == nil { order.insert(object.key) }
  }

  mutating func remove(_ key: ObjectKey) {
    if objects.removeValue(forKey: key) != nil { order.remove(key) }
  }

  /// The objects of `namespace`, or of all namespaces, sorted by key.
  func list(namespace: String?) -> [any KubeObject] {
    guard let namespace else { return order.keys.compactMap { objects[$0] } }
    return order.keys.lazy.filter { $0.namespace == namespace }.compactMap { objects[$0] }
  }

  func checkInvariants(upTo version: UInt64) {
    precondition(order.keys.count == objects.count, "keys and objects differ in number")
    for key in order.keys {
      guard let object = objects[key] else { preconditionFailure("\(key) has no object") }
      precondition(object.key == key, "\(object.key) is stored under \(key)")
      precondition(!object.metadata.uid.isEmpty, "\(key) has no uid")
      precondition(
        object.metadata.resourceVersion <= version,
        "\(key) is of version \(object.metadata.resourceVersion), after \(version)")
    }
  }
}
