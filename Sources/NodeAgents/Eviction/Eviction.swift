import ControllerRuntime
import KubeAPI
import Units

/// Which pod a node that is short of memory ends first, and what it says of it.
///
/// Source: `pkg/kubelet/eviction/helpers.go` (rankMemoryPressure, evictionMessage), v1.36.
enum Eviction {
  /// A pod and what it uses.
  struct Candidate: Equatable {
    var pod: Pod
    /// By container, in order.
    var use: [Use]

    /// What one container uses.
    struct Use: Equatable {
      var container: String
      var bytes: Bytes
    }

    /// What all containers use.
    var total: Bytes { use.reduce(.zero) { $0 + $1.bytes } }
    /// How much that is above what the pod asks for; negative when it is below.
    var excess: Int64 { total.count - pod.totalRequests.memory.count }
  }

  /// The reason that status and event show.
  static let reason = "Evicted"

  /// `candidates`, first the one that goes first: those above their request before the others, then
  /// by lower priority, then by how far they are above it; the key decides between equals.
  static func ranked(_ candidates: [Candidate]) -> [Candidate] {
    candidates.sorted { a, b in
      if (a.excess > 0) != (b.excess > 0) { return a.excess > 0 }
      if a.pod.spec.priority != b.pod.spec.priority {
        return a.pod.spec.priority < b.pod.spec.priority
      }
      if a.excess != b.excess { return a.excess > b.excess }
      return a.pod.key < b.pod.key
    }
  }

  /// Why a pod was evicted.
  static func message(
    _ candidate: Candidate, threshold: Bytes, available: Bytes
  ) -> String {
    var text =
      "The node was low on resource: memory. Threshold quantity: \(text(threshold)), "
      + "available: \(text(available)). "
    for use in candidate.use {
      let container = candidate.pod.spec.containers.first { $0.name == use.container }
      let request = container?.resources.requests.memory ?? .zero
      guard use.bytes > request else { continue }
      text +=
        "Container \(use.container) was using \(self.text(use.bytes)), request is "
        + "\(self.text(request)), has larger consumption of memory. "
    }
    return text
  }

  /// Memory as a quantity: whole mebibytes, else kibibytes.
  private static func text(_ bytes: Bytes) -> String {
    let mebibyte: Int64 = 1 << 20
    if bytes == .zero { return "0" }
    if bytes.count % mebibyte == 0 { return "\(bytes.count / mebibyte)Mi" }
    return "\(bytes.count / 1_024)Ki"
  }
}
