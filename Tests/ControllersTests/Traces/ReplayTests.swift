import ControllerRuntime
import Controllers
import Foundation
import KubeAPI
import Testing
import Units

/// The controllers against recordings of real ones. Orders and counts must agree; times within the
/// tolerance that stands beside each: the recordings were made on a shared machine.
@Suite(.enabled(if: TraceFile.isThere, "the recordings are not beside the project"))
struct ReplayTests {
  @Test(arguments: ["s1a_rc_respawn", "s1a_rc_respawn_slow"])
  func `deleted pods are replaced in the same moment`(scenario: String) throws {
    let replay = try TraceReplay(scenario)
    let ready = try replay.readyAddresses()
    #expect(ready.own == ready.real)
    #expect(
      replay.cluster.reportedReplicas("app-orange")
        == replay.trace.reportedReplicas("app-orange"))
    let own = replay.cluster.changes(Pod.self).filter { $0.change == .added }.map(\.ms)
    let real = replay.trace.changes("Pod").filter { $0.type == "ADDED" }.map(\.ms)
    #expect(own.count == real.count)
    // Within 200 ms of the recording, pod by pod.
    for (own, real) in zip(own, real) { #expect(abs(replay.recorded(own) - real) < 200) }
  }

  @Test func `the migration of the article goes as recorded`() throws {
    let replay = try TraceReplay("s1c_migration_article")
    let ready = try replay.readyAddresses()
    #expect(ready.own == ready.real)
    for name in ["database", "app-orange", "app-maroon"] {
      #expect(
        replay.cluster.reportedReplicas(name) == replay.trace.reportedReplicas(name), "\(name)")
    }
    #expect(replay.cluster.controller("app-orange") == nil)
    let names = Set(replay.cluster.pods.compactMap { $0.metadata.controller?.name })
    #expect(names == ["app-maroon", "database"])
    #expect(replay.cluster.pods.count == 4)
  }

  @Test(arguments: ["background", "foreground", "orphan", "nopolicy"])
  func `deleting a controller leaves what was recorded`(policy: String) throws {
    let replay = try TraceReplay("s1c_migration_delete_\(policy)")
    let end = try #require(replay.trace.lines.last?.ms)
    try replay.run(until: end)
    let trace = replay.trace
    let isGone = trace.changes("ReplicationController", "app-orange").last?.type == "DELETED"
    #expect((replay.cluster.controller("app-orange") == nil) == isGone)
    let left = Set(trace.podNames).filter { trace.changes("Pod", $0).last?.type != "DELETED" }
    #expect(replay.cluster.pods.count == left.count)
    let gone = trace.changes("ReplicationController", "app-orange").last { $0.type == "DELETED" }
    let own = replay.cluster.changes(ReplicationController.self) {
      $0.metadata.name == "app-orange"
    }.last { $0.change == .deleted }
    // The foreground deletion of the recording waited for a busy machine.
    #expect(abs(replay.recorded(own?.ms ?? 0) - (gone?.ms ?? 0)) < 1_500)
  }

  @Test func `500 pods take 24 s, and 450 fewer take 21 s`() throws {
    let replay = try TraceReplay("s8a_rc_500")
    let scaled = try #require(replay.trace.actions.last?.ms)
    try replay.run(until: scaled - 1)
    let added = replay.cluster.changes(Pod.self).filter { $0.change == .added }.map(\.ms)
    let real = replay.trace.changes("Pod").filter { $0.type == "ADDED" }.map(\.ms)
    #expect(added.count == 500)
    // The course of 23.5 s ends within 0.1 s of the recording's; on the way pods of the recording
    // come up to 1.2 s late, in bunches.
    let course = zip(added, real).map { ($0 - added[0]) - ($1 - real[0]) }
    #expect(course.allSatisfy { abs($0) < 1_200 })
    #expect(abs(course.last ?? 0) < 100)
    let created = replay.trace.changes("Event").filter { $0.text("reason") == "SuccessfulCreate" }
    #expect(replay.cluster.events("SuccessfulCreate").count == created.count)
    try replay.run(until: scaled + 40_000)
    #expect(replay.cluster.reportedReplicas("app") == replay.trace.reportedReplicas("app"))
    let deletions = replay.cluster.changes(Pod.self) {
      $0.metadata.deletionGracePeriodSeconds == 30 && $0.status.phase == .running
    }.map(\.ms)
    #expect(deletions.count == 450)
    let spread = ((deletions.last ?? 0) - (deletions.first ?? 0)) / 1_000
    #expect((20.5...21.5).contains(spread), "took \(spread) s")
    #expect(replay.cluster.pods.count == 50)
  }
}
