import Foundation
import SchedulerLab
import Testing
import Units
import Verification

struct ControlPlaneTests {
  static let truth = TruthFolder(path: Place.root + "/../shared")

  /// Steps written down as milliseconds and what.
  struct Course: Sendable {
    var steps: [(Int64, String)]
    var agreeing = 0
    var total = 0
  }

  static let recorded = Course(steps: [(100, "made"), (1_100, "ready"), (1_150, "ready")])

  private func compare(_ recorded: Course, _ here: Course) -> StepComparison {
    func steps(_ course: Course) -> [ControlPlaneStep] {
      course.steps.map { ControlPlaneStep(at: .milliseconds($0.0), what: $0.1) }
    }
    return StepComparison(
      recorded: steps(recorded), replayed: steps(here), end: .seconds(10),
      tolerance: .milliseconds(300))
  }

  static let courses = [
    // All within the tolerance.
    Course(steps: [(390, "made"), (1_000, "ready"), (1_200, "ready")], agreeing: 3, total: 3),
    // A step is missing.
    Course(steps: [(100, "made"), (1_100, "ready")], agreeing: 2, total: 3),
    // One too many.
    Course(
      steps: [(100, "made"), (1_100, "ready"), (1_150, "ready"), (1_200, "ready")], agreeing: 3,
      total: 4),
    // Too late: one is missing, and one is too many.
    Course(steps: [(401, "made"), (1_100, "ready"), (1_150, "ready")], agreeing: 2, total: 4),
    // Something else.
    Course(steps: [(100, "lost"), (1_100, "ready"), (1_150, "ready")], agreeing: 2, total: 4),
    // After the recording's end nobody knows.
    Course(
      steps: [(100, "made"), (1_100, "ready"), (1_150, "ready"), (10_200, "lost")], agreeing: 3,
      total: 3),
  ]

  @Test(arguments: courses.indices)
  func `a course that differs is told`(index: Int) {
    let course = Self.courses[index]
    let found = compare(Self.recorded, course)
    #expect(found.agreeing == course.agreeing)
    #expect(found.total == course.total)
    #expect(found.differences.count == course.total - course.agreeing)
  }

  @Test(.enabled(if: truth.has("reference/control-plane-traces/s1a_rc_respawn.jsonl")))
  func `the recorded courses happen here`() throws {
    let context = VerificationContext(scenarios: "", truth: Self.truth.path)
    let suite = try #require(try VerificationSuite.named(["control-plane"]).first)
    guard case .rows(let rows) = try suite.run(context) else { return }
    #expect(rows.count > 10)
    for row in rows { #expect(row.holds, "\(row.name) is \(row.value): \(row.detail)") }
  }
}
