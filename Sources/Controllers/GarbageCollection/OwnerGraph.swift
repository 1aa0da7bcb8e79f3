import KubeAPI

/// Who owns whom, as far as the informers have shown.
///
/// Source: `pkg/controller/garbagecollector/graph_builder.go`, v1.36.
package struct OwnerGraph {
  /// An object, or an owner that was named and not seen yet.
  package struct Item {
    package let reference: ObjectReference
    package var owners: [OwnerReference] = []
    /// Unique ids of the objects that name it as an owner, in the order in which they were seen.
    package var dependents: [String] = []
    /// Whether it was named by a dependent only.
    package var isVirtual = false
    /// Whether its deletion is under way.
    package var isTerminating = false
    /// Whether it waits for its dependents to be deleted.
    package var isDeletingDependents = false
    /// Whether it waits for its dependents to be orphaned.
    package var isOrphaningDependents = false
  }

  /// Items to be looked at because of a change, in order.
  package struct Consequences: Equatable {
    /// Those that may have to be deleted.
    package var toDelete: [String] = []
    /// Those whose dependents are to be orphaned.
    package var toOrphan: [String] = []

    package init(toDelete: [String] = [], toOrphan: [String] = []) {
      self.toDelete = toDelete
      self.toOrphan = toOrphan
    }
  }

  static let foreground = "foregroundDeletion"
  static let orphan = "orphan"

  private var items: [String: Item] = [:]

  /// A graph of nothing.
  package init() {}

  package subscript(uid: String) -> Item? { items[uid] }
  package var count: Int { items.count }

  /// Takes in a new or changed object.
  package mutating func show(_ kind: Kind, _ metadata: ObjectMeta) -> Consequences {
    var consequences = Consequences()
    let uid = metadata.uid
    let before = items[uid]
    if before == nil || before?.isVirtual == true {
      let reference = ObjectReference(kind, metadata.key, uid: uid)
      var item = Item(reference: reference)
      item.dependents = before?.dependents ?? []
      items[uid] = item
    }
    changeOwners(of: uid, to: metadata, &consequences)
    items[uid]?.isTerminating = metadata.isTerminating
    let waits = metadata.isTerminating && metadata.finalizers.contains(Self.foreground)
    let orphans = metadata.isTerminating && metadata.finalizers.contains(Self.orphan)
    if orphans, before?.isOrphaningDependents != true { consequences.toOrphan.append(uid) }
    if waits, before?.isDeletingDependents != true {
      consequences.toDelete += items[uid]?.dependents ?? []
      consequences.toDelete.append(uid)
    }
    items[uid]?.isDeletingDependents = waits
    items[uid]?.isOrphaningDependents = orphans
    return consequences
  }

  /// Takes in that the object `uid` is gone, or was never there.
  package mutating func drop(_ uid: String) -> Consequences {
    guard let item = items.removeValue(forKey: uid) else { return Consequences() }
    var consequences = Consequences(toDelete: item.dependents)
    for owner in item.owners {
      items[owner.uid]?.dependents.removeAll { $0 == uid }
      // The owner may have waited for this one.
      if items[owner.uid]?.isDeletingDependents == true {
        consequences.toDelete.append(owner.uid)
      }
    }
    return consequences
  }

  /// The dependents for whose end the object `uid` waits, in the order in which they were seen.
  package func blockingDependents(of uid: String) -> [Item] {
    (items[uid]?.dependents ?? []).compactMap { items[$0] }.filter { dependent in
      dependent.owners.contains { $0.uid == uid && $0.blocksOwnerDeletion }
    }
  }

  private mutating func changeOwners(
    of uid: String, to metadata: ObjectMeta, _ consequences: inout Consequences
  ) {
    let old = items[uid]?.owners ?? []
    let new = metadata.ownerReferences
    guard old != new else { return }
    items[uid]?.owners = new
    for owner in old where owner.blocksOwnerDeletion {
      let stillBlocks = new.contains { $0.uid == owner.uid && $0.blocksOwnerDeletion }
      if !stillBlocks, items[owner.uid]?.isDeletingDependents == true {
        consequences.toDelete.append(owner.uid)
      }
    }
    for owner in old where !(new.contains { $0.uid == owner.uid }) {
      items[owner.uid]?.dependents.removeAll { $0 == uid }
    }
    for owner in new where !(old.contains { $0.uid == owner.uid }) {
      if items[owner.uid] == nil {
        let namespace = owner.kind.isClusterScoped ? "" : metadata.namespace
        var item = Item(
          reference: ObjectReference(
            owner.kind, ObjectKey(namespace: namespace, name: owner.name), uid: owner.uid))
        item.isVirtual = true
        items[owner.uid] = item
        // Whether it exists at all must be asked of the server.
        consequences.toDelete.append(owner.uid)
      }
      items[owner.uid]?.dependents.append(uid)
    }
  }
}
