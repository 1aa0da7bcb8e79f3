import Units

/// Every bill is the price an hour times the time that the thing was there.
final class MoneyAddsUp: Checker {
  let name = "money adds up"
  private let world: any CheckedWorld
  private var checks = 0
  private(set) var breach: String?

  init(_ world: any CheckedWorld) { self.world = world }

  var detail: String { "each bill = price an hour × time, to a billionth of a dollar, \(checks)" }

  func observeSecond(at now: Instant) {
    // Once a minute is enough: an error in a sum does not go away.
    guard breach == nil, now.nanoseconds % 60_000_000_000 == 0 else { return }
    for bill in world.bills {
      checks += 1
      let due = bill.perHour.perHour(for: bill.to - bill.from)
      if abs(due.nanodollars - bill.metered.nanodollars) > 1 {
        breach =
          "at \(now.seconds) s: \(bill.name) is billed \(bill.metered.dollars) $, "
          + "due are \(due.dollars) $"
      }
    }
  }
}
