/// What has changed in the cache, in order, so that who knew it earlier need not look at all of it
/// again.
///
/// Nodes are told by their row: their place in the cache's order. Rows hold for one epoch.
final class ClusterJournal {
  /// One change on one node: pods came or went, or the node itself is another.
  struct Entry {
    /// Which node.
    let row: Int32
    /// 1 for a pod that came, -1 for one that went, 0 for a change of the node itself.
    let amount: Int32
    /// The number of the pod's kind; -1 for none.
    let kind: Int
    /// Whether the pod requires or prefers something of the pods around it.
    let hasTerms: Bool
  }

  /// Counts how often rows have got another meaning: a node came, went or moved to another zone.
  private(set) var epoch = 0
  /// Counts how often a node's labels or taints changed, by which others are counted.
  private(set) var topology = 0
  /// The entries that are kept, the oldest first.
  private(set) var entries: [Entry] = []
  /// The kinds that the entries speak of, one for each entry.
  private var kinds: [PodKind?] = []
  /// The sequence number of the oldest entry that is kept.
  private(set) var first = 0
  /// So many entries are kept at least; beyond twice as many the older half goes.
  private let kept = 8_192

  /// The sequence number that the next entry will have.
  var end: Int { first + entries.count }

  /// Rows have another meaning from here on; nothing that was written down before holds.
  func beginEpoch() {
    epoch += 1
    first = end
    entries.removeAll(keepingCapacity: true)
    kinds.removeAll(keepingCapacity: true)
  }

  /// A pod came to the node in `row` (`amount` 1) or left it (-1).
  func note(_ pod: PodInfo, on row: Int32, _ amount: Int32) {
    let kind = pod.kind
    append(
      Entry(row: row, amount: amount, kind: kind.number, hasTerms: !kind.terms.isEmpty), kind)
  }

  /// The node in `row` is another now, maybe in what pods elsewhere are counted by.
  func noteNode(_ row: Int32, changesTopology: Bool) {
    append(Entry(row: row, amount: 0, kind: -1, hasTerms: false), nil)
    if changesTopology { topology += 1 }
  }

  private func append(_ entry: Entry, _ kind: PodKind?) {
    if entries.count >= 2 * kept {
      entries.removeFirst(kept)
      kinds.removeFirst(kept)
      first += kept
    }
    entries.append(entry)
    kinds.append(kind)
  }

  /// The kind that the entry at `index` of `entries` speaks of.
  func kind(at index: Int) -> PodKind? { kinds[index] }
}
