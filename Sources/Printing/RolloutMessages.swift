import KubeAPI
import Units

/// What `kubectl rollout` prints.
///
/// Source: `k8s.io/kubectl/pkg/polymorphichelpers` (rollout_status.go, rollback.go, history.go) and
/// `k8s.io/kubectl/pkg/cmd/rollout`, v1.36.
public enum RolloutMessages {
  /// How far a roll-out is.
  public enum Progress: Hashable, Sendable {
    /// It goes on, as the text says.
    case under(way: String)
    /// It is done, as the text says.
    case done(String)
    /// It has failed, as the text says.
    case failed(String)
  }

  /// How far the roll-out of `deployment` is, by what it last reported.
  public static func progress(of deployment: Deployment) -> Progress {
    let status = deployment.status
    let name = deployment.metadata.name
    guard status.observedGeneration >= deployment.metadata.generation else {
      return .under(way: "Waiting for deployment spec update to be observed...\n")
    }
    if status.conditions.first("Progressing")?.reason == "ProgressDeadlineExceeded" {
      return .failed("error: deployment \"\(name)\" exceeded its progress deadline\n")
    }
    let waiting = "Waiting for deployment \"\(name)\" rollout to finish: "
    let updated = status.updatedReplicas
    if updated < deployment.spec.replicas {
      return .under(
        way: waiting
          + "\(updated) out of \(deployment.spec.replicas) new replicas have been updated...\n")
    }
    if status.replicas > updated {
      return .under(
        way: waiting + "\(status.replicas - updated) old replicas are pending termination...\n")
    }
    if status.availableReplicas < updated {
      return .under(
        way: waiting
          + "\(status.availableReplicas) of \(updated) updated replicas are available...\n")
    }
    return .done("deployment \"\(name)\" successfully rolled out\n")
  }

  /// What `rollout status --timeout` says when its time is over.
  public static let timedOut = "error: timed out waiting for the condition\n"

  /// Why a deployment that is paused cannot be rolled back.
  public static let pausedNoUndo =
    "error: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' "
    + "and try again\n"

  /// What `undo` says when the present template is that of `revision` already.
  public static func skipped(_ name: String, revision: Int) -> String {
    "\(Kind.deployment.singularWithGroup)/\(name) skipped rollback (current template already "
      + "matches revision \(revision))\n"
  }

  /// What `undo` says when there is no revision to go back to.
  public static func noHistory(_ name: String) -> String {
    "error: no rollout history found for deployment \"\(name)\"\n"
  }

  /// What `undo` and `history` say when there is no such revision.
  public static func noRevision(_ revision: Int) -> String {
    "error: unable to find specified revision \(revision) in history\n"
  }

  /// Why `restart`, `pause` or `resume` did nothing.
  public static func refused(_ name: String, _ why: String) -> String {
    "error: \(Kind.deployment.pluralWithGroup) \"\(name)\" \(why)\n"
  }

  /// The revisions of a deployment with what caused them.
  public static func history(_ name: String, _ revisions: [(number: Int, cause: String?)]) -> String
  {
    let lines = ["REVISION\tCHANGE-CAUSE"]
      + revisions.map { "\($0.number)\t\($0.cause ?? "<none>")" }
    let table = TabWriter.description.align(lines.joined(separator: "\n"))
    return "\(Kind.deployment.singularWithGroup)/\(name) \n\(table)\n\n"
  }

  /// The template of one revision.
  public static func template(
    _ name: String, revision: Int, _ template: PodTemplate, now: Instant
  ) -> String {
    "\(Kind.deployment.singularWithGroup)/\(name) with revision #\(revision)\n"
      + KubectlDescribe.template(template, now: now)
  }
}
