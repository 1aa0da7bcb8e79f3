import ControllerRuntime
import Documents
import Units

/// The fields of a configuration that are about the scheduler as a whole.
extension MappingReader {
  /// How many nodes are enough; nil when the file does not say.
  func nodeSampling() -> NodeSampling? {
    switch optional("percentageOfNodesToScore", .integer(in: 0...100)) {
    case nil: nil
    case 0: .adaptive
    case 100: .all
    case let percent?: .percentage(percent)
    }
  }

  /// Source: `pkg/scheduler/apis/config/validation/validation.go`, v1.34.
  func readBackoff(into queue: inout QueueSettings) {
    let initial = optional("podInitialBackoffSeconds", .integer(in: 1...Int64.max))
    let longest = optional("podMaxBackoffSeconds", .integer(in: 1...Int64.max))
    if let initial { queue.initialBackoff = .seconds(initial) }
    if let longest { queue.longestBackoff = .seconds(longest) }
    guard queue.longestBackoff < queue.initialBackoff else { return }
    let key = longest == nil ? "podInitialBackoffSeconds" : "podMaxBackoffSeconds"
    fail(
      key,
      "makes the longest back-off \(queue.longestBackoff) and the first \(queue.initialBackoff)",
      hint: "podMaxBackoffSeconds must not be below podInitialBackoffSeconds")
  }

  /// Source: `pkg/scheduler/apis/config/v1/defaults.go`; `staging/src/k8s.io/component-base/config/
  /// validation/validation.go`, v1.34. A rate or burst of 0 is one that is not given.
  func readClient(into limit: inout ClientLimit) {
    object("clientConnection") { reader in
      let perSecond = reader.optional("qps", .number)
      let burst = reader.optional("burst", .integer(in: 0...Int32.max))
      if let perSecond, perSecond != 0 { limit.qps = perSecond }
      if let burst, burst != 0 { limit.burst = Int(burst) }
      for key in ["kubeconfig", "acceptContentTypes", "contentType"] {
        _ = reader.optional(key, .string)
        reader.warnWithoutEffect(key)
      }
      return ()
    }
  }

  /// Source: `staging/src/k8s.io/component-base/config/validation/validation.go`
  /// (ValidateLeaderElectionConfiguration) and `config/v1alpha1/defaults.go`, v1.34.
  func checkLeaderElection() {
    warnWithoutEffect("leaderElection")
    object("leaderElection") { reader in
      let isOn = reader.optional("leaderElect", .boolean) ?? true
      let lease = reader.optional("leaseDuration", .goDuration) ?? .seconds(15)
      let renewal = reader.optional("renewDeadline", .goDuration) ?? .seconds(10)
      let retry = reader.optional("retryPeriod", .goDuration) ?? .seconds(2)
      let lock = reader.optional("resourceLock", .string) ?? "leases"
      _ = reader.optional("resourceName", .string)
      _ = reader.optional("resourceNamespace", .string)
      guard isOn else { return }
      for (key, span) in [
        ("leaseDuration", lease), ("renewDeadline", renewal), ("retryPeriod", retry),
      ] where span <= .zero {
        reader.fail(key, "is \(span)", hint: "write a span above zero, such as 10s")
      }
      if lease > .zero, lease <= renewal {
        reader.fail(
          "leaseDuration", "is not above renewDeadline, which is \(renewal)",
          hint: "write a longer span")
      }
      if lock != "leases" {
        reader.fail("resourceLock", "is \(quoted(lock))", hint: "write leases")
      }
    }
  }

  /// Fields that say how the program runs, not how it decides.
  func checkWithoutEffect() {
    _ = optional("parallelism", .integer(in: 1...Int32.max))
    for key in ["enableProfiling", "enableContentionProfiling", "delayCacheUntilActive"] {
      _ = optional(key, .boolean)
      warnWithoutEffect(key)
    }
    warnWithoutEffect("parallelism")
  }

  /// Warns of a field that is read and changes nothing here.
  func warnWithoutEffect(_ key: String) {
    guard has(key) else { return }
    let field = path.child(key).pattern
    log.warning(
      at: keyMark(key), .notSimulated, "\(field) is not simulated",
      hint: "it has no effect here", once: field)
  }
}

extension ScalarFormat where Value == TimeSpan {
  /// A span as Go writes it.
  static var goDuration: ScalarFormat {
    ScalarFormat(expected: "a duration such as 30s") { scalar in
      do throws(UnitError) {
        return try TimeSpan(parsing: scalar.text)
      } catch {
        throw ValueProblem("is \(quoted(scalar.text)), which \(error.problem)", hint: error.hint)
      }
    }
  }
}
