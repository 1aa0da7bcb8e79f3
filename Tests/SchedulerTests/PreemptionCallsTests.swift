import ControllerRuntime
import KubeAPI
import Scheduler
import Testing
import Units

/// The calls that make room for a pod go out beside the decisions about others.
///
/// Source: `pkg/scheduler/framework/preemption/preemption.go` (prepareCandidateAsync), v1.34.
struct PreemptionCallsTests {
  private static let reason = "waiting for the preemption for this pod to be finished"

  /// Two lesser pods on `a`, and two that nobody pushes aside on `b`; calls take a second.
  private func crowded() throws -> ClusterFixture {
    let slow = ConstantTransport(oneWay: .milliseconds(500), watch: .milliseconds(2))
    let fixture = try ClusterFixture(transport: slow)
    try fixture.add(Samples.node("a", cpu: 1_000))
    fixture.start()
    fixture.clock.advance(by: .seconds(2))
    try fixture.add(Samples.pod("low1", cpu: 400, priority: 1))
    try fixture.add(Samples.pod("low2", cpu: 400, priority: 1))
    fixture.clock.advance(by: .seconds(3))
    try fixture.add(Samples.node("b", cpu: 1_000))
    try fixture.add(Samples.pod("keeper", cpu: 900, priority: 20))
    try fixture.add(Samples.pod("tiny", cpu: 50, priority: 20, on: ""))
    fixture.clock.advance(by: .seconds(3))
    return fixture
  }

  private func attempts(_ fixture: ClusterFixture) -> [SchedulingDecision] {
    fixture.decisions.filter { $0.pod.name == "important" }
  }

  @Test func `a pod stays out of the queue until all victims but the last are told to go`() throws {
    let fixture = try crowded()
    let tinys = try #require(fixture.node(of: "tiny"))
    #expect(fixture.node(of: "keeper") == "b")
    try fixture.add(Samples.pod("important", cpu: 900, priority: 10))
    fixture.clock.advance(by: .milliseconds(500))
    #expect(attempts(fixture).count == 1)
    #expect(attempts(fixture)[0].preemption?.nominated == "a")
    // Somebody goes meanwhile, which would have it tried again.
    try fixture.delete(.pod, "tiny")
    fixture.clock.advance(by: .milliseconds(100))
    #expect(attempts(fixture).map(\.attempt) == [1, 0], "tiny was on \(tinys)")
    #expect(attempts(fixture).last?.message == Self.reason)
    #expect(fixture.pod("low2")?.metadata.isTerminating == false)
    // The marks and deletions of one victim after the other, each there and back.
    fixture.clock.advance(by: .seconds(5))
    for name in ["low1", "low2"] {
      #expect(fixture.pod(name)?.metadata.isTerminating == true)
      let uid = fixture.pod("important")?.metadata.uid ?? ""
      #expect(
        fixture.events(name).contains("Preempted: Preempted by pod \(uid) on node a"), "\(name)")
    }
    #expect(fixture.pod("important")?.status.nominatedNodeName == "a")
    try fixture.delete(.pod, "low1")
    try fixture.delete(.pod, "low2")
    fixture.clock.advance(by: .seconds(15))
    #expect(fixture.node(of: "important") == "a")
    #expect(fixture.overcommitted() == [])
  }

  @Test func `room for a pod that is gone is nobody's`() throws {
    let fixture = try crowded()
    try fixture.add(Samples.pod("important", cpu: 900, priority: 10))
    fixture.clock.advance(by: .milliseconds(500))
    #expect(attempts(fixture)[0].preemption?.nominated == "a")
    try fixture.add(Samples.pod("polite", cpu: 120, priority: 5))
    fixture.clock.advance(by: .seconds(1))
    // It would fit beside those that must go, and not beside the one that they make room for.
    #expect(fixture.node(of: "polite") == "")
    try fixture.delete(.pod, "important")
    fixture.clock.advance(by: .seconds(15))
    #expect(fixture.node(of: "polite") != "")
  }
}
