import ControllerRuntime
import KubeAPI

extension NodeLifecycleController {
  /// Slows down or stops the emptying of nodes in zones where many are dead: then the network is
  /// more likely to be at fault than the nodes.
  ///
  /// Source: `pkg/controller/nodelifecycle/node_lifecycle_controller.go` (handleDisruption), v1.36.
  func handleDisruption(_ tally: ZoneTally, nodes: [Node]) -> Plan {
    let new = newStates(tally)
    let isAllDown = new.allSatisfy { $0.state == .fullDisruption }
    let wasAllDown = forgetEmptyZones(tally)
    guard !isAllDown || !wasAllDown else { return .done }
    if isAllDown {
      return .inOrder(nodes.map { markReachable($0) }) { [self] in
        for entry in new {
          evictionQueues[entry.zone]?.limiter.swap(rate: 0, at: clock.now)
          zoneStates[entry.zone] = .fullDisruption
        }
        return .done
      }
    }
    if wasAllDown {
      for node in nodes { health[node.metadata.name]?.lastProbe = clock.now }
    }
    for entry in new where wasAllDown || zoneStates[entry.zone] != entry.state {
      let rate = entry.state.evictionRate(size: entry.size, parameters)
      evictionQueues[entry.zone]?.limiter.swap(rate: rate, at: clock.now)
      zoneStates[entry.zone] = entry.state
    }
    return .done
  }

  private func newStates(
    _ tally: ZoneTally
  ) -> [(zone: String, state: ZoneState, size: Int)] {
    zones.compactMap { zone in
      guard let count = tally.counts[zone] else { return nil }
      if zoneStates[zone] == nil { zoneStates[zone] = .initial }
      let state = ZoneState(
        ready: count.ready, notReady: count.notReady,
        threshold: parameters.unhealthyZoneThreshold.value)
      return (zone, state, count.ready + count.notReady)
    }
  }

  /// Drops the states of zones without nodes; true when all the others were wholly down.
  private func forgetEmptyZones(_ tally: ZoneTally) -> Bool {
    var wasAllDown = true
    for zone in zones {
      guard let state = zoneStates[zone] else { continue }
      if tally.counts[zone] == nil {
        zoneStates[zone] = nil
      } else if state != .fullDisruption {
        wasAllDown = false
      }
    }
    return wasAllDown
  }
}
