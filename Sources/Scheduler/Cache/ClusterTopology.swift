/// A value for each row of the cluster.
final class Column<Element: BitwiseCopyable> {
  /// The values; as many as there are rows.
  let values: UnsafeMutablePointer<Element>
  /// How many there are.
  let count: Int

  init(_ count: Int, _ value: Element) {
    self.count = count
    values = .allocate(capacity: max(1, count))
    values.initialize(repeating: value, count: count)
  }

  deinit { values.deallocate() }

  /// How much memory it takes.
  var bytes: Int { count * MemoryLayout<Element>.stride }

  func fill(_ value: Element) { values.update(repeating: value, count: count) }
}

/// The places that one node label makes: nodes with equal values are one place.
final class TopologyColumn {
  /// The number of each row's place; -1 for a node without the label.
  let places: Column<Int32>
  /// How many places there are, the nameless one included.
  let placeCount: Int
  /// The place of the empty value.
  let nameless: Int32

  init(_ key: String, _ nodes: [NodeInfo]) {
    places = Column(nodes.count, -1)
    var numbers: [String: Int32] = ["": 0]
    nameless = 0
    for (row, node) in nodes.enumerated() {
      guard let value = node.node.metadata.labels[key] else { continue }
      let number = numbers[value] ?? Int32(numbers.count)
      numbers[value] = number
      places.values[row] = number
    }
    placeCount = numbers.count
  }
}

/// The topology of a cluster, label by label, and the order of its nodes' names.
final class ClusterTopology {
  private var epoch = -1
  private var version = -1
  private var columns: [String: TopologyColumn] = [:]
  private var ranks: Column<Int32>?

  /// The places that `key` makes of the nodes of `cache`.
  func column(_ key: String, _ cache: SchedulerCache) -> TopologyColumn {
    follow(cache)
    if let known = columns[key] { return known }
    let column = TopologyColumn(key, cache.nodes)
    columns[key] = column
    return column
  }

  /// The place of each row's name among all names, sorted.
  func nameRanks(_ cache: SchedulerCache) -> Column<Int32> {
    follow(cache)
    if let ranks { return ranks }
    let nodes = cache.nodes
    let made = Column<Int32>(nodes.count, 0)
    let sorted = nodes.indices.sorted { utf8Precedes(nodes[$0].name, nodes[$1].name) }
    for (rank, row) in sorted.enumerated() { made.values[row] = Int32(rank) }
    ranks = made
    return made
  }

  private func follow(_ cache: SchedulerCache) {
    if epoch != cache.journal.epoch { ranks = nil }
    if epoch == cache.journal.epoch && version == cache.journal.topology { return }
    epoch = cache.journal.epoch
    version = cache.journal.topology
    columns = [:]
  }
}
