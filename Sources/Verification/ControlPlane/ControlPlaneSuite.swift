import SchedulerLab
import Statistics
import Units

extension VerificationSuite {
  /// The control plane against recordings of a real one (kube-apiserver, kube-controller-manager
  /// and kube-scheduler v1.36.2): the same calls at the same times, and every step held against the
  /// recorded one.
  static let controlPlane = VerificationSuite(
    name: "control-plane",
    summary: "controllers and scheduler against recordings of Kubernetes v1.36.2",
    needs: TraceCheck.all.map { RecordedTrace.path($0.trace) }
      + [RecordedTrace.path(BulkCheck.trace), RecordedTrace.path(NodeFailureCheck.trace)]
  ) { context in
    var rows: [Agreement] = []
    for check in TraceCheck.all {
      context.progress("control-plane: \(check.trace)")
      rows.append(try check.row(context.truth))
    }
    context.progress("control-plane: \(BulkCheck.trace)")
    rows += try BulkCheck.rows(context.truth)
    context.progress("control-plane: \(NodeFailureCheck.trace)")
    rows += try NodeFailureCheck.rows(context.truth)
    return rows
  }
}

/// The share of a recording's steps that happen here too, in time.
struct TraceCheck: Sendable {
  /// The recording.
  let trace: String
  /// How far a step's time may be off.
  let tolerance: TimeSpan
  /// The share of steps that must agree.
  let floor: Double

  /// Recordings without silent nodes: 300 ms, for the recording machine's own jitter is 10 to 100
  /// ms, and a step may rest on three others. With silent nodes: 5 s, the period of the node
  /// monitor, whose phase the recordings do not tell.
  static let all: [TraceCheck] = [
    calm("s1a_rc_respawn"), calm("s1a_rc_respawn_slow"), calm("s1b_rc_scale_rank"),
    calm("s1c_migration_article"), calm("s1c_migration_delete_background"),
    calm("s1c_migration_delete_foreground"), calm("s1c_migration_delete_nopolicy"),
    calm("s1c_migration_delete_orphan"), silent("s3a_node_failure_default"),
    silent("s3c_node_flap_short"), silent("s3d_zone_partial_disruption"),
    silent("s3e_zone_full_disruption"), silent("s3j_master_disruption"),
  ]

  private static func calm(_ trace: String) -> TraceCheck {
    TraceCheck(trace: trace, tolerance: .milliseconds(300), floor: 0.95)
  }

  private static func silent(_ trace: String) -> TraceCheck {
    TraceCheck(trace: trace, tolerance: .seconds(5), floor: 0.95)
  }

  /// The seed of what chance decides here: names of pods, and nodes with equal points.
  static let seed: UInt64 = 20_251_122

  func comparison(_ truth: TruthFolder) throws -> StepComparison {
    let recorded = try RecordedTrace(trace, in: truth)
    let replayed = try TraceReplay(recorded, seed: Self.seed).run()
    return StepComparison(recorded: recorded.steps, replayed: replayed, tolerance: tolerance)
  }

  func row(_ truth: TruthFolder) throws -> Agreement {
    let found = try comparison(truth)
    let first = found.differences.first.map { "; first difference: \($0)" } ?? ""
    return .share(
      "trace_\(trace)", found.agreeing, of: found.total, unit: "share of steps", floor: floor,
      detail: "\(found.agreeing) of \(found.total) steps within \(tolerance.milliseconds) ms"
        + first)
  }
}
