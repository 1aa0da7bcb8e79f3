import ClusterSim
import Documents
import Scenarios
import Testing
import Units

/// What a scenario says of things that go wrong.
struct FaultTests {
  private static let base = """
    cluster: {zones: [zone-a, zone-b], pools: [{machine: {cpu: "1", memory: 1Gi}, count: 1}]}
    timeline:
      - fault:
    """

  private static func fault(_ text: String) throws -> (FaultDesign, String)? {
    let step = try ScenarioLoader.load(text: "\(base) \(text)\n").timeline.first
    guard let step, case .fault(let fault) = step.action else { return nil }
    return (fault, step.text)
  }

  @Test(arguments: [
    ("{kill-node: 0}", FaultDesign.killNode(.index(0)), "kill node 0"),
    ("{kill-node: web-1, for: 5m}", .killNode(.name("web-1"), for: .minutes(5)),
      "kill node web-1 for 5m"),
    ("{crash-node: {node: 0, for: 90s}}", .killNode(.index(0), for: .seconds(90)),
      "crash node 0 for 90s"),
    ("{restore-node: <a=b>}", .restoreNode(.of(.any(LabelMatch([LabelDesign("a", "b")])))),
      "restore node <a=b>"),
    ("{hang-process: web, container: c}", .hangProcess(.name("web"), container: "c"),
      "hang process web"),
    ("{zone-outage: zone-b, loses: network, for: 1m}",
      .zoneOutage("zone-b", loses: .network, for: .minutes(1)), "zone outage zone-b for 1m"),
    ("{restore-zone: {zone: zone-a}}", .restoreZone("zone-a"), "restore zone zone-a"),
    ("{cut-link: {between: [0, control-plane]}}",
      .cutLink(LinkDesign(.node(.index(0)), .controlPlane)), "cut link 0 and control-plane"),
    ("{cut-link: {between: [zone-a, outside], for: 30s}}",
      .cutLink(LinkDesign(.zone("zone-a"), .outside), for: .seconds(30)),
      "cut link zone-a and outside for 30s"),
    ("{heal-link: all}", .healLink(nil), "heal link all"),
    ("{registry-outage: {for: 5m}}", .registryOutage(for: .minutes(5)), "registry outage for 5m"),
    ("{registry-returns: {}}", .registryReturn, "registry returns"),
  ] as [(String, FaultDesign, String)])
  func `a fault is read with what it strikes and how long`(
    text: String, expected: FaultDesign, shown: String
  ) throws {
    let (fault, words) = try #require(try Self.fault(text))
    #expect(fault == expected)
    #expect(words == shown)
  }

  @Test(arguments: [
    ("{zone-outage: zone-c}",
      "is \"zone-c\", and no machine stands there; did you mean \"zone-a\"?"),
    ("{restore-node: 0, for: 5m}", "for has no meaning beside restore-node; remove it"),
    ("{cut-link: [0, 1]}", "write between: [one end, the other]"),
    ("{cut-link: {between: [0, 0]}}", "needs two ends that differ"),
    ("{cut-link: {between: [0]}}", "needs two ends that differ"),
    ("{cut-link: all}", "write {between: [one end, the other]}"),
    ("{registry-outage: now}", "there is one registry; write {} or {for: 5m}"),
    ("{crash-node: {for: 5m}}", "\"node\" is missing"),
    ("{zone-outage: zone-a, loses: patience}", "write power or network"),
    ("{kill-node: 0, for: 0s}", "write a time above zero"),
    ("{kill-node: 0, kill-process: web}", "has both"),
  ])
  func `a fault that cannot be is refused with what would be right`(
    text: String, expected: String
  ) {
    do {
      _ = try ScenarioLoader.load(text: "\(Self.base) \(text)\n")
      Issue.record("\(text) was accepted")
    } catch {
      #expect(error.description.contains(expected), "\(error)")
    }
  }
}
