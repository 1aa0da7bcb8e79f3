/// What a plugin says of a pod, or of a pod on a node.
///
/// Source: `staging/src/k8s.io/kube-scheduler/framework/interface.go` (Status), v1.34.
public struct Status: Hashable, Sendable {
  /// The verdict, with upstream's names.
  public enum Code: String, Hashable, Sendable {
    case success = "Success"
    /// Something broke; the pod is tried again after a back-off.
    case error = "Error"
    /// Refused, though removing other pods might help.
    case unschedulable = "Unschedulable"
    /// Refused, and removing other pods would not help.
    case unschedulableAndUnresolvable = "UnschedulableAndUnresolvable"
    /// Accepted so far, but binding has to wait (Permit only).
    case wait = "Wait"
    /// The plugin has nothing to say of this pod (PreFilter, PreScore and Bind only).
    case skip = "Skip"
    /// Refused until something outside of the cluster is done; skips the back-off when it is.
    case pending = "Pending"
  }
  /// The verdict.
  public var code: Code
  /// Why, as the strings that users see; empty for success.
  public var reasons: [String]
  /// The plugin that says so; the framework fills it in.
  public internal(set) var plugin: String = ""

  /// A verdict with its reasons.
  public init(_ code: Code, reasons: [String] = []) {
    self.code = code
    self.reasons = reasons
  }

  /// All is well.
  public static let success = Status(.success)
  /// Nothing to do for this pod.
  public static let skip = Status(.skip)
  /// Something broke.
  public static func error(_ message: String) -> Status { Status(.error, reasons: [message]) }

  /// Whether all is well.
  public var isSuccess: Bool { code == .success }
  /// Whether the pod was refused, rather than something having broken.
  public var isRejected: Bool {
    switch code {
    case .unschedulable, .unschedulableAndUnresolvable, .pending: true
    default: false
    }
  }
  /// The reasons in one string.
  public var message: String { reasons.joined(separator: ", ") }

  func from(_ plugin: String) -> Status {
    var copy = self
    copy.plugin = plugin
    return copy
  }
}
