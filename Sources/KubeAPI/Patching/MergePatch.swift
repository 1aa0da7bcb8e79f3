import Documents

/// Joins a patch with a document: by RFC 7386, or as Kubernetes does, which knows the lists whose
/// items have a name.
///
/// Source: `apimachinery/pkg/util/strategicpatch/patch.go`, and the `patchMergeKey` tags of
/// `staging/src/k8s.io/api/core/v1/types.go`, v1.36. Of its directives `$patch` (delete, replace)
/// and `$retainKeys` are followed, `$setElementOrder` is left out: no order matters here.
struct MergePatch {
  /// Whether lists with a key of their own are merged item by item.
  let isStrategic: Bool

  /// `base` with all that `patch` says; `null` takes a field away.
  func merged(_ patch: DocumentNode, into base: DocumentNode?) -> DocumentNode {
    guard case .mapping(let changes) = patch else { return patch }
    var fields: [DocumentNode.Entry] = []
    if case .mapping(let old)? = base, directive(of: changes) != "replace" { fields = old.entries }
    if isStrategic, case .sequence(let kept)? = changes["$retainKeys"] {
      let names = kept.items.compactMap(\.text)
      fields.removeAll { !names.contains($0.key) }
    }
    for change in changes.entries where !isStrategic || !change.key.hasPrefix("$") {
      let place = fields.firstIndex { $0.key == change.key }
      let isDeleted = isStrategic && directive(of: change.value) == "delete"
      if change.value.isNull || isDeleted {
        if let place { fields.remove(at: place) }
        continue
      }
      let old = place.map { fields[$0].value }
      let entry = DocumentNode.Entry(
        key: change.key, keyMark: change.keyMark, value: value(of: change, old))
      if let place { fields[place] = entry } else { fields.append(entry) }
    }
    return .mapping(.init(entries: fields, mark: changes.mark))
  }

  private func value(of change: DocumentNode.Entry, _ old: DocumentNode?) -> DocumentNode {
    if isStrategic, case .sequence(let items) = change.value {
      return mergedList(items, of: change.key, into: old)
    }
    return merged(change.value, into: old)
  }

  private func directive(of node: DocumentNode) -> String? {
    guard case .mapping(let mapping) = node else { return nil }
    return directive(of: mapping)
  }

  private func directive(of mapping: DocumentNode.Mapping) -> String? {
    isStrategic ? mapping["$patch"]?.text : nil
  }

  // MARK: Lists

  /// By which field the items of a list are told apart; nil for lists that are replaced.
  private static func mergeKeys(of field: String) -> [String] {
    switch field {
    case "containers", "initContainers", "ephemeralContainers", "volumes", "env",
      "imagePullSecrets":
      ["name"]
    case "ports": ["containerPort", "port"]
    case "volumeMounts": ["mountPath"]
    case "ownerReferences": ["uid"]
    case "conditions": ["type"]
    default: []
    }
  }

  private func mergedList(
    _ patch: DocumentNode.Sequence, of field: String, into old: DocumentNode?
  ) -> DocumentNode {
    guard case .sequence(let base)? = old else {
      return .sequence(.init(items: patch.items.map { merged($0, into: nil) }, mark: patch.mark))
    }
    if field == "finalizers" {
      let there = base.items.compactMap(\.text)
      let added = patch.items.filter { item in item.text.map { !there.contains($0) } ?? true }
      return .sequence(.init(items: base.items + added, mark: patch.mark))
    }
    let keys = Self.mergeKeys(of: field)
    func name(of node: DocumentNode) -> String? {
      guard case .mapping(let mapping) = node else { return nil }
      return keys.compactMap { mapping[$0]?.text }.first
    }
    let isReplaced = patch.items.contains { directive(of: $0) == "replace" && name(of: $0) == nil }
    guard !keys.isEmpty, !isReplaced else {
      let items = patch.items.filter { directive(of: $0) == nil }
      return .sequence(.init(items: items.map { merged($0, into: nil) }, mark: patch.mark))
    }
    var items = base.items
    for change in patch.items {
      let place = name(of: change).flatMap { key in items.firstIndex { name(of: $0) == key } }
      if directive(of: change) == "delete" {
        if let place { items.remove(at: place) }
      } else if let place {
        items[place] = merged(change, into: items[place])
      } else {
        items.append(merged(change, into: nil))
      }
    }
    return .sequence(.init(items: items, mark: patch.mark))
  }
}
