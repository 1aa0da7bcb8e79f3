import Results
import Scheduler

extension PlacementMeasures {
  /// All measures as figures, each with a name whose end says the unit, and a few words.
  var figures: [(key: String, label: String, value: Double?)] {
    [
      ("nodes_used", "nodes with a pod", Double(usedNodes)),
      ("pods_per_node_spread_share", "pods a node: deviation over mean", podsVariation),
    ] + resources.flatMap(\.figures)
  }
}

extension PlacementMeasures.Resource {
  /// The measures of one resource.
  fileprivate var figures: [(key: String, label: String, value: Double?)] {
    let label = name == ResourceName.cpu ? "CPU" : name
    return [
      ("\(name)_utilisation_share", "\(label): asked for", utilisation),
      ("\(name)_fullest_share", "\(label): asked for of the fullest node", most),
      ("\(name)_spread_share", "\(label): nodes' deviation over mean", variation),
      ("\(name)_zone_gap_share", "\(label): fullest zone less emptiest", zoneGap),
      ("\(name)_stranded_share", "\(label): free, but of no use to a pod", stranded),
      (largestKey, "\(label): most that is free on a node", largest),
    ]
  }

  private var largestKey: String {
    switch name {
    case ResourceName.cpu: "\(name)_largest_free_cores"
    case ResourceName.memory, ResourceName.ephemeralStorage: "\(name)_largest_free_bytes"
    default: "\(name)_largest_free"
    }
  }

  private var largest: Double {
    Double(largestFree) / (name == ResourceName.cpu ? 1_000 : 1)
  }
}
