import KubeAPI

/// Counts by place: how much was found where a node label has a value.
struct TopologyCounts {
  private var byKey: [String: [String: Int64]] = [:]

  /// Whether nothing was found anywhere.
  var isEmpty: Bool { byKey.isEmpty }

  /// The count at a place; 0 where nothing was found.
  func count(_ key: String, _ value: String) -> Int64 { byKey[key]?[value] ?? 0 }

  /// Adds to the place of `node` that `key` tells; a place that comes to zero is forgotten.
  mutating func add(_ amount: Int64, _ key: String, at node: Node) {
    guard let value = node.metadata.labels[key] else { return }
    let sum = count(key, value) + amount
    byKey[key, default: [:]][value] = sum == 0 ? nil : sum
    if byKey[key]?.isEmpty == true { byKey[key] = nil }
  }

  /// Adds to the place of `node`, and keeps places that come to zero.
  mutating func addPoints(_ amount: Int64, _ key: String, at node: Node) {
    guard let value = node.metadata.labels[key] else { return }
    byKey[key, default: [:]][value, default: 0] += amount
  }

  /// The counts of all places that `node` is in, added up.
  func sum(at node: Node) -> Int64 {
    var sum: Int64 = 0
    for (key, values) in byKey {
      if let value = node.metadata.labels[key] { sum += values[value] ?? 0 }
    }
    return sum
  }

  /// Whether anything was found at a place that `node` is in.
  func isPresent(at node: Node) -> Bool {
    byKey.contains { key, values in
      node.metadata.labels[key].map { (values[$0] ?? 0) > 0 } ?? false
    }
  }
}
