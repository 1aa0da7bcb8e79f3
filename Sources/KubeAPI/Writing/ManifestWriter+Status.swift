import Documents

/// Objects as the API server hands them out: with their ids and their status.
///
/// Points of time are left out: simulated ones have no date.
extension ManifestWriter {
  /// `pod` as a client gets it, without kind and version, as a typed client keeps it.
  ///
  /// - Parameter uid: the unique id to write.
  public static func stored(_ pod: Pod, uid: String) -> DocumentNode {
    .object { writer in
      writer.object("metadata") { $0.writeStored(pod.metadata, uid: uid) }
      writer.object("spec") { $0.write(pod.spec) }
      writer.object("status") { $0.write(pod.status) }
    }
  }

  /// `node` as a client gets it, without kind and version, as a typed client keeps it.
  public static func stored(_ node: Node) -> DocumentNode {
    .object { writer in
      writer.object("metadata") { $0.writeStored(node.metadata, uid: node.metadata.uid) }
      writer.object("spec") { $0.write(node.spec) }
      writer.object("status") { $0.write(node.status) }
    }
  }
}

extension MappingWriter {
  fileprivate mutating func writeStored(_ metadata: ObjectMeta, uid: String) {
    write(metadata)
    text("uid", uid)
    if metadata.resourceVersion > 0 { text("resourceVersion", "\(metadata.resourceVersion)") }
    if metadata.generation > 0 { literal("generation", metadata.generation) }
  }

  fileprivate mutating func write(_ status: PodStatus) {
    text("phase", status.phase.rawValue)
    conditions(status.conditions)
    text("podIP", status.podIP)
    text("hostIP", status.hostIP)
    text("nominatedNodeName", status.nominatedNodeName)
    text("reason", status.reason)
    text("message", status.message)
  }

  fileprivate mutating func write(_ status: NodeStatus) {
    resources("capacity", status.capacity)
    resources("allocatable", status.allocatable)
    conditions(status.conditions)
    list(
      "addresses",
      [("InternalIP", status.internalIP), ("ExternalIP", status.externalIP)]
        .filter { !$0.1.isEmpty }
        .map { sort, address in
          .object { writer in
            writer.text("type", sort)
            writer.text("address", address)
          }
        })
    if !status.kubeletVersion.isEmpty {
      object("nodeInfo") { $0.text("kubeletVersion", status.kubeletVersion) }
    }
    list(
      "images",
      status.images.map { image in
        .object { writer in
          writer.texts("names", image.names)
          writer.literal("sizeBytes", image.sizeBytes)
        }
      })
    texts("volumesInUse", status.volumesInUse)
    list(
      "volumesAttached",
      status.volumesAttached.map { name in .object { $0.text("name", name) } })
  }

  private mutating func conditions(_ conditions: [Condition]) {
    list(
      "conditions",
      conditions.map { condition in
        .object { writer in
          writer.text("type", condition.type)
          writer.text("status", condition.status.rawValue)
          writer.text("reason", condition.reason)
          writer.text("message", condition.message)
        }
      })
  }
}
