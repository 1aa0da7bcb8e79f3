/// Finds the smallest number of machines of one kind with which all pods fit.
///
/// More machines need not be better: a pod may go where another has to be, and constraints on
/// spreading look at all nodes. So the answer is one that was tried and does, the number below it
/// was tried and does not, and where few numbers are in question, none of them is passed over.
struct CountSearch {
  /// So many numbers are tried one by one.
  static let scanMax = 24

  private let offer: MachineOffer
  private let trial: CapacityTrial
  private let most: Int
  private var outcomes: [Int: CapacityTrial.Outcome] = [:]
  /// The largest number that was tried.
  private(set) var tried = 0

  /// A search up to `most` machines.
  init(_ offer: MachineOffer, _ trial: CapacityTrial, max most: Int) {
    self.offer = offer
    self.trial = trial
    self.most = most
  }

  /// What came of the largest number that was tried; nil for none.
  var last: CapacityTrial.Outcome? { outcomes[tried] }

  /// What comes of `count` machines.
  mutating func outcome(_ count: Int) throws -> CapacityTrial.Outcome {
    if let known = outcomes[count] { return known }
    let found = try trial.attempt(offer, count)
    outcomes[count] = found
    tried = max(tried, count)
    return found
  }

  private mutating func does(_ count: Int) throws -> Bool { try outcome(count).left == 0 }

  /// The smallest number that does; nil when none does as far as was looked.
  ///
  /// - Parameter least: Fewer are not expected to do.
  mutating func smallest(from least: Int) throws -> Int? {
    guard let (below, enough) = try bracket(from: least) else { return nil }
    var high = enough
    if high - least <= Self.scanMax {
      for count in least..<high {
        if try does(count) { return try lowered(count) }
      }
    } else {
      var low = below
      while high - low > 1 {
        let middle = low + (high - low) / 2
        if try does(middle) { high = middle } else { low = middle }
      }
    }
    return try lowered(high)
  }

  /// A number that does not do (one less than the first tried, if that does), and one that does.
  private mutating func bracket(from least: Int) throws -> (below: Int, enough: Int)? {
    var below = least - 1
    var count = least
    var step = 1
    var hopeless = 0
    var left = Int.max
    while true {
      let found = try outcome(count)
      if found.left == 0 { return (below, count) }
      // Machines stand idle in every zone, and yet pods find no node: more of them hardly help.
      let isIdle = found.idle >= trial.zoneCount && found.left >= left
      hopeless = isIdle ? hopeless + 1 : 0
      if hopeless == 2 || count == most { return nil }
      left = found.left
      below = count
      step *= 2
      count = min(most, count + step)
    }
  }

  /// Fewer than `count`, as long as one less does too.
  private mutating func lowered(_ count: Int) throws -> Int {
    var count = count
    while count > 1, try does(count - 1) { count -= 1 }
    return count
  }
}
