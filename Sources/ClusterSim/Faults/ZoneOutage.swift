import Cloud
import Machines
import Units

/// All machines of a zone are lost: without power, or without the network to what is outside of it.
///
/// The control plane stands in no zone. Clients inside that stand in the zone keep their power.
struct ZoneOutage: Fault {
  let zone: String
  let loss: ZoneLoss
  /// After how long it is over; nil: not by itself.
  let span: TimeSpan?

  func strike(_ run: ClusterRun) -> String {
    let members = run.machines(in: zone)
    guard !members.isEmpty else {
      run.warn("a fault found no machine in zone \(zone)")
      return "there is no machine in zone \(zone)\n"
    }
    switch loss {
    case .power:
      let struck = members.filter { $0.machine.power != .off }
      for member in struck { member.machine.powerOff() }
      let until = run.mend(after: span) {
        for member in struck where member.ended == nil { run.cloud.reboot(member.machine) }
      }
      return "zone \(zone) has lost power: \(struck.count) machines\(until)\n"
    case .network:
      let number = run.cutLink(.zone(zone), .everything)
      let until = run.mend(after: span) { run.mendLink(number) }
      return "zone \(zone) is cut off: \(members.count) machines\(until)\n"
    }
  }
}

/// A zone is back: its machines are switched on, its network passes.
struct RestoreZone: Fault {
  let zone: String

  func strike(_ run: ClusterRun) -> String {
    let dark = run.machines(in: zone).filter { $0.machine.power == .off }
    for member in dark { run.cloud.reboot(member.machine) }
    _ = run.mendLinks(between: (.zone(zone), .everything))
    return "zone \(zone) is back: \(dark.count) machines are switched on\n"
  }
}

extension ClusterRun {
  /// The machines of a zone that have not been given back, in the order of their making.
  func machines(in zone: String) -> [ClusterMachine] {
    machines.filter { $0.ended == nil && $0.machine.zone == zone }
  }
}
