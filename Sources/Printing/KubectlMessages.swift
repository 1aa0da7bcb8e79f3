import KubeAPI

/// The lines that kubectl and gcloud print after they have done something, or failed to.
public enum KubectlMessages {
  /// What was done to an object.
  public enum Deed: String, Sendable {
    case created
    case configured
    case unchanged
    case scaled
    case cordoned
    case uncordoned
    case alreadyCordoned = "already cordoned"
    case alreadyUncordoned = "already uncordoned"
    case drained
    case evicted
    case deleted
    case tainted
    case untainted
    case modified
    case imageUpdated = "image updated"
    case labeled
    case unlabeled
    case notLabeled = "not labeled"
    case annotated
    case patched
    case patchedWithoutChange = "patched (no change)"
    case rolledBack = "rolled back"
    case restarted
    case paused
    case resumed
  }

  /// `replicationcontroller/app-orange created`.
  public static func done(_ deed: Deed, _ kind: Kind, _ name: String) -> String {
    "\(kind.singularWithGroup)/\(name) \(deed.rawValue)\n"
  }

  /// `pod "app-orange-x7k2p" deleted`, with the namespace as kubectl has it since 1.34 when the
  /// kind lives in one.
  public static func deleted(
    _ kind: Kind, _ name: String, namespace: String, force: Bool = false
  ) -> String {
    let verb = force ? "force deleted" : "deleted"
    let place = kind.isClusterScoped ? "" : " from \(namespace) namespace"
    return "\(kind.singularWithGroup) \"\(name)\" \(verb)\(place)\n"
  }

  /// `Error from server (NotFound): pods "x" not found`.
  public static func notFound(_ kind: Kind, _ name: String) -> String {
    "Error from server (NotFound): \(kind.pluralWithGroup) \"\(name)\" not found\n"
  }

  /// A refusal of the API server, with the file that was being read when there was one.
  public static func serverError(
    reason: String, message: String, creatingFrom file: String? = nil
  ) -> String {
    let context = file.map { "error when creating \"\($0)\": " } ?? ""
    return "Error from server (\(reason)): \(context)\(message)\n"
  }

  /// What `kubectl create` says when an object that it described itself is refused.
  ///
  /// Source: `k8s.io/kubectl/pkg/cmd/create` (create_secret.go, create_configmap.go and
  /// create_pdb.go).
  public static func failedToCreate(_ kind: Kind, message: String) -> String {
    let colon = kind == .secret ? "" : ":"
    return "error: failed to create \(kind.singular)\(colon) \(message)\n"
  }

  /// What `kubectl scale --current-replicas` says when there are `found` now.
  public static func scaleConflict(expected: Int, found: Int) -> String {
    "error: Expected replicas to be \(expected), was \(found)\n"
  }

  /// What `kubectl cordon` and `uncordon` say of a node that could not be changed.
  public static func cannotCordon(_ node: String, isCordon: Bool, why: String) -> String {
    "error: unable to \(isCordon ? "cordon" : "uncordon") node \"\(node)\": \(why)\n"
  }

  /// What kubectl says when a selector finds nothing to change.
  public static let noObjects = "No resources found\n"

  /// What `kubectl label KEY-` says of an object without that label.
  public static func labelNotFound(_ key: String) -> String {
    "label \"\(key)\" not found.\n"
  }

  /// What `kubectl delete --force` warns of first.
  public static let forceWarning =
    "Warning: Immediate deletion does not wait for confirmation that the running resource has "
    + "been terminated. The resource may continue to run on the cluster indefinitely.\n"

  /// What kubectl says when no pod carries the labels it was asked for.
  public static func noPods(matching selector: String, namespace: String) -> String {
    "error: no pod with labels \(selector) in \(namespace) namespace\n"
  }

  /// What `kubectl exec` says when the container cannot run a command now.
  public static func execRefused(container: String) -> String {
    "error: unable to upgrade connection: container not found (\"\(container)\")\n"
  }

  /// What `kubectl exec` says when the command ended with another status than 0.
  public static func exitCode(_ code: Int32) -> String {
    "command terminated with exit code \(code)\n"
  }

  /// What every kubectl command says while there is no cluster.
  public static let noCluster =
    "The connection to the server localhost:8080 was refused - did you specify the right host or "
    + "port?\n"
}
