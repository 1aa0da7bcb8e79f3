import Units

/// One thing stands on the bill once at a time.
final class NothingBilledTwice: Checker {
  let name = "nothing billed twice"
  private let world: any CheckedWorld
  private var checks = 0
  private(set) var breach: String?

  init(_ world: any CheckedWorld) { self.world = world }

  var detail: String { "bills for one thing follow each other, \(checks) looks" }

  func observeSecond(at now: Instant) {
    // Once a minute is enough: what was billed twice stays on the bill.
    guard breach == nil, now.nanoseconds % 60_000_000_000 == 0 else { return }
    checks += 1
    var ends: [[String]: Instant] = [:]
    for bill in world.bills.sorted(by: { $0.from < $1.from }) {
      let thing = [bill.category, bill.name]
      if let end = ends[thing], end > bill.from {
        breach =
          "at \(now.seconds) s: \(bill.name) is billed twice from \(bill.from.seconds) s on"
        return
      }
      ends[thing] = bill.to
    }
  }
}
