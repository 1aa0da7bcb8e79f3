import KubeAPI
import Randomness

/// Chooses among nodes with the same points.
public enum TieBreaker: Sendable {
  /// The smallest name: the same answer always, for comparisons.
  case first
  /// Any of them, equally likely.
  case random(RandomStream)
  /// Any of them, equally likely: the one that drew the lowest number, where each node's number
  /// depends on the node's name and this fingerprint alone.
  ///
  /// For setting two schedulers side by side, with one fingerprint a pod: as long as the node that
  /// one of them takes is among the best of the other, and nothing that drew a lower number is, the
  /// other takes it too.
  case ranked(StableHash)

  /// The place of the winner among `nodes`.
  ///
  /// Random choice is a reservoir over the best ones in the order of the nodes, as upstream's
  /// selectHost does it: the *k*-th of equal points takes the place with probability 1/*k*.
  package mutating func winner(among nodes: [NodeInfo], _ totals: [Int64]) -> Int {
    precondition(!nodes.isEmpty, "there is no node to choose")
    var best = 0
    var equals: UInt32 = 1
    for index in nodes.indices.dropFirst() {
      if totals[index] > totals[best] {
        best = index
        equals = 1
      } else if totals[index] == totals[best] {
        equals += 1
        if wins(nodes[index].name, over: nodes[best].name, asOneOf: equals) { best = index }
      }
    }
    return best
  }

  /// The same random choice among points alone.
  mutating func drawn(_ totals: UnsafeBufferPointer<Int32>) -> Int {
    guard case .random(var stream) = self else { return 0 }
    var best = 0
    var equals: UInt32 = 1
    for index in totals.indices.dropFirst() {
      if totals[index] > totals[best] {
        best = index
        equals = 1
      } else if totals[index] == totals[best] {
        equals += 1
        if stream.uniform(below: equals) == 0 { best = index }
      }
    }
    self = .random(stream)
    return best
  }

  private mutating func wins(_ name: String, over other: String, asOneOf count: UInt32) -> Bool {
    switch self {
    case .first: return utf8Precedes(name, other)
    case .random(var stream):
      let wins = stream.uniform(below: count) == 0
      self = .random(stream)
      return wins
    case .ranked(let fingerprint): return Self.lowest([other, name], fingerprint) == 1
    }
  }

  /// The place of the name that drew the lowest number.
  static func lowest(_ names: [String], _ fingerprint: StableHash) -> Int {
    var best = 0
    var bestRank = rank(names[0], fingerprint)
    for place in names.indices.dropFirst() {
      let own = rank(names[place], fingerprint)
      if own < bestRank || own == bestRank && utf8Precedes(names[place], names[best]) {
        (best, bestRank) = (place, own)
      }
    }
    return best
  }

  private static func rank(_ node: String, _ fingerprint: StableHash) -> UInt64 {
    var hash = fingerprint
    hash.absorb(node)
    return hash.first
  }
}
