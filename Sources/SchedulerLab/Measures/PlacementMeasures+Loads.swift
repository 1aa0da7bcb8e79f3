import Results
import Scheduler

extension PlacementMeasures {
  /// The most shapes of pods that fragmentation is worked out for; the commonest are taken.
  static let shapesMax = 2_000

  /// The measures of nodes that carry `loads`, where pods of these `shapes` come.
  ///
  /// - Complexity: O(nodes × shapes), and O(*n* log *n*) in the nodes.
  public init(_ loads: [NodeLoad], shapes: [PodShape]) {
    self.init()
    nodes = loads.count
    usedNodes = loads.count { $0.pods > 0 }
    pods = loads.reduce(0) { $0 + $1.pods }
    let counts = loads.map { Double($0.pods) }.sorted()
    podsLeast = Int(counts.first ?? 0)
    podsMost = Int(counts.last ?? 0)
    podsMedian = Self.median(ofSorted: counts)
    podsVariation = Self.variation(counts)
    zones = Self.zones(loads)
    let common =
      shapes.count <= Self.shapesMax
      ? shapes : Array(shapes.sorted { $0.count > $1.count }.prefix(Self.shapesMax))
    let fits = common.map { shape in loads.map { $0.takes(shape.requests) } }
    resources = Self.names(loads, shapes).map { name in
      Self.resource(name, loads, common, fits)
    }
  }

  /// The resources that some node has and some pod asks for; CPU and memory if some node has them.
  private static func names(_ loads: [NodeLoad], _ shapes: [PodShape]) -> [String] {
    func isThere(_ name: String) -> Bool { loads.contains { $0.allocatable.amount(of: name) > 0 } }
    func isWanted(_ name: String) -> Bool {
      shapes.contains { $0.requests.amount(of: name) > 0 }
        || loads.contains { $0.requested.amount(of: name) > 0 }
    }
    let scalars = Set(loads.flatMap(\.allocatable.scalarNames)).sorted()
    return [ResourceName.cpu, ResourceName.memory].filter(isThere)
      + ([ResourceName.ephemeralStorage] + scalars).filter { isThere($0) && isWanted($0) }
  }

  private static func resource(
    _ name: String, _ loads: [NodeLoad], _ shapes: [PodShape], _ fits: [[Bool]]
  ) -> Resource {
    var resource = Resource(name: name)
    for load in loads {
      resource.capacity += load.allocatable.amount(of: name)
      resource.requested += load.requested.amount(of: name)
      resource.largestFree = max(resource.largestFree, load.free(name))
    }
    let shares = loads.compactMap { $0.share(name) }.sorted()
    resource.least = shares.first ?? 0
    resource.median = median(ofSorted: shares)
    resource.most = shares.last ?? 0
    resource.variation = variation(shares)
    resource.zoneGap = zoneGap(name, loads)
    resource.stranded = stranded(name, loads, shapes, fits)
    return resource
  }

  private static func stranded(
    _ name: String, _ loads: [NodeLoad], _ shapes: [PodShape], _ fits: [[Bool]]
  ) -> Double? {
    let free = loads.map { Double($0.free(name)) }
    let all = free.reduce(0, +)
    var (useless, pods) = (0.0, 0.0)
    for (shape, nodes) in zip(shapes, fits) where shape.requests.amount(of: name) > 0 {
      let lost = zip(free, nodes).reduce(0) { $0 + ($1.1 ? 0 : $1.0) }
      useless += lost * Double(shape.count)
      pods += Double(shape.count)
    }
    return all > 0 && pods > 0 ? useless / (all * pods) : nil
  }

  private static func zoneGap(_ name: String, _ loads: [NodeLoad]) -> Double? {
    let shares = Set(loads.map(\.zone)).sorted().compactMap { zone -> Double? in
      let own = loads.filter { $0.zone == zone }
      let capacity = own.reduce(0.0) { $0 + Double($1.allocatable.amount(of: name)) }
      let requested = own.reduce(0.0) { $0 + Double($1.requested.amount(of: name)) }
      return capacity > 0 ? requested / capacity : nil
    }
    guard shares.count > 1, let least = shares.min(), let most = shares.max() else { return nil }
    return most - least
  }

  private static func zones(_ loads: [NodeLoad]) -> [Zone] {
    Set(loads.map(\.zone)).sorted().map { name in
      let own = loads.filter { $0.zone == name }
      return Zone(name: name, nodes: own.count, pods: own.reduce(0) { $0 + $1.pods })
    }
  }

  private static func median(ofSorted values: [Double]) -> Double {
    if values.isEmpty { return 0 }
    let middle = values.count / 2
    return values.count.isMultiple(of: 2)
      ? (values[middle - 1] + values[middle]) / 2 : values[middle]
  }

  /// Standard deviation over mean; nil when the mean is zero.
  private static func variation(_ values: [Double]) -> Double? {
    let mean = values.reduce(0, +) / Double(max(1, values.count))
    guard mean > 0 else { return nil }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count)).squareRoot() / mean
  }
}
