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
  /// How many places some node is in, one without the label counting as in the nameless one.
  let placesFound: Int
  /// Whether every node has the label.
  let isEverywhere: Bool
  /// The place of the empty value.
  let nameless: Int32

  init(_ key: String, _ nodes: [NodeInfo]) {
    places = Column(nodes.count, -1)
    var numbers: [String: Int32] = ["": 0]
    nameless = 0
    var isNamelessFound = false
    var labelled = 0
    for (row, node) in nodes.enumerated() {
      let value = node.node.metadata.labels[key]
      if value?.isEmpty ?? true { isNamelessFound = true }
      guard let value else { continue }
      labelled += 1
      let number = numbers[value] ?? Int32(numbers.count)
      numbers[value] = number
      places.values[row] = number
    }
    placeCount = numbers.count
    isEverywhere = labelled == nodes.count
    placesFound = numbers.count - (isNamelessFound ? 0 : 1)
  }
}

/// The order of the names of a cluster's nodes.
final class NameOrder {
  /// The place of each row's name among all names, sorted.
  let ranks: Column<Int32>
  /// The names by row.
  let names: [String]
  /// The rows, sorted by name.
  let rows: Column<Int32>

  init(_ nodes: [NodeInfo]) {
    names = nodes.map(\.name)
    ranks = Column(nodes.count, 0)
    rows = Column(nodes.count, 0)
    let sorted = nodes.indices.sorted { utf8Precedes(nodes[$0].name, nodes[$1].name) }
    for (rank, row) in sorted.enumerated() {
      ranks.values[row] = Int32(rank)
      rows.values[rank] = Int32(row)
    }
  }
}

/// The topology of a cluster, label by label, and the order of its nodes' names.
final class ClusterTopology {
  private var epoch = -1
  private var version = -1
  private var columns: [String: TopologyColumn] = [:]
  private var order: NameOrder?

  /// The places that `key` makes of the nodes of `cache`.
  func column(_ key: String, _ cache: SchedulerCache) -> TopologyColumn {
    follow(cache)
    if let known = columns[key] { return known }
    let column = TopologyColumn(key, cache.nodes)
    columns[key] = column
    return column
  }

  /// The order of the nodes' names.
  func names(_ cache: SchedulerCache) -> NameOrder {
    follow(cache)
    if let order { return order }
    let made = NameOrder(cache.nodes)
    order = made
    return made
  }

  private func follow(_ cache: SchedulerCache) {
    if epoch != cache.journal.epoch { order = nil }
    if epoch == cache.journal.epoch && version == cache.journal.topology { return }
    epoch = cache.journal.epoch
    version = cache.journal.topology
    columns = [:]
  }
}
