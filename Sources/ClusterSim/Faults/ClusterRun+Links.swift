import Network

/// Bringing cut links into the run: requests, probes, queries, health checks, image pulls, API
/// calls and watches all cross the same ones.
///
/// Two things are simpler than they are. Clients inside stand in the first zone and keep hearing of
/// changes of Services. A kubelet that is cut off goes on seeing Services, which only the
/// environment of containers that it starts meanwhile shows.
extension ClusterRun {
  /// Cuts the way between two ends; returns the number by which it is mended.
  func cutLink(_ a: LinkBoard.End, _ b: LinkBoard.End) -> Int {
    let number = links.cut(a, b)
    applyLinks()
    return number
  }

  /// Mends the cut of this number, if nobody has.
  func mendLink(_ number: Int) {
    if links.mend(number) { applyLinks() }
  }

  /// Mends every cut between two ends, or everywhere; returns how many there were.
  func mendLinks(between ends: (a: LinkBoard.End, b: LinkBoard.End)?) -> Int {
    let count = links.mend(between: ends)
    if count > 0 { applyLinks() }
    return count
  }

  /// Whether users reach the machine called `name`, and it them.
  func isReachedFromOutside(_ name: String) -> Bool {
    guard !links.isWhole, let machine = machine(name) else { return true }
    return !links.severs(.outside, machine.place)
  }

  /// Whether a person at a prompt reaches the API server.
  var isControlPlaneReachedFromOutside: Bool { !links.severs(.outside, .controlPlane) }

  /// Makes everything follow what the board says now; to be called when it or the machines change.
  func applyLinks() {
    let members = machines.filter { $0.ended == nil }
    var severed: [MachinePair] = []
    for (place, member) in members.enumerated() {
      world.setNodeCutFromOutside(
        links.severs(.outside, member.place), node: member.worldIndex)
      for other in members[..<place] where links.severs(member.place, other.place) {
        severed.append(MachinePair(member.worldIndex, other.worldIndex))
      }
      if let visitors = visitorsIfThere, links.severs(member.place, visitors.place) {
        severed.append(MachinePair(member.worldIndex, visitors.worldIndex))
      }
    }
    world.sever(severed)
    for member in members {
      let isCut = links.severs(.controlPlane, member.place)
      let wasCut = links.withoutControlPlane.contains(member.name)
      if isCut, !wasCut {
        links.withoutControlPlane.insert(member.name)
        member.loseControlPlane(router: controlPlane?.router)
      } else if !isCut, wasCut {
        links.withoutControlPlane.remove(member.name)
        member.findControlPlane(router: controlPlane?.router)
      }
      if links.severs(.outside, member.place) { registry.breakOff(node: member.name) }
    }
  }
}
