import KubeAPI
import Scheduler
import Units

/// How many machines of one kind would have to be added for all pods that wait to fit, for the
/// kinds with which that is cheapest.
///
/// Each answer is tried out: the scheduler places the pods, the more important first, on the
/// cluster with so many more nodes. Only machines of one kind are added at a time.
public struct CapacityPlan: Sendable {
  /// A kind of machine, and how many of it do.
  public struct Choice: Sendable {
    /// The kind.
    public let offer: MachineOffer
    /// How many have to be added; 0: none.
    public let count: Int
    /// The share of CPU that is asked for afterwards, of all nodes.
    public let cpuUse: Double
    /// The share of memory that is asked for afterwards, of all nodes.
    public let memoryUse: Double

    /// What the added machines cost a month of 730 hours.
    public var pricePerMonth: Dollars { offer.price(of: count) }
  }

  /// A kind of machine of which no number was found to do.
  public struct Failure: Sendable {
    /// The kind.
    public let offer: MachineOffer
    /// Of how many added machines that is known.
    public let tried: Int
    /// How many pods found no node even so.
    public let left: Int
    /// One of them, as `namespace/name`, and why it found none.
    public let example: String
  }

  /// How many pods have to be placed.
  public private(set) var pods = 0
  /// How many of them find no node as things are.
  public private(set) var unplaced = 0
  /// What does, the cheapest first.
  public private(set) var choices: [Choice] = []
  /// What does not, as far as it was tried.
  public private(set) var failures: [Failure] = []
  /// How many kinds were left untried, since they must cost more than those above.
  public private(set) var dearer = 0

  /// How far to look.
  public struct Limits: Sendable {
    /// The most machines that are added.
    public var nodes = 5_000
    /// How many kinds are wanted in the answer.
    public var choices = 5

    /// The usual limits.
    public init() {}
  }

  /// Finds what to add to `cluster` so that `pods` fit beside those that have a node.
  ///
  /// - Parameter progress: Told of every kind of machine that is looked at, with the share of the
  ///   work that is done.
  /// - Throws: a profile that cannot be set up (`PluginError`).
  public init(
    for pods: [Pod], in cluster: ClusterInput, offers: [MachineOffer], rules: PlacementRules,
    limits: Limits = Limits(), progress: (Double, String) -> Void = { _, _ in }
  ) throws {
    self.pods = pods.count
    let trial = CapacityTrial(pods.queued, cluster, rules)
    let now = try trial.attempt(nil, 0)
    unplaced = now.left
    if now.left == 0 { return }
    let least = offers.map { (offer: $0, count: trial.leastCount(of: $0, max: limits.nodes)) }
    let sorted = least.sorted { a, b in
      let (mine, other) = (a.offer.price(of: a.count), b.offer.price(of: b.count))
      return mine == other ? a.offer.name < b.offer.name : mine < other
    }
    for (place, (offer, count)) in sorted.enumerated() {
      if let bound = priceToBeat(limits.choices), offer.price(of: count) >= bound {
        dearer = sorted.count - place
        break
      }
      progress(Double(place) / Double(sorted.count), offer.name)
      try look(at: offer, from: count, trial, limits)
    }
    choices.sort { a, b in
      a.pricePerMonth == b.pricePerMonth
        ? a.offer.name < b.offer.name : a.pricePerMonth < b.pricePerMonth
    }
    choices = Array(choices.prefix(limits.choices))
  }

  /// What the worst of the wanted choices costs; nil while there are too few.
  private func priceToBeat(_ wanted: Int) -> Dollars? {
    let prices = choices.map(\.pricePerMonth).sorted()
    return prices.count < wanted ? nil : prices[wanted - 1]
  }

  private mutating func look(
    at offer: MachineOffer, from least: Int, _ trial: CapacityTrial, _ limits: Limits
  ) throws {
    var search = CountSearch(offer, trial, max: limits.nodes)
    guard let count = try search.smallest(from: least) else {
      let last = search.last
      failures.append(
        Failure(
          offer: offer, tried: search.tried, left: last?.left ?? unplaced,
          example: last?.example ?? ""))
      return
    }
    let outcome = try search.outcome(count)
    choices.append(
      Choice(
        offer: offer, count: count, cpuUse: outcome.cpuUse, memoryUse: outcome.memoryUse))
  }
}

extension MachineOffer {
  /// What `count` of them cost a month.
  func price(of count: Int) -> Dollars {
    let (price, overflow) = pricePerMonth.nanodollars.multipliedReportingOverflow(by: Int64(count))
    return Dollars(nanodollars: overflow ? .max : price)
  }
}
