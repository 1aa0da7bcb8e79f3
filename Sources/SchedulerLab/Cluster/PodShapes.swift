import Documents
import KubeAPI
import Units

/// Tells recorded pods apart by the bytes of what the scheduler minds of them, so that a dump's
/// thousands of pods of one kind are read once.
///
/// Names, labels, nodes and times differ from pod to pod and are kept apart. The mounts and the
/// volumes that no scheduler looks at are left out: the server gives each pod a volume of its own
/// for its service account's token.
struct PodShapes {
  /// What pods of one shape have in common.
  struct Template {
    /// Its number among the cluster's templates.
    let number: Int32
    /// The namespace of its pods.
    let namespace: String
    /// Whether they have ended, so that no scheduler sees them.
    let hasEnded: Bool
  }

  /// What a pod has for itself.
  struct Own {
    var name: String
    var node: String
    var startTime: Instant?
  }

  private enum Slot {
    static let name = 0
    static let labels = 1
    static let node = 2
    static let start = 3
    static let deletion = 4
    static let nominated = 5
    static let conditions = 6
    static let count = 7
  }

  private var pick = JSONPick(slots: Slot.count)
  private var templates: [Key: Template] = [:]
  private var labels: [Key: Int32] = [:]
  private var nodes: [String: String] = [:]
  private var isRead = false

  /// Pods on nodes and pods without are numbered apart.
  private struct Key: Hashable {
    let bytes: [UInt8]
    let isBound: Bool
  }

  /// What the scheduler minds of a pod.
  private static let selection: JSONSelection = {
    let container = JSONSelection(whole: ["name", "image", "resources", "ports", "restartPolicy"])
    let volume = JSONSelection(whole: [
      "persistentVolumeClaim", "ephemeral", "csi", "image", "awsElasticBlockStore", "azureDisk",
      "cinder", "gcePersistentDisk", "iscsi", "portworxVolume", "rbd", "vsphereVolume",
    ])
    return JSONSelection([
      "apiVersion": .whole, "kind": .whole,
      "metadata": .parts(
        JSONSelection([
          "name": .slot(Slot.name), "namespace": .whole, "labels": .slot(Slot.labels),
          "ownerReferences": .whole, "deletionTimestamp": .slot(Slot.deletion),
        ])),
      "spec": .parts(
        JSONSelection([
          "containers": .parts(container), "initContainers": .parts(container),
          "nodeName": .slot(Slot.node), "volumes": .items(having: volume),
          "affinity": .whole, "hostNetwork": .whole, "nodeSelector": .whole, "overhead": .whole,
          "preemptionPolicy": .whole, "priority": .whole, "priorityClassName": .whole,
          "resourceClaims": .whole, "resources": .whole, "schedulerName": .whole,
          "schedulingGates": .whole, "tolerations": .whole, "topologySpreadConstraints": .whole,
        ])),
      "status": .parts(
        JSONSelection([
          "phase": .whole, "startTime": .slot(Slot.start),
          "nominatedNodeName": .slot(Slot.nominated), "conditions": .slot(Slot.conditions),
        ])),
    ])
  }()

  /// Looks at the pod that `bytes` are.
  ///
  /// - Returns: what it has for itself; nil when the pod has to be read by itself, since it is
  ///   going, is waiting for room, or is not written as servers write pods.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Own? {
    isRead = (try? pick.read(bytes, Self.selection)) != nil
    guard isRead, pick.slots[Slot.deletion].isEmpty, pick.slots[Slot.nominated].isEmpty,
      let name = Self.plainText(bytes[pick.slots[Slot.name]]), !name.isEmpty
    else { return nil }
    var own = Own(name: name, node: "")
    if !pick.slots[Slot.node].isEmpty {
      guard let node = Self.plainText(bytes[pick.slots[Slot.node]]) else { return nil }
      own.node = shared(node)
    }
    if !pick.slots[Slot.start].isEmpty {
      guard let text = Self.plainText(bytes[pick.slots[Slot.start]]),
        let time = Instant(timestamp: text)
      else { return nil }
      own.startTime = time
    }
    return own
  }

  private var isBound: Bool { !pick.slots[Slot.node].isEmpty }
  private var key: Key { Key(bytes: pick.shape, isBound: isBound) }

  /// What is known of the last pod's shape; nil for a new one.
  var template: Template? { templates[key] }

  /// The last pod's shape is that of `template`.
  mutating func keep(_ template: Template) { templates[key] = template }

  /// The last pod's bytes without what the scheduler does not mind.
  func pruned(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    isRead ? pick.pruned(bytes) : Array(bytes)
  }

  /// The number of the last pod's labels, which `number` gives to new ones; nil when they are no
  /// labels.
  mutating func labels(
    _ bytes: UnsafeBufferPointer<UInt8>, number: (StringMap, Bool) -> Int32
  ) -> Int32? {
    let written = Array(bytes[pick.slots[Slot.labels]])
    let key = Key(bytes: written, isBound: isBound)
    if let known = labels[key] { return known }
    var set = StringMap()
    if !written.isEmpty {
      let log = ProblemLog(file: "")
      guard let node = JSONReader.document(in: written, at: .start, log: log), !log.hasErrors
      else { return written.elementsEqual("null".utf8) ? number(set, isBound) : nil }
      guard case .mapping(let mapping) = node else { return nil }
      for entry in mapping.entries {
        guard case .scalar(let value) = entry.value, value.style == .quoted else { return nil }
        set[entry.key] = value.text
      }
    }
    let new = number(set, isBound)
    labels[key] = new
    return new
  }

  /// One text for all pods of a node.
  private mutating func shared(_ node: String) -> String {
    if let known = nodes[node] { return known }
    nodes[node] = node
    return node
  }

  /// The text of a value in quotes; nil for anything else, and where there are escapes.
  private static func plainText(_ value: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    guard value.count >= 2, value.first == 0x22, !value.contains(0x5C) else { return nil }
    return String(validating: value.dropFirst().dropLast(), as: UTF8.self)
  }
}
