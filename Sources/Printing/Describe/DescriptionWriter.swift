import KubeAPI
import Units

/// Collects the lines of a description: indented by levels of two spaces, cells ended by tabs.
///
/// Source: `k8s.io/kubectl/pkg/describe/describe.go` (PrefixWriter), v1.36.
struct DescriptionWriter {
  /// The simulated moment of printing.
  let now: Instant
  private var text = ""

  init(now: Instant) { self.now = now }

  /// The lines, aligned.
  var aligned: String { TabWriter.description.align(text) }

  /// Adds a line.
  mutating func line(_ level: Int, _ content: String) {
    text += String(repeating: "  ", count: level) + content + "\n"
  }

  /// Adds a line of a title and its value.
  mutating func field(_ level: Int, _ title: String, _ value: String) {
    line(level, "\(title):\t\(value)")
  }

  /// Adds a title and its values, one a line; `<none>` when there are none.
  mutating func list(_ level: Int, _ title: String, _ values: [String]) {
    field(level, title, values.first ?? "<none>")
    for value in values.dropFirst() { text += "\t\(value)\n" }
  }

  /// Adds labels, one a line.
  mutating func labels(_ title: String, _ labels: StringMap, level: Int = 0) {
    list(level, title, labels.entries.map { "\($0.key)=\($0.value)" })
  }

  /// Adds annotations, one a line, without the one that `apply` keeps for itself.
  mutating func annotations(_ title: String, _ annotations: StringMap, level: Int = 0) {
    let shown = annotations.entries.filter {
      $0.key != "kubectl.kubernetes.io/last-applied-configuration"
    }
    list(level, title, shown.map { "\($0.key): \($0.value)" })
  }

  /// Adds the tolerations of a pod, one a line.
  mutating func tolerations(_ tolerations: [Toleration], level: Int = 0) {
    list(level, "Tolerations", tolerations.map(Self.text))
  }

  private static func text(_ toleration: Toleration) -> String {
    var text = toleration.key
    if !toleration.value.isEmpty { text += "=\(toleration.value)" }
    if let effect = toleration.effect { text += ":\(effect.rawValue)" }
    if toleration.comparison == .exists, toleration.value.isEmpty {
      text += text.isEmpty ? "op=Exists" : " op=Exists"
    }
    if let seconds = toleration.tolerationSeconds { text += " for \(seconds)s" }
    return text
  }

  /// Adds what happened to the object, in the order given.
  ///
  /// Source: `k8s.io/kubectl/pkg/describe/describe.go` (DescribeEvents), v1.36.
  mutating func events(_ events: [Event]) {
    guard !events.isEmpty else { return field(0, "Events", "<none>") }
    line(0, "Events:")
    line(1, "Type\tReason\tAge\tFrom\tMessage")
    line(1, "----\t------\t----\t----\t-------")
    for event in events {
      var age = (now - event.lastTimestamp).kubectlAge
      if event.count > 1 {
        age += " (x\(event.count) over \((now - event.firstTimestamp).kubectlAge))"
      }
      let message = event.message.trimmedEnd
      line(1, "\(event.severity.rawValue)\t\(event.reason)\t\(age)\t\(event.source)\t\(message)")
    }
  }
}
