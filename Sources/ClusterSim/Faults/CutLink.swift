import Units

/// Nothing passes between two ends: requests, probes, queries, API calls and watches are lost.
///
/// What was under way still arrives. TCP sends again what is not acknowledged, so that a short cut
/// delays and a long one makes clients give up. A machine that is cut from the control plane alone
/// is NotReady within a minute, though users still reach it.
struct CutLink: Fault {
  let link: LinkDesign
  /// After how long it is mended; nil: not by itself.
  let span: TimeSpan?

  func strike(_ run: ClusterRun) -> String {
    guard let (a, b) = run.ends(of: link) else { return "no such machine\n" }
    let number = run.cutLink(a, b)
    let until = run.mend(after: span) { run.mendLink(number) }
    return "nothing passes between \(a.text) and \(b.text)\(until)\n"
  }
}

/// What was cut between two ends, or anywhere, passes again.
struct HealLink: Fault {
  /// The ends as they were cut; nil: all that is cut.
  let link: LinkDesign?

  func strike(_ run: ClusterRun) -> String {
    guard let link else {
      let count = run.mendLinks(between: nil)
      return count == 0 ? "nothing is cut\n" : "everything passes again\n"
    }
    guard let (a, b) = run.ends(of: link) else { return "no such machine\n" }
    guard run.mendLinks(between: (a, b)) > 0 else {
      return "nothing is cut between \(a.text) and \(b.text)\n"
    }
    return "\(a.text) and \(b.text) reach each other again\n"
  }
}

extension ClusterRun {
  /// The ends of a link, with machines by name; nil when one of them is not there.
  func ends(of link: LinkDesign) -> (LinkBoard.End, LinkBoard.End)? {
    guard let a = end(link.a), let b = end(link.b) else {
      warn("a fault found no machine to strike")
      return nil
    }
    return (a, b)
  }

  private func end(_ end: LinkEnd) -> LinkBoard.End? {
    switch end {
    case .node(let pick): machine(pick).map { .machine($0.name) }
    case .zone(let name): .zone(name)
    case .controlPlane: .controlPlane
    case .outside: .outside
    case .everything: .everything
    }
  }
}

extension LinkBoard.End {
  /// As a transcript says it.
  var text: String {
    switch self {
    case .machine(let name): name
    case .zone(let name): "zone \(name)"
    case .controlPlane: "the control plane"
    case .outside: "the world outside"
    case .everything: "everything else"
    }
  }
}
