import Units

/// No request is lost or made up: arrived = succeeded + failed + timed out + in flight.
final class RequestConservation: Checker {
  let name = "no request lost or made up"
  private let world: any CheckedWorld
  private var checks = 0
  private(set) var breach: String?

  init(_ world: any CheckedWorld) { self.world = world }

  var detail: String { "arrived = succeeded + failed + timed out + in flight, \(checks) times" }

  func observeSecond(at now: Instant) {
    checks += 1
    let counts = world.requestCounts
    let ended = counts.succeeded + counts.failed + counts.timedOut
    guard breach == nil, counts.arrived != ended + counts.inFlight else { return }
    breach =
      "at \(now.seconds) s: \(counts.arrived) arrived, but \(counts.succeeded) succeeded, "
      + "\(counts.failed) failed, \(counts.timedOut) timed out, \(counts.inFlight) in flight"
  }
}
