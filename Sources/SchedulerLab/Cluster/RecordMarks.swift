import Documents

/// By what a server's record of an object is told from a manifest that a person wrote: the server
/// gives every object a unique id, a version and a time of creation, and its controllers say what
/// has become of it.
enum RecordMarks {
  /// The members of an object's metadata that only a server writes.
  static let metadata = ["uid", "resourceVersion", "creationTimestamp", "managedFields"]
  /// The members of an object's status that only a server writes. Resources and images are not
  /// among them: a person writes those of nodes.
  static let status = ["phase", "conditions", "startTime", "nodeInfo"]

  /// Whether a server has recorded the object.
  static func isRecord(_ node: DocumentNode) -> Bool {
    func has(_ part: String, _ names: [String]) -> Bool {
      guard let fields = node[part]?.fields else { return false }
      return fields.contains { names.contains($0.key) && !$0.value.isNull && $0.value.text != "" }
    }
    return has("metadata", metadata) || has("status", status)
  }
}
