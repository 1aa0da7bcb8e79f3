import ControllerRuntime
import KubeAPI
import Scheduler
import Testing
import Units

/// A plugin at every extension point that writes down when it is asked, and answers as told.
final class Probe: PreEnqueuePlugin, PreFilterPlugin, FilterPlugin, PostFilterPlugin,
  PreScorePlugin, ScorePlugin, ReservePlugin, PermitPlugin, PreBindPlugin, BindPlugin,
  PostBindPlugin
{
  static let name = "Probe"

  /// What it was asked, and what it is to answer.
  final class Script {
    var asked: [String] = []
    var answers: [String: Status] = [:]
    var points: Int64 = 7
    var patience = TimeSpan.seconds(5)
    var delay = TimeSpan.zero
    var waitingPods: WaitingPods?
  }

  private let script: Script
  private let clock: (any Clock)?

  init(_ script: Script, _ context: PluginContext) {
    self.script = script
    clock = context.clock
    script.waitingPods = context.waitingPods
  }

  private func answer(_ point: String) -> Status {
    script.asked.append(point)
    return script.answers[point] ?? .success
  }

  func preEnqueue(_ pod: PodInfo) -> Status { answer("PreEnqueue") }
  func preFilter(_ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState) -> PreFilterVerdict {
    let status = answer("PreFilter")
    return status.isSuccess ? .proceed(only: nil) : .fails(status)
  }
  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    answer("Filter")
  }
  func postFilter(
    _ pod: PodInfo, _ diagnosis: Diagnosis, _ state: CycleState, _ handle: any FilterHandle
  ) -> PostFilterResult { PostFilterResult(answer("PostFilter")) }
  func preScore(_ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState) -> Status {
    answer("PreScore")
  }
  func score(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Int64 {
    _ = answer("Score")
    return script.points
  }
  func normalize(_ scores: inout [Int64], for pod: PodInfo, _ state: CycleState) {
    _ = answer("NormalizeScore")
  }
  func reserve(_ pod: PodInfo, on node: String, _ state: CycleState) -> Status {
    answer("Reserve")
  }
  func unreserve(_ pod: PodInfo, on node: String, _ state: CycleState) {
    _ = answer("Unreserve")
  }
  func permit(
    _ pod: PodInfo, on node: String, _ state: CycleState
  ) -> (Status, TimeSpan) { (answer("Permit"), script.patience) }
  func preBind(
    _ pod: PodInfo, to node: String, _ state: CycleState, then: @escaping (Status) -> Void
  ) {
    let status = answer("PreBind")
    clock?.after(script.delay) { then(status) }
  }
  func bind(
    _ pod: PodInfo, to node: String, _ state: CycleState, then: @escaping (Status) -> Void
  ) {
    let status = answer("Bind")
    then(status.isSuccess ? .skip : status)
  }
  func postBind(_ pod: PodInfo, to node: String, _ state: CycleState) {
    _ = answer("PostBind")
  }
}

struct ExtensionPointTests {
  let script = Probe.Script()

  /// Two nodes and one pod, with a probe in front of the default binder.
  private func run(for span: TimeSpan = .milliseconds(100)) throws -> ClusterFixture {
    var registry = PluginRegistry.builtIn
    registry.entries.append(
      .init("Probe", "Writes down when it is asked.") { [script] context, _ in
        Probe(script, context)
      })
    var profile = Profile.standard
    profile.plugins.insert(Profile.Use("Probe", weight: 2), at: profile.plugins.count - 1)
    let fixture = try ClusterFixture(profiles: [profile], registry: registry)
    try fixture.add(Samples.node("a"))
    try fixture.add(Samples.node("b"))
    fixture.start()
    try fixture.add(Samples.pod("p"))
    fixture.clock.advance(by: span)
    return fixture
  }

  private static let upToScore = [
    "PreEnqueue", "PreFilter", "Filter", "Filter", "PreScore", "Score", "Score", "NormalizeScore",
  ]

  @Test func `every extension point is asked, in order`() throws {
    let fixture = try run()
    #expect(
      script.asked == Self.upToScore + ["Reserve", "Permit", "PreBind", "Bind", "PostBind"])
    #expect(fixture.node(of: "p") == "a")
    guard case .fits(_, let points) = fixture.decisions[0].nodes[0].verdict else {
      Issue.record("node a does not fit")
      return
    }
    let names = fixture.decisions[0].scorePlugins
    #expect(points[try #require(names.firstIndex(of: "Probe"))] == 14)
  }

  @Test func `a refusal by the pod as a whole is told once, and post-filters are asked`() throws {
    script.answers["PreFilter"] = Status(.unschedulable, reasons: ["not today"])
    script.answers["PostFilter"] = Status(.unschedulable, reasons: ["no help"])
    let fixture = try run()
    // The probe does not say what wakes its pods, so even the pod's own new condition does, once.
    let asked = ["PreEnqueue", "PreFilter", "PostFilter"]
    #expect(script.asked == asked + asked)
    #expect(
      fixture.events("p") == [
        "FailedScheduling: 0/2 nodes are available: not today. preemption: 0/2 nodes are "
          + "available: 2 No preemption victims found for incoming pod., no help"
      ])
  }

  @Test func `an error in a filter is an error of the scheduler`() throws {
    script.answers["Filter"] = .error("disk on fire")
    let fixture = try run()
    let condition = fixture.pod("p")?.status.conditions.first("PodScheduled")
    #expect(condition?.reason == "SchedulerError")
    #expect(condition?.message == "running \"Probe\" filter plugin: disk on fire")
    #expect(fixture.scheduler.queue.counts.backoff == 1)
  }

  @Test func `points outside of 0 to 100 are an error`() throws {
    script.points = 101
    let fixture = try run()
    #expect(fixture.node(of: "p") == "")
    let condition = fixture.pod("p")?.status.conditions.first("PodScheduled")
    #expect(
      condition?.message == "plugin \"Probe\" returns an invalid score 101 for node a, it should "
        + "in the range of [0, 100] after normalizing")
  }

  struct Failure: Sendable {
    let point: String
    let status: Status
    let asked: [String]
    let message: String
  }

  static let failures: [Failure] = [
    Failure(
      point: "Reserve", status: Status(.unschedulable, reasons: ["full"]),
      asked: ["Reserve", "Unreserve"], message: "0/1 nodes are available: 1 full."),
    Failure(
      point: "Permit", status: Status(.unschedulable, reasons: ["no"]),
      asked: ["Reserve", "Permit", "Unreserve"], message: "0/1 nodes are available: 1 no."),
    Failure(
      point: "PreBind", status: .error("no disk"),
      asked: ["Reserve", "Permit", "PreBind", "Unreserve"],
      message: "running PreBind plugin \"Probe\": no disk"),
    Failure(
      point: "Bind", status: .error("no way"),
      asked: ["Reserve", "Permit", "PreBind", "Bind", "Unreserve"],
      message: "running Bind plugin \"Probe\": no way"),
  ]

  @Test(arguments: failures)
  func `a failure after the choice of a node gives everything back`(one: Failure) throws {
    script.answers[one.point] = one.status
    let fixture = try run(for: .milliseconds(20))
    let asked = script.asked.dropFirst(Self.upToScore.count).prefix(one.asked.count)
    #expect(Array(asked) == one.asked)
    #expect(fixture.events("p").first == "FailedScheduling: \(one.message)")
    #expect(fixture.scheduler.cache.podCount == 0)
    #expect(fixture.node(of: "p") == "")
  }

  @Test func `a waiting pod keeps its node and is bound when it is let go`() throws {
    script.answers["Permit"] = Status(.wait)
    let fixture = try run()
    #expect(fixture.scheduler.cache.podCount == 1)
    #expect(fixture.node(of: "p") == "")
    let uid = try #require(fixture.pod("p")?.metadata.uid)
    script.waitingPods?.allow(uid, by: "Probe")
    fixture.clock.advance(by: .milliseconds(20))
    #expect(fixture.node(of: "p") == "a")
  }

  @Test func `a pod that waits too long gives its node back`() throws {
    script.answers["Permit"] = Status(.wait)
    let fixture = try run(for: .milliseconds(5_004))
    #expect(script.asked.suffix(1) == ["Unreserve"])
    #expect(fixture.scheduler.cache.podCount == 0)
    #expect(
      fixture.events("p") == [
        "FailedScheduling: 0/1 nodes are available: 1 rejected due to timeout after waiting 5s "
          + "at plugin Probe."
      ])
  }
}
